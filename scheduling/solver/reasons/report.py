"""The file ``connectedness-reasons/1``: for residents and full sessions, the figures and their sentences."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from scheduling.domain.division import division
from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.score import score
from scheduling.solver.reasons.full_sessions import FullSession, full_sessions, verified
from scheduling.solver.reasons.held import Held
from scheduling.solver.reasons.one_more import OneMore, one_more
from scheduling.solver.reasons.sentences import resident_sentences, session_sentence

FORMAT = "connectedness-reasons/1"
T = TypeVar("T")
R = TypeVar("R")
Progress = Callable[[str, int, int], None]  # what is explained, how many are done, of how many


@dataclass(frozen=True, slots=True)
class Question:
    """What to explain: some residents and sessions, and of the full sessions how many to solve again."""

    residents: tuple[ResidentId, ...]
    sessions: tuple[SessionId, ...]
    verify: int


def report(held: Held, question: Question, over: Callable[[], bool], progress: Progress) -> dict[str, Any]:
    """The content of the file; where ``over`` says so, what was explained until then, and ``complete`` is false."""
    residents = list(
        _until(over, "residents", question.residents, progress, lambda who: _resident(held, who))
    )
    wanted = set(question.sessions)
    full = [one for one in full_sessions(held) if one.session in wanted]
    tested = list(
        _until(over, "sessions", full[: question.verify], progress, lambda one: verified(held, one))
    )
    ranked = sorted((*tested, *full[len(tested) :]), key=_gain_first)
    complete = len(residents) == len(question.residents)
    return {
        "format": FORMAT,
        "problem": held.problem.name,
        "objective": score(held.problem, held.solution).total,
        "improvable": held.improvable,
        "complete": complete and len(tested) == len(full[: question.verify]),
        "residents": residents,
        "sessions": [_session(held, one) for one in ranked],
    }


def _until(
    over: Callable[[], bool], what: str, things: Sequence[T], progress: Progress, explain: Callable[[T], R]
) -> Iterator[R]:
    for done, thing in enumerate(things):
        if over():
            return
        yield explain(thing)
        progress(what, done + 1, len(things))


def _gain_first(full: FullSession) -> tuple[bool, float, str, str]:
    """What was solved again by its gain, then the others by their prices, then what brings nothing."""
    known = full.at_most if full.gain is None else full.gain
    return (full.gain is None or full.gain <= 0, -known, full.session, full.lack)


def _resident(held: Held, who: ResidentId) -> dict[str, Any]:
    person = held.problem.resident_by_id[who]
    coach = held.solution.coach[who]
    parts = division(held.problem, person, coach, held.solution.assignments.get(who, ()))
    more = one_more(held, list(held.problem.resident_by_id).index(who))
    return {
        "resident": who,
        "coach": coach,
        "reached": parts.reached,
        "attainable": parts.attainable,
        "year": asdict(parts),
        "one_more": _more(more),
        "sentences": list(resident_sentences(who, coach, parts, more)),
    }


def _more(more: OneMore) -> dict[str, Any]:
    return {**asdict(more), "changes": dict(more.changes), "parts": dict(more.parts)}


def _session(held: Held, full: FullSession) -> dict[str, Any]:
    return {
        "session": full.session,
        "lack": full.lack.value,
        "program": full.program,
        "at_most": full.at_most,
        "gain": full.gain,
        "proven": full.proven,
        "changes": dict(full.changes),
        "sentence": session_sentence(held.problem, full),
    }

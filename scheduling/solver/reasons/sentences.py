"""Reasons in plain English: ids for people, ``Tue 3 Mar, AM`` for half-days."""

from collections.abc import Iterable, Iterator

from scheduling.domain.division import Division
from scheduling.domain.ids import ResidentId
from scheduling.domain.problem import Problem
from scheduling.domain.wording import counted
from scheduling.solver.infeasible.phrases import listed
from scheduling.solver.reasons.full_sessions import FullSession, Lack
from scheduling.solver.reasons.one_more import OneMore, Verdict

NAMED = 4


def resident_sentences(who: ResidentId, coach: str, parts: Division, more: OneMore) -> Iterator[str]:
    """What is reached, where the year goes, and what one more would cost."""
    if parts.rooms_or_tradeoff:
        yield (
            f"{who} reaches {parts.reached} of {parts.attainable} overlaps that weeks and coach {coach} allow."
        )
    else:
        yield f"{who} reaches {_all(parts.reached)} that weeks and coach {coach} allow."
    yield _year(parts)
    yield _one_more(who, more)


def session_sentence(problem: Problem, full: FullSession) -> str:
    """What one more would bring, and whether that is proven."""
    session = problem.session_by_id[full.session]
    what = "room" if full.lack is Lack.ROOM else f"preceptor of {full.program}"
    start = f"One more {what} on {session} would bring"
    if full.gain is None:
        return f"{start} at most {full.at_most:g} by the prices; it was not solved again."
    if full.gain == 0:
        return f"{start} nothing; that is {'proven' if full.proven else 'estimated'}."
    who = _changed(full.changes)
    gain = f"{full.gain:g} (proven)" if full.proven else f"{full.gain:g} to {full.at_most:g} (estimated)"
    return f"{start} {gain}{': ' + who if who else ''}."


def _all(count: int) -> str:
    return "the one overlap" if count == 1 else f"all {count} overlaps"


def _year(parts: Division) -> str:
    weeks = [
        f"{counted(parts.weeks_without_clinic, 'week')} without clinic ({parts.no_clinic})",
        f"shorter weeks ({parts.shorter_weeks})",
        f"{counted(parts.weeks_coach_away, 'week')} with the coach away ({parts.coach_away})",
        f"the coach there, but in no session that is allowed ({parts.coach_elsewhere})",
        f"the year's maximum ({parts.year_maximum})",
        f"rooms or a trade-off with others ({parts.rooms_or_tradeoff})",
    ]
    amounts = (
        parts.no_clinic, parts.shorter_weeks, parts.coach_away,
        parts.coach_elsewhere, parts.year_maximum, parts.rooms_or_tradeoff,
    )  # fmt: skip
    lost = [words for words, amount in zip(weeks, amounts, strict=True) if amount]
    full = f"A year of full weeks with the coach would be {parts.full_year}"
    return f"{full}; what is missing goes to {listed(lost)}." if lost else f"{full}."


def _one_more(who: ResidentId, more: OneMore) -> str:
    others = tuple((one, change) for one, change in more.changes if one != who)
    match more.verdict:
        case Verdict.CEILING:
            return f"No schedule with this coach gives {who} more."
        case Verdict.IMPOSSIBLE:
            return f"One more is impossible: {'; '.join(more.against) or 'only whole sessions stand against it'}."
        case Verdict.UNKNOWN:
            return "Whether one more is possible was not settled in the effort allowed."
        case Verdict.GAINS:
            rise = f"the score would rise by {-(more.cost or 0.0):g}"
            return f"One more is possible, and {rise}: this schedule is not the best."
    if not others:
        return f"One more would cost {_cost(more)}, and nobody an overlap."
    tie = ", a tie" if more.verdict is Verdict.FREE else ""
    return f"One more would cost {_cost(more)}{tie}: {_changed(others)}."


def _cost(more: OneMore) -> str:
    if more.verdict is Verdict.FREE:
        return "no score"
    if more.proven:
        return f"{more.cost:g} of the score (proven)"
    return f"at most {more.cost:g} and at least {more.at_least:g} of the score (estimated)"


def _changed(changes: Iterable[tuple[ResidentId, int]]) -> str:
    """``R002 would lose 1 and R003 would win 1``; losers first."""
    ordered = sorted(changes, key=lambda one: (one[1], one[0]))
    said = [f"{who} would {'win' if change > 0 else 'lose'} {abs(change)}" for who, change in ordered]
    if len(said) > NAMED:
        said = [*said[:NAMED], f"{len(said) - NAMED} more would win or lose"]
    return listed(said) if said else ""

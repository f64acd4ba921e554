"""What rows need and what rows hold, in words: one phrase for all rows of a rule that stand on one side."""

from collections.abc import Callable, Sized
from dataclasses import dataclass

from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.violations import Violation
from scheduling.domain.wording import counted

FEW = 3
SideKey = tuple[RuleId, bool, bool]  # the rule, whether its rows are needs, and whether they speak of faculty


@dataclass(frozen=True, slots=True)
class Side:
    """Rows of one rule that are needs, or that are capacities: what each says of itself, and their sum.

    ``count`` is the sum of their figures as the problem states them; ``amount`` is that sum at their prices.
    """

    rule: RuleId
    is_need: bool
    facts: tuple[Violation, ...]
    count: float
    amount: float

    @property
    def key(self) -> SideKey:
        """What tells it from the other sides of a sum; panels are not residents, though one rule speaks of both."""
        return self.rule, self.is_need, bool(self.faculty)

    @property
    def residents(self) -> tuple[str, ...]:
        """All residents concerned, each once."""
        return tuple(dict.fromkeys(who for fact in self.facts for who in fact.residents))

    @property
    def faculty(self) -> tuple[str, ...]:
        """All faculty concerned, each once."""
        return tuple(dict.fromkeys(who for fact in self.facts for who in fact.faculty))

    @property
    def sessions(self) -> tuple[str, ...]:
        """All sessions concerned, each once."""
        return tuple(dict.fromkeys(what for fact in self.facts for what in fact.sessions))


def phrase(problem: Problem, side: Side) -> str:
    """What the rows of one side need or hold, without a full stop."""
    if len(side.facts) == 1 and side.rule in _SAYS_ITSELF:
        return side.facts[0].message.removesuffix(".")
    say = (_NEEDS if side.is_need else _CAPACITIES).get(side.rule, _anything)
    return say(problem, side)


def weeks_text(weeks: list[int]) -> str:
    """``week 3``, ``weeks 3 to 5 and 8``."""
    ordered = sorted(set(weeks))
    runs: list[list[int]] = []
    for week in ordered:
        if runs and week == runs[-1][-1] + 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    said = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    return ("week " if len(ordered) == 1 else "weeks ") + listed(said)


def listed(words: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" and {words[-1]}"


def _who(ids: tuple[str, ...], one: str, many: str = "") -> str:
    return listed(list(ids)) if len(ids) <= FEW else counted(len(ids), one, many)


def _places(problem: Problem, side: Side) -> str:
    """The sessions themselves if they are few, else how many in which weeks."""
    sessions = [
        problem.session_by_id[known] for known in problem.session_by_id if known in set(side.sessions)
    ]
    if len(sessions) <= FEW:
        return listed([str(session) for session in sessions])
    return f"{len(sessions)} sessions of {weeks_text([problem.week_of(one.id) for one in sessions])}"


def _verb(subjects: Sized, one: str) -> str:
    return one.removesuffix("s") if len(subjects) > 1 else one


def _weekly_need(problem: Problem, side: Side) -> str:
    clinics = counted(round(side.count), "clinic")
    if len(side.residents) > 1:
        return f"{counted(len(side.facts), 'resident-week')} need {clinics}"
    weeks = [week for fact in side.facts for week in fact.weeks]
    return f"{side.residents[0]} needs {clinics} in {weeks_text(weeks)}"


def _yearly_need(problem: Problem, side: Side) -> str:
    clinics = counted(round(side.count), "clinic")
    need = _verb(side.residents, "needs")
    return f"{_who(side.residents, 'resident')} {need} {clinics} in the year"


def _gap_need(problem: Problem, side: Side) -> str:
    if len(side.facts) == 1:
        return f"{side.residents[0]} needs 1 clinic in {weeks_text(list(side.facts[0].weeks))}"
    runs = counted(len(side.facts), "run of weeks", "runs of weeks")
    need = _verb(side.facts, "needs")
    return f"{runs} without clinic would be too long and {need} {round(side.count)}"


def _pins_need(problem: Problem, side: Side) -> str:
    whose = _who(side.residents, "resident")
    return f"{counted(len(side.facts), 'pin')} of {whose} ask for {round(side.count)} on {_places(problem, side)}"


def _frozen_need(problem: Problem, side: Side) -> str:
    clinics = counted(round(side.count), "clinic")
    return f"{clinics} of {_who(side.residents, 'resident')} before the frozen date stay"


def _pairing_need(problem: Problem, side: Side) -> str:
    if side.residents:
        need = _verb(side.residents, "needs")
        return f"{_who(side.residents, 'resident')} {need} a coach"
    are = "are" if len(side.faculty) > 1 else "is"
    return f"{_who(side.faculty, 'coach', 'coaches')} {are} to coach at least {round(side.count)}"


def _rooms(problem: Problem, side: Side) -> str:
    return f"{_places(problem, side)} {_verb(side.sessions, 'holds')} {round(side.count)}"


def _supervision(problem: Problem, side: Side) -> str:
    who = "who offer" if problem.decides_faculty else "precepting in"
    return f"the faculty {who} {_places(problem, side)} may supervise {side.count:g}"


def _weekly_most(problem: Problem, side: Side) -> str:
    weeks = weeks_text([week for fact in side.facts for week in fact.weeks])
    if len(side.residents) > 1:
        return f"{counted(len(side.facts), 'resident-week')} take at most {round(side.count)}"
    allow = _verb(side.facts, "allows")
    return f"{weeks} {allow} {side.residents[0]} at most {round(side.count)}"


def _yearly_most(problem: Problem, side: Side) -> str:
    return f"the year allows {_who(side.residents, 'resident')} at most {round(side.count)}"


def _one_place(problem: Problem, side: Side) -> str:
    who = _who(side.residents, "resident")
    return f"{who} can be in {counted(round(side.count), 'session')} on {counted(len(side.facts), 'day')}"


def _not_listed(problem: Problem, side: Side) -> str:
    return f"{counted(len(side.facts), 'session')} of {_who(side.residents, 'resident')} are not allowed"


def _pinned_away(problem: Problem, side: Side) -> str:
    pins = counted(len(side.facts), "pin")
    return f"{pins} keep {_who(side.residents, 'resident')} away from {_places(problem, side)}"


def _frozen_most(problem: Problem, side: Side) -> str:
    return f"{_who(side.residents, 'resident')} had {counted(round(side.count), 'clinic')} before the frozen date"


def _pairing_most(problem: Problem, side: Side) -> str:
    if side.residents:
        return f"{counted(len(side.residents), 'resident')} may be paired with them"
    can = _verb(side.faculty, "takes")
    return f"{_who(side.faculty, 'coach', 'coaches')} {can} at most {counted(round(side.count), 'resident')}"


def _anything(problem: Problem, side: Side) -> str:
    """A rule without words of its own here: its rows speak for themselves."""
    facts = list(dict.fromkeys(fact.message for fact in side.facts))
    said = " ".join(facts[:FEW]).removesuffix(".")
    return said if len(facts) <= FEW else f"{said} (and {len(facts) - FEW} more)"


_SAYS_ITSELF = frozenset((RuleId.PINS, RuleId.FROZEN, RuleId.ELIGIBLE, RuleId.ONE_PLACE))
_NEEDS: dict[RuleId, Callable[[Problem, Side], str]] = {
    RuleId.WEEKLY_LOAD: _weekly_need,
    RuleId.YEARLY_LOAD: _yearly_need,
    RuleId.GAP: _gap_need,
    RuleId.PINS: _pins_need,
    RuleId.FROZEN: _frozen_need,
    RuleId.PAIRING: _pairing_need,
}
_CAPACITIES: dict[RuleId, Callable[[Problem, Side], str]] = {
    RuleId.ROOMS: _rooms,
    RuleId.SUPERVISION: _supervision,
    RuleId.WEEKLY_LOAD: _weekly_most,
    RuleId.YEARLY_LOAD: _yearly_most,
    RuleId.ONE_PLACE: _one_place,
    RuleId.ELIGIBLE: _not_listed,
    RuleId.PINS: _pinned_away,
    RuleId.FROZEN: _frozen_most,
    RuleId.PAIRING: _pairing_most,
}

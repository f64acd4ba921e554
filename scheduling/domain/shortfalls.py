"""What a problem asks for and plainly cannot have, found by sums alone; a solver may find more."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scheduling.domain.ids import RuleId, SessionId
from scheduling.domain.problem import Problem, Resident
from scheduling.domain.violations import Violation
from scheduling.domain.wording import counted


def shortfalls(problem: Problem) -> Iterator[Violation]:
    """Residents whose years cannot hold what they ask for, then weeks that ask for more than clinics hold."""
    for resident in problem.residents:
        yield from _of_resident(resident)
    yield from _of_weeks(problem)


def _of_resident(resident: Resident) -> Iterator[Violation]:
    reach = sum(week.max for week in resident.weeks)
    if reach < resident.year_min:
        message = (
            f"{resident.id} can attend at most {counted(reach, 'clinic')} in the year; "
            f"at least {resident.year_min} are asked."
        )
        yield Violation(RuleId.YEARLY_LOAD, message, (resident.id,))
    least = sum(week.min for week in resident.weeks)
    if least > resident.year_max:
        message = (
            f"The weeks of {resident.id} ask for {counted(least, 'clinic')}; "
            f"the year allows at most {resident.year_max}."
        )
        yield Violation(RuleId.YEARLY_LOAD, message, (resident.id,))


def _of_weeks(problem: Problem) -> Iterator[Violation]:
    """Against all rooms of a week's sessions, and against what those who could precept in them can supervise."""
    asked, weight = defaultdict[int, int](int), defaultdict[int, float](float)
    used = defaultdict[int, set[SessionId]](set)
    for resident in problem.residents:
        for week in resident.weeks:
            if week.min:
                asked[week.week] += week.min
                weight[week.week] += week.min * week.supervision_weight
                used[week.week].update(week.sessions)
    capacity = _supervision(problem)
    for number in sorted(asked):
        rooms = sum(problem.session_by_id[one].rooms for one in used[number])
        if rooms < asked[number]:
            message = f"Week {number} asks for {counted(asked[number], 'clinic')}; its sessions have {counted(rooms, 'room')}."
            yield Violation(RuleId.ROOMS, message, weeks=(number,))
        held = sum(capacity[one] for one in used[number])
        if held < weight[number]:
            message = (
                f"Week {number} asks for {weight[number]:g} of supervision; "
                f"those who could precept in it hold {held:g}."
            )
            yield Violation(RuleId.SUPERVISION, message, weeks=(number,))


def _supervision(problem: Problem) -> dict[SessionId, float]:
    found: dict[SessionId, float] = defaultdict(float)
    for member in problem.faculty:
        ratio = problem.program_by_id[member.program].supervision_ratio
        for one in member.offers:
            found[one] += ratio
    return found


def places(violations: Iterable[Violation]) -> dict[tuple[object, ...], Violation]:
    """Violations by what they concern, so that the same one is known again when its figures have changed."""
    return {(one.rule, one.residents, one.sessions, one.faculty, one.weeks): one for one in violations}

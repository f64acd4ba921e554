"""What must hold before a problem exists. Each check raises `ProblemError` in one line that names the place."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from math import isfinite
from typing import Protocol

from scheduling.domain.calendar import day_label
from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import Decision, FacultyId, SessionId
from scheduling.domain.problem_parts import FacultyMember, Objective, Resident, ResidentWeek, Statement

LARGEST = 10**9
MAX_WEEKS = 1040  # twenty years; keeps every date and window within reach


class Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


def check_problem(problem: Statement) -> None:
    """All checks, from the ids and the frame to the details."""
    for kind, things in _with_ids(problem):
        _check_ids(kind, things)
    _check_frame(problem)
    _check_rules(problem)
    check_objective(problem.objective)
    for program in problem.programs:
        number(program.supervision_ratio, f"program {program.id}: supervision_ratio")
    _check_sessions(problem)
    for member in problem.faculty:
        _check_faculty(problem, member)
    for resident in problem.residents:
        _check_resident(problem, resident)
    check_pins(problem)
    _check_wishes(problem)
    _check_published(problem)


def _with_ids(problem: Statement) -> Iterator[tuple[str, Iterable[Named]]]:
    yield "program", problem.programs
    yield "session", problem.sessions
    yield "faculty", problem.faculty
    yield "resident", problem.residents


def _check_ids(kind: str, things: Iterable[Named]) -> None:
    """No id is empty or used twice."""
    found: set[str] = set()
    for place, thing in enumerate(things):
        if not thing.id:
            raise ProblemError(f"{kind} number {place}: the id is empty.")
        if thing.id in found:
            raise ProblemError(f"{kind} {thing.id}: the id is used twice.")
        found.add(thing.id)


def whole(value: int, place: str, least: int = 0) -> None:
    """A whole number from ``least`` to a thousand million."""
    if not least <= value <= LARGEST:
        raise ProblemError(f"{place} must be a whole number from {least} to {LARGEST}, not {value}.")


def number(value: float, place: str, least: float = 0.0) -> None:
    """A finite number from ``least`` to a thousand million."""
    if not isfinite(value) or not least <= value <= LARGEST:
        raise ProblemError(f"{place} must be a number from {least:g} to {LARGEST}, not {value}.")


def no_repeats(items: Collection[str], place: str) -> None:
    """Nothing is listed twice."""
    if len(set(items)) != len(items):
        twice = next(item for item in items if list(items).count(item) > 1)
        raise ProblemError(f"{place}: {twice} is listed twice.")


def known(items: Iterable[str], among: Collection[str], place: str, kind: str) -> None:
    """Every id is that of something in the problem."""
    for item in items:
        if item not in among:
            raise ProblemError(f"{place}: unknown {kind} {item!r}.")


def _check_frame(problem: Statement) -> None:
    if problem.first_monday.weekday() != 0:
        raise ProblemError(
            f"first_monday: {problem.first_monday} is not a Monday ({day_label(problem.first_monday)})."
        )
    whole(problem.weeks, "weeks", 1)
    if (
        problem.weeks > MAX_WEEKS
        or problem.first_monday.toordinal() + 7 * problem.weeks > date.max.toordinal()
    ):
        raise ProblemError(f"weeks: {problem.weeks} weeks from {problem.first_monday} are too many.")
    if Decision.SESSIONS not in problem.decide:
        raise ProblemError("decide: 'sessions' is missing; sessions are always decided.")


def _check_rules(problem: Statement) -> None:
    whole(problem.rules.max_sessions_per_day, "rules: max_sessions_per_day", 1)
    whole(problem.rules.max_gap_weeks, "rules: max_gap_weeks", 1)
    whole(problem.rules.contact_window_weeks, "rules: contact_window_weeks", 1)


def check_objective(objective: Objective) -> None:
    """The score is concave: shares rise, weights never rise, and missing the coach is never rewarded."""
    place = "objective: overlap_pieces"
    previous_share, previous_weight = None, float(LARGEST)
    for index, piece in enumerate(objective.overlap_pieces):
        number(piece.weight, f"{place}[{index}]: the weight", -LARGEST)
        if piece.weight > previous_weight:
            raise ProblemError(
                f"{place}[{index}]: weights never rise, but {piece.weight:g} follows {previous_weight:g}."
            )
        if index and (previous_share is None or (piece.share is not None and piece.share <= previous_share)):
            raise ProblemError(f"{place}[{index}]: shares must rise.")
        if piece.share is not None and not 0 <= piece.share <= LARGEST:
            raise ProblemError(f"{place}[{index}]: the share must be a number from 0 to {LARGEST}.")
        previous_share, previous_weight = piece.share, piece.weight
    if objective.overlap_pieces and previous_share is not None and previous_weight < 0:
        raise ProblemError(f"{place}: weights rise from {previous_weight:g} to nothing; end with share null.")
    number(objective.missed_window, "objective: missed_window")
    number(objective.changed_assignment, "objective: changed_assignment", -LARGEST)
    number(objective.team_overlap, "objective: team_overlap", -LARGEST)


def _check_sessions(problem: Statement) -> None:
    for session in problem.sessions:
        place = f"session {session.id}"
        whole(session.rooms, f"{place}: rooms")
        whole(session.min_residents, f"{place}: min_residents")
        _inside(problem, session.half_day.date, f"{place}: date")


def _inside(problem: Statement, day: date, place: str) -> None:
    if not problem.first_monday <= day <= problem.last_day:
        raise ProblemError(
            f"{place}: {day} lies outside the weeks {problem.first_monday} to {problem.last_day}."
        )


def _check_faculty(problem: Statement, member: FacultyMember) -> None:
    place = f"faculty {member.id}"
    known([member.program], problem.program_by_id, place, "program")
    _check_range(member.panel_min, member.panel_max, place, "panel_min", "panel_max")
    for key, sessions in (
        ("sessions", member.sessions),
        ("present", member.present),
        ("offered", member.offered),
    ):
        no_repeats(sessions, f"{place}: {key}")
        known(sessions, problem.session_by_id, f"{place}: {key}", "session")
    if member.weekly_quota is not None:
        whole(member.weekly_quota, f"{place}: weekly_quota")


def _check_range(low: int, high: int, place: str, low_key: str, high_key: str) -> None:
    whole(low, f"{place}: {low_key}")
    whole(high, f"{place}: {high_key}")
    if low > high:
        raise ProblemError(f"{place}: {low_key} {low} is above {high_key} {high}.")


def _check_resident(problem: Statement, resident: Resident) -> None:
    place = f"resident {resident.id}"
    known([resident.program], problem.program_by_id, place, "program")
    whole(resident.pgy, f"{place}: pgy")
    _check_range(resident.year_min, resident.year_max, place, "year_min", "year_max")
    _check_coaches(problem, resident, place)
    no_repeats([str(week.week) for week in resident.weeks], f"{place}: weeks")
    for week in resident.weeks:
        _check_week(problem, week, f"{place}, week {week.week}")


def _check_coaches(problem: Statement, resident: Resident, place: str) -> None:
    if resident.coach is not None:
        known([resident.coach], problem.faculty_by_id, f"{place}: coach", "faculty")
    elif resident.coach_fixed:
        raise ProblemError(f"{place}: coach_fixed is true, but there is no coach.")
    elif Decision.PAIRING not in problem.decide:
        raise ProblemError(f"{place}: there is no coach, and 'pairing' is not in decide.")
    for key, faculty in (("candidates", resident.candidates or ()), ("team", resident.team)):
        no_repeats(faculty, f"{place}: {key}")
        known(faculty, problem.faculty_by_id, f"{place}: {key}", "faculty")
    last: date | None = None
    for earlier in resident.earlier_coaches:
        known([earlier.coach], problem.faculty_by_id, f"{place}: earlier_coaches", "faculty")
        _inside(problem, earlier.until, f"{place}: earlier_coaches: until")
        if last is not None and earlier.until <= last:
            raise ProblemError(f"{place}: earlier_coaches must be listed in the order of their dates.")
        last = earlier.until


def _check_week(problem: Statement, week: ResidentWeek, place: str) -> None:
    if not 0 <= week.week < problem.weeks:
        raise ProblemError(f"{place}: weeks run from 0 to {problem.weeks - 1}.")
    _check_range(week.min, week.max, place, "min", "max")
    number(week.supervision_weight, f"{place}: supervision_weight")
    no_repeats(week.sessions, place)
    known(week.sessions, problem.session_by_id, place, "session")
    for session in week.sessions:
        right = problem.week_of(session)
        if right != week.week:
            raise ProblemError(f"{place}: session {session} belongs to week {right}.")


def check_pins(problem: Statement) -> None:
    """Pins are of residents and sessions that are there."""
    for key, pins in (("attend", problem.pins.attend), ("avoid", problem.pins.avoid)):
        for resident, session in sorted(pins):
            known([resident], problem.resident_by_id, f"pins: {key}", "resident")
            known([session], problem.session_by_id, f"pins: {key}: {resident}", "session")


def _check_wishes(problem: Statement) -> None:
    _check_pairs(problem, "preferences", _preferences(problem), problem.session_by_id, "session")
    _check_pairs(problem, "affinities", _affinities(problem), problem.faculty_by_id, "faculty")


def _preferences(problem: Statement) -> Iterator[tuple[str, SessionId, float]]:
    return ((wish.resident, wish.session, wish.weight) for wish in problem.preferences)


def _affinities(problem: Statement) -> Iterator[tuple[str, FacultyId, float]]:
    return ((wish.resident, wish.faculty, wish.weight) for wish in problem.affinities)


def _check_pairs(
    problem: Statement,
    key: str,
    wishes: Iterable[tuple[str, str, float]],
    targets: Collection[str],
    kind: str,
) -> None:
    seen: set[tuple[str, str]] = set()
    for index, (resident, target, weight) in enumerate(wishes):
        place = f"{key}[{index}]"
        known([resident], problem.resident_by_id, place, "resident")
        known([target], targets, place, kind)
        number(weight, f"{place}: the weight", -LARGEST)
        if (resident, target) in seen:
            raise ProblemError(f"{place}: {resident} and {target} are listed twice.")
        seen.add((resident, target))


def _check_published(problem: Statement) -> None:
    for resident, sessions in (problem.published or {}).items():
        known([resident], problem.resident_by_id, "published", "resident")
        no_repeats(sessions, f"published: {resident}")  # sessions that no longer exist are no error
    if (
        problem.frozen_before is not None
        and problem.frozen_before.toordinal() != problem.last_day.toordinal() + 1
    ):
        _inside(problem, problem.frozen_before, "frozen_before")

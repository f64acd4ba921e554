"""Preceptor continuity in a published year: how steadily each resident is taught by the same people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean

from coaching.selectors.published import published_schedule
from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.continuity import bice_boxerman, sequential_continuity, supervisor_of
from scheduling.domain.program_year import Duty
from scheduling.models import Assignment, Precepting, Program, Schedule, ScheduleCoach, TeamMember

Stay = tuple[date, date | None]
"""From one date until another or still, both included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentContinuity:
    """One resident's sessions and measures; None where a measure is undefined."""

    name: str
    sessions: int
    with_team: int
    coci: float | None
    secon: float | None

    @property
    def coci_words(self) -> str:
        """``0.33``, or a dash where it is undefined."""
        return _words(self.coci)

    @property
    def secon_words(self) -> str:
        """``0.50``, or a dash where it is undefined."""
        return _words(self.secon)


@dataclass(frozen=True, slots=True)
class Continuity:
    """All residents of the year, the least steady first."""

    rows: tuple[ResidentContinuity, ...]

    @property
    def defined(self) -> int:
        """For how many residents the measures say something."""
        return sum(row.coci is not None for row in self.rows)

    @property
    def coci(self) -> str:
        """The mean over residents."""
        return _words(_mean(row.coci for row in self.rows))

    @property
    def secon(self) -> str:
        """The mean over residents."""
        return _words(_mean(row.secon for row in self.rows))


def preceptor_continuity(program: Program, now: datetime) -> Continuity:
    """The measures of the published year at ``now``. Five queries."""
    schedule = published_schedule(program, now.astimezone(program.zone).date())
    if schedule is None:
        return Continuity(())
    coaches = ScheduleCoach.objects.filter(schedule=schedule).select_related("resident")
    attended, teams = _attended(schedule), _teams(program)
    precepting = _precepting(schedule)
    rows = [
        _row(
            row.resident.full_name,
            row.faculty_id,
            attended[row.resident_id],
            precepting,
            teams[row.resident_id],
        )
        for row in coaches
    ]
    return Continuity(tuple(sorted(rows, key=lambda row: (row.coci is None, row.coci or 0, row.name))))


def _row(
    name: str,
    coach: int,
    attended: Sequence[tuple[HalfDay, int, bool]],
    precepting: Mapping[int, list[str]],
    teams: Mapping[str, list[Stay]],
) -> ResidentContinuity:
    supervisors, with_team = [], 0
    for half_day, session, is_together in sorted(attended):
        there, own = precepting.get(session, []), str(coach)
        team = _on(teams, half_day.date)
        # A coach who sees own patients is there without precepting.
        found = supervisor_of([own, *there] if is_together else there, own, team)
        if found is not None:
            supervisors.append(found)
            with_team += found != own and found in team
    return ResidentContinuity(
        name=name,
        sessions=len(supervisors),
        with_team=with_team,
        coci=bice_boxerman(supervisors),
        secon=sequential_continuity(supervisors),
    )


def _attended(schedule: Schedule) -> dict[int, list[tuple[HalfDay, int, bool]]]:
    found: dict[int, list[tuple[HalfDay, int, bool]]] = defaultdict(list)
    rows = Assignment.objects.filter(schedule=schedule).with_together()
    for resident, day, period, session, together in rows.values_list(
        "resident_id", "date", "period", "session_id", "together"
    ):
        found[resident].append((HalfDay(day, Period(period)), session, together))
    return found


def _precepting(schedule: Schedule) -> dict[int, list[str]]:
    """Who precepts in each session, by name."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Precepting.objects.filter(schedule=schedule, duty=Duty.PRECEPTS).order_by("faculty__name")
    for session, faculty in rows.values_list("session_id", "faculty_id"):
        found[session].append(str(faculty))
    return found


def _teams(program: Program) -> dict[int, dict[str, list[Stay]]]:
    """By resident the faculty with whom they share a team, and when."""
    residents: dict[int, list[tuple[int, Stay]]] = defaultdict(list)
    faculty: dict[int, list[tuple[str, Stay]]] = defaultdict(list)
    rows = TeamMember.objects.filter(team__program=program, nurse__isnull=True)
    for team, resident, member, first, last in rows.values_list(
        "team_id", "resident_id", "faculty_id", "first_date", "last_date"
    ):
        if resident:
            residents[team].append((resident, (first, last)))
        if member:
            faculty[team].append((str(member), (first, last)))
    found: dict[int, dict[str, list[Stay]]] = defaultdict(lambda: defaultdict(list))
    for team, members in residents.items():
        for resident, stay in members:
            for mate, other in faculty[team]:
                found[resident][mate].append(_both(stay, other))
    return found


def _both(one: Stay, other: Stay) -> Stay:
    """The time that two stays share; it ends before it begins where they share none."""
    ends = [last for _, last in (one, other) if last is not None]
    return max(one[0], other[0]), min(ends, default=None)


def _on(teams: Mapping[str, list[Stay]], day: date) -> Collection[str]:
    return {
        member
        for member, stays in teams.items()
        if any(first <= day and (last is None or day <= last) for first, last in stays)
    }


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _words(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"

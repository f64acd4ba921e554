"""Two versions side by side, and one as a table to take away."""

from dataclasses import dataclass

from scheduling.domain.score import Score
from scheduling.exchange.schedule_table import ScheduleRow, ScheduleTable
from scheduling.models import AcademicYear, Schedule
from scheduling.selectors.program_year import program_year
from scheduling.selectors.schedule_changes import ResidentChanges, resident_changes, roster_of
from scheduling.selectors.schedule_content import Content, content_of
from scheduling.selectors.score_parts import version_score


@dataclass(frozen=True, slots=True)
class VersionPair:
    """What differs from one version to another, and the totals of both."""

    earlier: Schedule
    later: Schedule
    changes: tuple[ResidentChanges, ...]
    clinics: tuple[int, int]
    together: tuple[int, int]
    scores: tuple[Score, Score] | None
    """By the program's data as they are today; None where these do not fit together."""


def version_pair(earlier: Schedule, later: Schedule) -> VersionPair:
    """Compare any two versions of a year, in a fixed number of queries."""
    before, after = content_of(earlier), content_of(later)
    return VersionPair(
        earlier,
        later,
        resident_changes(before, after, roster_of(later.year)),
        (_clinics(before), _clinics(after)),
        (_together(before), _together(after)),
        _scores(earlier, later),
    )


def versions_to_compare(year: AcademicYear) -> list[Schedule]:
    """All versions of a year, the newest first."""
    return list(year.schedules.select_related("year__program").order_by("-version"))


def schedule_table(schedule: Schedule) -> ScheduleTable:
    """A version as a table, residents by class and name, in six queries."""
    content, roster = content_of(schedule), roster_of(schedule.year)
    keys = content.attended.keys() | content.coaches.keys()
    rows = [
        ScheduleRow(
            roster.residents[key].name,
            roster.pgy.get(key),
            roster.faculty[content.coaches[key]].name if key in content.coaches else "",
            content.seats(key),
        )
        for key in keys
    ]
    rows.sort(key=lambda row: (-(row.pgy or 0), row.name))
    state = schedule.get_state_display().lower()
    return ScheduleTable(f"{schedule.year}, version {schedule.version} ({state})", rows)


def _scores(earlier: Schedule, later: Schedule) -> tuple[Score, Score] | None:
    described = program_year(later.year)
    before, after = version_score(earlier, described), version_score(later, described)
    return None if before is None or after is None else (before, after)


def _clinics(content: Content) -> int:
    return sum(map(len, content.attended.values()))


def _together(content: Content) -> int:
    return sum(seat.together for resident in content.attended for seat in content.seats(resident).values())

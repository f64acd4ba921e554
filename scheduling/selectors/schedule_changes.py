"""What differs between two versions of a schedule, resident by resident."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scheduling.domain.seats import Change, changes_between
from scheduling.models import AcademicYear, Faculty, Resident, ResidentYear
from scheduling.selectors.schedule_content import Content


@dataclass(frozen=True, slots=True)
class ResidentChanges:
    """The half-days that differ for one resident; ``coach`` is whose overlaps the later version counts."""

    resident: Resident
    pgy: int | None
    coach: Faculty | None
    changes: tuple[Change, ...]

    @property
    def together(self) -> int:
        """Half-days together gained, or lost if negative."""
        return sum(change.together for change in self.changes)

    def to_come(self, today: date) -> tuple[Change, ...]:
        """What lies ahead."""
        return tuple(change for change in self.changes if change.half_day.date >= today)

    def been(self, today: date) -> tuple[Change, ...]:
        """What lies behind."""
        return tuple(change for change in self.changes if change.half_day.date < today)


@dataclass(frozen=True, slots=True)
class Roster:
    """The people whom versions of a year speak of, by key."""

    residents: Mapping[int, Resident]
    faculty: Mapping[int, Faculty]
    pgy: Mapping[int, int]


def roster_of(year: AcademicYear) -> Roster:
    """In three queries."""
    residents = Resident.objects.filter(program=year.program).select_related("user")
    faculty = Faculty.objects.filter(program=year.program).select_related("user")
    pgy = ResidentYear.objects.filter(year=year).values_list("resident_id", "pgy")
    return Roster({row.pk: row for row in residents}, {row.pk: row for row in faculty}, dict(pgy))


def resident_changes(before: Content, after: Content, roster: Roster) -> tuple[ResidentChanges, ...]:
    """Everybody for whom something differs, by whose first change comes first, then by name."""
    concerned = before.attended.keys() | after.attended.keys()
    found = (_of(roster.residents[key], before, after, roster) for key in concerned)
    rows = [row for row in found if row.changes]
    return tuple(sorted(rows, key=lambda row: (row.changes[0].half_day, row.resident.name)))


def _of(resident: Resident, before: Content, after: Content, roster: Roster) -> ResidentChanges:
    key = resident.pk
    coach = after.coaches.get(key, before.coaches.get(key))
    return ResidentChanges(
        resident,
        roster.pgy.get(key),
        None if coach is None else roster.faculty[coach],
        changes_between(before.seats(key), after.seats(key)),
    )

"""Residents, faculty, when they are away, and who coaches whom."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from scheduling.exchange.workbook.tables import PersonKind
from scheduling.models import Absence, Faculty, FacultyHalfDay, Pairing, Resident, ResidentYear
from scheduling.selectors.years import program_today
from scheduling.services.importing.clinic_tables import Fields
from scheduling.services.importing.differences import Held, Key, Values
from scheduling.services.importing.table import Table, by_key

CONTACT = ("email", "phone", "pager", "pronouns")


class FacultyTable(Table):
    """Faculty. One whom the file does not name keeps their row; they have no half-days in this year."""

    label = "Faculty"
    model = Faculty
    key = ("name",)
    values = ("name", *CONTACT, "panel_min", "panel_max", "weekly_quota")
    person = 0
    kept_when_blank = frozenset(CONTACT)

    def wanted(self) -> dict[Key, Values]:
        """A row a person."""
        return {
            (row.name,): {name: getattr(row, name) for name in self.values} for row in self.tables.faculty
        }

    def rows(self) -> "models.QuerySet[Any]":
        """Faculty whom the file names, under their present or earlier name."""
        names = {row.name for row in self.tables.faculty} | set(self.scope.renamed)
        return Faculty.objects.filter(program=self.scope.program, name__in=names)

    def fields(self) -> Fields:
        """Program, name, contact and limits."""
        return lambda _key, values: {"program": self.scope.program, **values}


class FacultyHalfDayTable(Table):
    """The weekly pattern of the year."""

    label = "Faculty half-days"
    model = FacultyHalfDay
    key = ("faculty__name", "weekday", "period", "site__code", "duty")
    values = ("weeks_of_month",)
    person = 0

    def wanted(self) -> dict[Key, Values]:
        """A row a person, half-day of the week, site and duty."""
        first_site = self.tables.clinic.sites[0].code
        weeks: dict[Key, set[int]] = defaultdict(set)
        for row in self.tables.faculty:
            for (weekday, period), cells in row.pattern.items():
                for cell in cells:
                    key = (row.name, weekday, str(period), cell.site or first_site, str(cell.duty))
                    weeks[key] |= cell.weeks_of_month
        return {key: {"weeks_of_month": sorted(nth)} for key, nth in weeks.items()}

    def rows(self) -> "models.QuerySet[Any]":
        """All of the year."""
        return FacultyHalfDay.objects.filter(year=self.scope.year)

    def fields(self) -> Fields:
        """Person, year, half-day, site, duty and weeks."""
        faculty, sites = self.scope.faculty(), self.scope.sites()
        return lambda key, values: {
            "faculty_id": faculty[key[0]], "year": self.scope.year, "weekday": key[1], "period": key[2],
            "site_id": sites[key[3]], "duty": key[4], **values,
        }  # fmt: skip


class ResidentTable(Table):
    """Residents. One whom the file does not name keeps their row and history."""

    label = "Residents"
    model = Resident
    key = ("name",)
    values = ("name", *CONTACT, "program_start", "off_cycle")
    person = 0
    kept_when_blank = frozenset({*CONTACT, "program_start"})

    def wanted(self) -> dict[Key, Values]:
        """A row a person."""
        return {
            (row.name,): {name: getattr(row, name) for name in self.values} for row in self.tables.residents
        }

    def rows(self) -> "models.QuerySet[Any]":
        """Residents whom the file names, under their present or earlier name."""
        names = {row.name for row in self.tables.residents} | set(self.scope.renamed)
        return Resident.objects.filter(program=self.scope.program, name__in=names)

    def fields(self) -> Fields:
        """Program, name and contact."""
        return lambda _key, values: {"program": self.scope.program, **values}


class ResidentYearTable(Table):
    """Class and yearly clinics."""

    label = "Residents of the year"
    model = ResidentYear
    key = ("resident__name",)
    values = ("pgy", "clinics_min", "clinics_max")
    person = 0

    def wanted(self) -> dict[Key, Values]:
        """A row a resident."""
        return {
            (row.name,): {name: getattr(row, name) for name in self.values} for row in self.tables.residents
        }

    def rows(self) -> "models.QuerySet[Any]":
        """All of the year."""
        return ResidentYear.objects.filter(year=self.scope.year)

    def fields(self) -> Fields:
        """Resident, year, class and clinics."""
        residents = self.scope.residents()
        return lambda key, values: {"resident_id": residents[key[0]], "year": self.scope.year, **values}


class AbsenceTable(Table):
    """Absences that touch the year, of residents or of faculty."""

    model = Absence
    values = ("reason",)
    person = 0
    kind: PersonKind

    def wanted(self) -> dict[Key, Values]:
        """A row a person and stretch of dates."""
        return by_key(
            ((row.person, row.first, row.last, str(row.period or "")), {"reason": row.reason})
            for row in self.tables.away
            if row.kind is self.kind
        )

    def rows(self) -> "models.QuerySet[Any]":
        """Absences of the program's people that touch the year."""
        clinic = self.tables.clinic
        return Absence.objects.filter(
            **{f"{self.kind}__program": self.scope.program},
            first_date__lte=clinic.last_day,
            last_date__gte=clinic.first_day,
        )

    def fields(self) -> Fields:
        """Person, dates, half-day and reason."""
        people = self.scope.residents() if self.kind is PersonKind.RESIDENT else self.scope.faculty()
        return lambda key, values: {
            f"{self.kind}_id": people[key[0]], "first_date": key[1], "last_date": key[2], "period": key[3], **values,
        }  # fmt: skip

    def remove(self, removed: Mapping[Key, Held]) -> None:
        """Take an absence out of the file's year; what lies before or after the year stays, it is another file's."""
        clinic = self.tables.clinic
        beyond = Q(first_date__lt=clinic.first_day) | Q(last_date__gt=clinic.last_day)
        edges = list(self.rows().filter(beyond, pk__in=[row.pk for row in removed.values()]))
        super().remove(removed)
        kept = [
            Absence(
                resident_id=absence.resident_id, faculty_id=absence.faculty_id, first_date=first, last_date=last,
                period=absence.period, reason=absence.reason,
            )
            for absence in edges
            for first, last in (
                (absence.first_date, min(absence.last_date, clinic.first_day - timedelta(days=1))),
                (max(absence.first_date, clinic.last_day + timedelta(days=1)), absence.last_date),
            )
            if first <= last
        ]  # fmt: skip
        Absence.objects.bulk_create(kept, ignore_conflicts=True)


class ResidentAbsenceTable(AbsenceTable):
    """Absences of residents."""

    label = "Residents away"
    key = ("resident__name", "first_date", "last_date", "period")
    kind = PersonKind.RESIDENT


class FacultyAbsenceTable(AbsenceTable):
    """Absences of faculty."""

    label = "Faculty away"
    key = ("faculty__name", "first_date", "last_date", "period")
    kind = PersonKind.FACULTY


class PairingTable(Table):
    """Coaches that the file names. A blank coach says nothing: a pairing that is held stays, unless the coach is not
    among the file's faculty any more."""

    label = "Coaches"
    model = Pairing
    key = ("resident__name",)
    values = ("faculty__name",)
    person = 0

    def wanted(self) -> dict[Key, Values]:
        """A row a resident with a coach."""
        return {(row.name,): {"faculty__name": row.coach} for row in self.tables.residents if row.coach}

    def rows(self) -> "models.QuerySet[Any]":
        """Current pairings of the residents for whom the file names a coach, and those with a coach who has left."""
        paired = self._held_as({row.name for row in self.tables.residents if row.coach})
        unpaired = self._held_as({row.name for row in self.tables.residents if not row.coach})
        present = self._held_as({row.name for row in self.tables.faculty})
        left = Q(resident__name__in=unpaired) & ~Q(faculty__name__in=present)
        return Pairing.objects.filter(
            Q(resident__name__in=paired) | left, resident__program=self.scope.program, last_date__isnull=True
        )

    def _held_as(self, names: set[str]) -> set[str]:
        """The names, and those under which the same people may still be held."""
        return names | {old for old, new in self.scope.renamed.items() if new in names}

    def held(self) -> dict[Key, Held]:
        """Current pairings, under the coaches' names as the file has them."""
        renamed = self.scope.renamed
        return {
            key: Held(
                row.pk,
                {"faculty__name": renamed.get(row.values["faculty__name"], row.values["faculty__name"])},
            )
            for key, row in super().held().items()
        }

    def fields(self) -> Fields:
        """Resident, coach and since when: as the file says, else from the start of the year."""
        residents, faculty = self.scope.residents(), self.scope.faculty()
        since = {row.name: row.coach_since for row in self.tables.residents}
        return lambda key, values: {
            "resident_id": residents[key[0]],
            "faculty_id": faculty[values["faculty__name"]],
            "first_date": since[key[0]] or self.tables.clinic.first_day,
            "reason": "imported",
        }

    def change(self, changed: Mapping[Key, tuple[Held, Values]]) -> None:
        """Another coach: the old pairing ends the day before, and stays as history."""
        fields = self.fields()
        for key, (row, values) in changed.items():
            new = fields(key, values)
            old = Pairing.objects.get(pk=row.pk)
            new["first_date"] = max(new["first_date"], old.first_date + timedelta(days=1))
            old.last_date = new["first_date"] - timedelta(days=1)
            old.save(update_fields=["last_date"])
            Pairing.objects.create(**new)

    def remove(self, removed: Mapping[Key, Held]) -> None:
        """The coach has left: the pairing ends before the year, or today within it, and stays as history."""
        if self.scope.program is None:
            return
        end = max(self.tables.clinic.first_day - timedelta(days=1), program_today(self.scope.program))
        for pairing in Pairing.objects.filter(pk__in=[row.pk for row in removed.values()]):
            pairing.last_date = max(end, pairing.first_date)
            pairing.save(update_fields=["last_date"])


FACULTY_TABLES: tuple[type[Table], ...] = (FacultyTable, FacultyHalfDayTable)
RESIDENT_TABLES: tuple[type[Table], ...] = (ResidentTable, ResidentYearTable)
AWAY_TABLES: tuple[type[Table], ...] = (ResidentAbsenceTable, FacultyAbsenceTable, PairingTable)

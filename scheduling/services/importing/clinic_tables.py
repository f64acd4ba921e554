"""Program, year, sites, holidays, teaching and sessions: what the Clinic sheet and its companions say."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from scheduling.domain.calendar import Period
from scheduling.exchange.workbook.sessions import planned_sessions
from scheduling.models import AcademicYear, Holiday, Program, ProtectedTeaching, Session, Site
from scheduling.services.importing.differences import Held, Key, Values
from scheduling.services.importing.table import Table

Fields = Callable[[Key, Values], dict[str, Any]]


class ProgramTable(Table):
    """The program's settings."""

    label = "Settings"
    model = Program
    key = ("name",)
    values = (
        "time_zone",
        "clinic_line",
        "residents_per_preceptor",
        "sessions_per_day",
        "max_gap_weeks",
        "contact_window_weeks",
        "intern_weight",
        "intern_months",
        "own_clinic_counts",
    )
    kept_when_blank = frozenset({"clinic_line"})

    def wanted(self) -> dict[Key, Values]:
        """One row."""
        clinic = self.tables.clinic
        said = {
            "sessions_per_day": clinic.clinics_per_day,
            **{name: getattr(clinic, name) for name in self.values if name != "sessions_per_day"},
        }
        return {(clinic.program,): said}

    def rows(self) -> "models.QuerySet[Any]":
        """The program itself."""
        return Program.objects.filter(name=self.tables.clinic.program)

    def fields(self) -> Fields:
        """Name and settings."""
        return lambda key, values: {"name": key[0], **values}

    def add(self, added: Mapping[Key, Values]) -> None:
        """Make the program that the file is the first to name."""
        super().add(added)
        if added:
            self.scope.program = Program.objects.get(name=self.tables.clinic.program)


class YearTable(Table):
    """The academic year."""

    label = "Academic year"
    model = AcademicYear
    key = ("first_monday",)
    values = ("name", "weeks")

    def wanted(self) -> dict[Key, Values]:
        """One row."""
        clinic = self.tables.clinic
        return {(clinic.first_monday,): {"name": clinic.year_label, "weeks": clinic.weeks}}

    def rows(self) -> "models.QuerySet[Any]":
        """The year that starts on the same Monday."""
        return AcademicYear.objects.filter(
            program=self.scope.program, first_monday=self.tables.clinic.first_monday
        )

    def fields(self) -> Fields:
        """Program, first Monday, name and length."""
        return lambda key, values: {"program": self.scope.program, "first_monday": key[0], **values}

    def add(self, added: Mapping[Key, Values]) -> None:
        """Make the year that the file is the first to name."""
        super().add(added)
        self.scope.year = self.rows().get()


class SiteTable(Table):
    """Clinic sites; one that the file does not name stays, since other sheets may still use it."""

    label = "Sites"
    model = Site
    key = ("code",)
    values = (
        "name",
        "letter",
        "phone",
        "rooms",
        "am_start",
        "am_end",
        "pm_start",
        "pm_end",
        "eve_start",
        "eve_end",
    )
    kept_when_blank = frozenset({"phone"})

    def wanted(self) -> dict[Key, Values]:
        """A row a site."""
        found: dict[Key, Values] = {}
        for site in self.tables.clinic.sites:
            hours = {
                f"{period.lower()}_{edge}": site.hours[period][place]
                for period in Period
                if period in site.hours
                for place, edge in enumerate(("start", "end"))
            }
            found[(site.code,)] = {
                "name": site.name, "letter": site.letter, "phone": site.phone, "rooms": site.rooms, **hours
            }  # fmt: skip
        return found

    def rows(self) -> "models.QuerySet[Any]":
        """Sites of the program that the file names."""
        codes = [site.code for site in self.tables.clinic.sites]
        return Site.objects.filter(program=self.scope.program, code__in=codes)

    def fields(self) -> Fields:
        """Program, code and the rest."""
        return lambda key, values: {"program": self.scope.program, "code": key[0], **values}


class HolidayTable(Table):
    """Dates without clinic at any site."""

    label = "Holidays"
    model = Holiday
    key = ("date",)
    values = ("name",)

    def wanted(self) -> dict[Key, Values]:
        """A row a date."""
        return {(row.date,): {"name": row.name} for row in self.tables.clinic.holidays}

    def rows(self) -> "models.QuerySet[Any]":
        """Holidays inside the file's year."""
        clinic = self.tables.clinic
        return Holiday.objects.filter(
            program=self.scope.program, date__range=(clinic.first_day, clinic.last_day)
        )

    def fields(self) -> Fields:
        """Program, date and name."""
        return lambda key, values: {"program": self.scope.program, "date": key[0], **values}


class TeachingTable(Table):
    """Protected teaching."""

    label = "Protected teaching"
    model = ProtectedTeaching
    key = ("weekday", "period", "pgys", "weeks_of_month")

    def wanted(self) -> dict[Key, Values]:
        """The half-day without clinic, and what the Teaching sheet adds."""
        slots: list[Key] = [
            (weekday, str(period), (), ()) for weekday, period in self.tables.clinic.teaching_slots
        ]
        rows: list[Key] = [
            (row.weekday, str(row.period), tuple(sorted(row.pgys)), tuple(sorted(row.weeks_of_month)))
            for row in self.tables.clinic.teaching
        ]
        return {key: {} for key in slots + rows}

    def rows(self) -> "models.QuerySet[Any]":
        """All of the program's."""
        return ProtectedTeaching.objects.filter(program=self.scope.program)

    def fields(self) -> Fields:
        """Program, half-day of the week, classes and weeks."""
        return lambda key, _values: {
            "program": self.scope.program, "weekday": key[0], "period": key[1],
            "pgys": list(key[2]), "weeks_of_month": list(key[3]),
        }  # fmt: skip


class SessionTable(Table):
    """Sessions. One that the file no longer has is closed, never removed: a schedule may stand on it."""

    label = "Sessions"
    model = Session
    key = ("site__code", "date", "period")
    values = ("rooms", "note")

    def wanted(self) -> dict[Key, Values]:
        """A row a site and half-day of the year."""
        return {
            (session.site, session.half_day.date, str(session.half_day.period)): {
                "rooms": session.rooms,
                "note": session.why,
            }
            for session in planned_sessions(self.tables.clinic)
        }

    def rows(self) -> "models.QuerySet[Any]":
        """Sessions of the year that are open, or that the file names."""
        clinic = self.tables.clinic
        return Session.objects.filter(
            site__program=self.scope.program, date__range=(clinic.first_day, clinic.last_day)
        )

    def held(self) -> dict[Key, Held]:
        """Sessions of the year; closed ones that the file does not name are no difference."""
        wanted = self.wanted()
        return {key: row for key, row in super().held().items() if key in wanted or row.values["rooms"] > 0}

    def fields(self) -> Fields:
        """Site, half-day, rooms and why they differ."""
        sites = self.scope.sites()
        return lambda key, values: {"site_id": sites[key[0]], "date": key[1], "period": key[2], **values}

    def remove(self, removed: Mapping[Key, Held]) -> None:
        """Close what is no longer named."""
        Session.objects.filter(pk__in=[row.pk for row in removed.values()]).update(
            rooms=0, note="no longer planned"
        )


CLINIC_TABLES: tuple[type[Table], ...] = (
    ProgramTable, YearTable, SiteTable, HolidayTable, TeachingTable, SessionTable,
)  # fmt: skip

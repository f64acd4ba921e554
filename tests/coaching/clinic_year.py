"""A published year in one line per half-day: who attends, who precepts, who is together."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone

from scheduling.models import (
    AcademicYear,
    Faculty,
    Holiday,
    Precepting,
    Program,
    Resident,
    Schedule,
    ScheduleCoach,
    ScheduleState,
    Session,
    Site,
)
from tests.factories import assign, make_resident_year, make_schedule, make_site, make_year, precept

NEW_YORK = ZoneInfo("America/New_York")


def at(clock: str, zone: str = "America/New_York") -> datetime:
    """A moment on the program's clock: ``2026-11-23 13:20``."""
    return datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone))


@dataclass(frozen=True)
class ClinicYear:
    """A program's year 2026-2027 with two sites and a published schedule."""

    program: Program
    year: AcademicYear
    main: Site
    east: Site
    schedule: Schedule

    def coached(
        self, resident: Resident, faculty: Faculty, *, attainable: int | None = 26, pgy: int = 2
    ) -> None:
        """The schedule counts this coach for the resident."""
        make_resident_year(resident, self.year, pgy=pgy)
        ScheduleCoach.objects.create(
            schedule=self.schedule, resident=resident, faculty=faculty, attainable=attainable
        )
        self.raise_edition()

    def raise_edition(self) -> None:
        """What every service does that writes into a version."""
        Schedule.objects.filter(pk=self.schedule.pk).update(edition=F("edition") + 1)

    def session(self, day: str, period: str = "AM", site: Site | None = None) -> Session:
        """The session of that half-day."""
        return Session.objects.get_or_create(
            site=site or self.main, date=date.fromisoformat(day), period=period, defaults={"rooms": 8}
        )[0]

    def attends(self, resident: Resident, *days: str, period: str = "AM", site: Site | None = None) -> None:
        """The resident is in clinic on those days."""
        for day in days:
            assign(self.schedule, resident, self.session(day, period, site))
        self.raise_edition()

    def precepts(
        self,
        faculty: Faculty,
        *days: str,
        period: str = "AM",
        site: Site | None = None,
        duty: str = "precepts",
    ) -> None:
        """The faculty member is in clinic on those days."""
        for day in days:
            row = precept(self.schedule, faculty, self.session(day, period, site))
            Precepting.objects.filter(pk=row.pk).update(duty=duty)
        self.raise_edition()

    def together(self, resident: Resident, faculty: Faculty, *days: str, period: str = "AM") -> None:
        """Both are at Main on those days."""
        self.attends(resident, *days, period=period)
        for day in days:
            if not Precepting.objects.filter(faculty=faculty, date=day, period=period).exists():
                self.precepts(faculty, day, period=period)

    def holiday(self, day: str, name: str = "Thanksgiving") -> None:
        """No clinic on that date."""
        Holiday.objects.create(program=self.program, date=date.fromisoformat(day), name=name)


def make_clinic_year(program: Program) -> ClinicYear:
    """Two sites in New York; version 3 is published."""
    year = make_year(program)
    return ClinicYear(
        program=program,
        year=year,
        main=make_site(program, code="MAIN", name="Main", letter="M"),
        east=make_site(program, code="EAST", name="East", letter="E"),
        schedule=make_schedule(year, state=ScheduleState.PUBLISHED, version=3, published_at=timezone.now()),
    )

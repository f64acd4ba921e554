"""A year to roll over: three classes, an off-cycle resident, a coach who leaves, rooms lent, a holiday."""

from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.exchange.intern_list import Intern
from scheduling.models import AcademicYear, Faculty, Holiday, Program, ProtectedTeaching, Resident, Session
from scheduling.services.rolling_over.asked import Asked
from scheduling.services.rolling_over.plan import Plan
from tests.factories import (
    make_faculty,
    make_pairing,
    make_program,
    make_resident,
    make_resident_year,
)
from tests.scheduling_pages.years import WEEKS, SmallYear, make_small_year

NEXT_MONDAY = date(2026, 6, 29) + timedelta(weeks=WEEKS)
LAST_SUNDAY = NEXT_MONDAY - timedelta(days=1)


@dataclass(frozen=True)
class Rolling:
    """The year that ends; its residents are Nadia (PGY-1), Tomas (2) and Chidi (3), all with Dr. Lindqvist."""

    small: SmallYear
    leaver: Faculty
    off_cycle: Resident

    @property
    def program(self) -> Program:
        """Whose year it is."""
        return self.small.program

    @property
    def year(self) -> AcademicYear:
        """The year that ends."""
        return self.small.year

    def asked(self, **changes: object) -> Asked:
        """The usual answers: one intern comes in, one holiday moves along."""
        given = {
            "first_monday": NEXT_MONDAY,
            "weeks": WEEKS,
            "name": "2027-2028",
            "interns": (Intern("Sandoval, Alma", "alma@example.org"),),
            "holidays": ((NEXT_MONDAY + timedelta(days=4), "Founders' day"),),
            **changes,
        }
        return Asked(**given)  # type: ignore[arg-type]

    def plan(self, **changes: object) -> Plan:
        """The plan for the usual answers."""
        return Plan(self.year, self.asked(**changes))


def make_rolling(program: Program | None = None) -> Rolling:
    """Save it all."""
    small = make_small_year(program or make_program("Rolling Program"), residents=3)
    for resident in small.residents:
        make_pairing(resident, small.coach)
    off_cycle = make_resident(small.program, "Quist, Odd", off_cycle=True)
    make_resident_year(off_cycle, small.year, pgy=3, clinics_min=7, clinics_max=9)
    leaver = make_faculty(small.program, "Ferrand, Luc", left_on=NEXT_MONDAY + timedelta(weeks=2))
    make_pairing(off_cycle, leaver)
    gone = make_faculty(small.program, "Gone, Gus", left_on=NEXT_MONDAY)
    gone.half_days.create(year=small.year, site=small.site, weekday=1, period="AM", duty="precepts")
    Session.objects.filter(site=small.site, date="2026-07-06").update(rooms=1, note="Lent")
    Session.objects.create(site=small.site, date="2026-07-08", period="PM", rooms=2)
    Holiday.objects.create(program=small.program, date="2026-07-03", name="Founders' day")
    ProtectedTeaching.objects.create(program=small.program, weekday=2, period="PM")
    return Rolling(small, leaver, off_cycle)

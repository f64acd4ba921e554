"""Whom a round asks: everybody of the program who is here and can be reached. Nobody is picked and nobody left out."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from coaching.models import Breakdown
from scheduling.models import Faculty, Pairing, Program, Resident, ResidentYear
from scheduling.selectors.telling import address_of
from scheduling.selectors.years import current_year, program_today


@dataclass(frozen=True, slots=True)
class Invited:
    """One person with the class and the coach of that day."""

    person: Resident | Faculty
    pgy: int | None = None
    coach: int | None = None

    def label(self, breakdown: str) -> str:
        """The group they would belong to, before it is made coarse; empty without a breakdown."""
        role = "Residents" if isinstance(self.person, Resident) else "Faculty"
        if breakdown == Breakdown.PGY and isinstance(self.person, Resident):
            return f"PGY-{self.pgy}" if self.pgy else "No PGY"
        return "" if breakdown == Breakdown.NONE else role


def invited_to(program: Program, now: datetime, *, with_faculty: bool) -> list[Invited]:
    """Residents, and faculty if they are asked, too. Four queries at most, and one more with faculty."""
    today = program_today(program, now)
    year = current_year(program, today)
    begun = Q(program_start__isnull=True) | Q(program_start__lte=today)
    residents = (
        Resident.objects.filter(begun, program=program).here_on(today).select_related("user", "program")
    )
    pgys = dict(ResidentYear.objects.filter(year=year).values_list("resident_id", "pgy"))
    coaches = dict(
        Pairing.objects.on(today).filter(resident__program=program).values_list("resident_id", "faculty_id")
    )
    found = [Invited(one, pgys.get(one.pk), coaches.get(one.pk)) for one in residents]
    if with_faculty:
        faculty = Faculty.objects.filter(program=program).here_on(today).select_related("user", "program")
        found += [Invited(one) for one in faculty]
    return [one for one in found if address_of(one.person, today)]

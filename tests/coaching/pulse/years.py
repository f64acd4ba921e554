"""Rounds in several academic years."""

from datetime import date, timedelta

import time_machine

from coaching.domain.pulse import Paper
from coaching.models import Breakdown, PulseCoachFigure, PulseRound
from tests.coaching.clinic_year import at
from tests.coaching.pulse_program import PulseProgram


def year_round(pulse: PulseProgram, number: int, papers: list[Paper]) -> PulseRound:
    """The round of one academic year, counted from 0; the year is made if need be."""
    with time_machine.travel(at(f"{2026 + number}-11-22 18:20"), tick=False):
        first = date(2026 + number, 7, 1)
        name, monday = f"{2026 + number}-{2027 + number}", first - timedelta(days=first.weekday())
        pulse.program.years.get_or_create(name=name, defaults={"first_monday": monday})
        return pulse.closed(papers, breakdown=Breakdown.NONE)


def over_years(pulse: PulseProgram, years: int, papers: list[Paper]) -> None:
    """A round in each of so many academic years."""
    for number in range(years):
        year_round(pulse, number, papers)


def shown_coaches() -> set[str | None]:
    """Of whom a figure is kept; ``None`` is all of them."""
    return set(PulseCoachFigure.objects.values_list("faculty__name", flat=True))

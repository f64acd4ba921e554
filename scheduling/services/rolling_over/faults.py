"""Why a year cannot be rolled over as asked, a sentence each."""

from collections.abc import Iterator, Sequence

from scheduling.exchange.intern_list import Intern
from scheduling.exchange.names import name_key
from scheduling.models import AcademicYear, Program, Resident
from scheduling.services.rolling_over.asked import Asked


def faults_of_year(year: AcademicYear, asked: Asked) -> Iterator[str]:
    """What stands against the new year's name and first Monday."""
    if asked.first_monday.weekday() != 0:
        yield f"{asked.first_monday:%d %b %Y} is not a Monday. A year starts on a Monday."
    if asked.first_monday <= year.last_date:
        yield f"The year {year} lasts until {year.last_date:%d %b %Y}. Choose a later Monday."
    for other in AcademicYear.objects.filter(program=year.program_id):
        if other.name == asked.name:
            yield f"There is a year {other} already. Give the new one another name."
        if other.pk != year.pk and other.last_date >= asked.first_monday:
            yield f"The year {other} is there already. Roll over from the last year of the program."


def faults_of_interns(program: Program, interns: Sequence[Intern]) -> Iterator[str]:
    """Who is on the roster already, or would come in after the final year."""
    there = Resident.objects.filter(program=program).values_list("name", flat=True)
    keys = {name_key(name) for name in there}
    for intern in interns:
        if name_key(intern.name) in keys:
            yield f"{intern.name} is on the roster already. Take them out of the list, or tell the two names apart."
    for intern in interns:
        if intern.pgy > program.final_pgy:
            yield f"{intern.name} would come in as PGY-{intern.pgy}, after the final year."

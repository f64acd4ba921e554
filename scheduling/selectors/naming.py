"""People's names in place of the ids that problem files know them by."""

import re

from scheduling.models import Faculty, Program, Resident
from scheduling.selectors.program_year import faculty_id, key_of, resident_id

_ID = re.compile(r"\b[RF]\d+\b")


def with_names(text: str, program: Program) -> str:
    """The text with each resident and faculty member of the program named; ids of nobody stay."""
    mentioned = {key_of(one) for one in _ID.findall(text)}
    residents = Resident.objects.filter(program=program, pk__in=mentioned)
    faculty = Faculty.objects.filter(program=program, pk__in=mentioned)
    names: dict[str, str] = {resident_id(one.pk): one.full_name for one in residents}
    names |= {faculty_id(one.pk): one.formal_name for one in faculty}
    return _ID.sub(lambda found: names.get(found[0], found[0]), text)

"""A year as the database holds it, described for the domain in a fixed number of queries, and kept while it stays so."""

from scheduling.selectors.program_year.calendar import allowed_by, session_described, settings_of
from scheduling.selectors.program_year.keys import faculty_id, key_of, resident_id
from scheduling.selectors.program_year.reading import part_of_year, program_year

__all__ = [
    "allowed_by",
    "faculty_id",
    "key_of",
    "part_of_year",
    "program_year",
    "resident_id",
    "session_described",
    "settings_of",
]

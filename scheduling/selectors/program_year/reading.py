"""The year read from the database, and kept while it stays as it is."""

from collections import defaultdict
from collections.abc import Collection

from scheduling.domain import program_year as described
from scheduling.domain.ids import ProgramId
from scheduling.kept import kept, marks_seen
from scheduling.models import AcademicYear
from scheduling.selectors.program_year.calendar import rotations_of, sessions_of, settings_of, teaching_of
from scheduling.selectors.program_year.faculty import faculty_of
from scheduling.selectors.program_year.residents import affinities_of, pairings_of, residents_of, wishes_of


def program_year(year: AcademicYear, *, with_faculty: bool = True) -> described.ProgramYear:
    """Everything that one year's schedule depends on, as it is stored. Sessions on holidays are closed. One query.

    Read anew, in a fixed number of queries, where this process has not read it since the data changed. Without faculty,
    and who coaches whom, there is enough to say what residents may attend.
    """
    marks = marks_seen()
    stored = kept("stored year", year.pk, marks, lambda: _stored(year))
    if with_faculty:
        return kept("year", year.pk, marks, lambda: _read(stored, None, with_faculty=True))
    return kept("residents' year", year.pk, marks, lambda: _read(stored, None, with_faculty=False))


def part_of_year(year: AcademicYear, residents: Collection[int]) -> described.ProgramYear:
    """The year with some of its residents (by primary key), read at once: quicker where it has just been changed."""
    return _read(_stored(year), residents, with_faculty=True)


def _stored(year: AcademicYear) -> AcademicYear:
    """The year and its program as they are now, whatever the caller read before: what is made of them is kept."""
    return AcademicYear.objects.select_related("program").get(pk=year.pk)


def _read(year: AcademicYear, only: Collection[int] | None, *, with_faculty: bool) -> described.ProgramYear:
    program = year.program
    faculty = faculty_of(year) if with_faculty else ()
    wishes = wishes_of(program, faculty) if with_faculty else ()
    pairings = pairings_of(year, only) if with_faculty else defaultdict(list)
    residents = residents_of(year, only, pairings, faculty, wishes)
    return described.ProgramYear(
        program=ProgramId(f"P{program.pk}"),
        name=f"{program.name} {year.name}",
        first_monday=year.first_monday,
        weeks=year.weeks,
        settings=settings_of(program),
        sessions=sessions_of(year),
        rotations=rotations_of(program),
        residents=residents,
        faculty=faculty,
        teaching=teaching_of(program),
        affinities=affinities_of(residents, wishes),
    )

"""The demo program as the rows of a workbook, so that it is loaded by the same importer that users have."""

from datetime import date
from random import Random
from typing import Literal

from scheduling.exchange.demo_program.clinic import Size, demo_blocks, demo_clinic, first_monday_around
from scheduling.exchange.demo_program.faculty import demo_faculty, demo_faculty_away
from scheduling.exchange.demo_program.invented_names import invented_names
from scheduling.exchange.demo_program.residents import demo_assignments, demo_residents, demo_residents_away
from scheduling.exchange.demo_program.rotations import ROTATIONS
from scheduling.exchange.workbook.tables import WorkbookTables

DemoSize = Literal["typical", "large"]
SIZES: dict[DemoSize, Size] = {
    "typical": Size(residents=60, faculty=20, main_rooms=7, east_rooms=2),
    "large": Size(residents=170, faculty=56, main_rooms=21, east_rooms=3),
}


def demo_tables(size: DemoSize, today: date, seed: int = 1) -> WorkbookTables:
    """A program's year that holds ``today`` with at least eight weeks on either side.

    60 residents and 20 faculty, or 170 and 56, in three classes; interns are to be paired. The same size, year and
    seed give the same rows.
    """
    rng = Random(seed)  # noqa: S311 invented data, no secret
    measures = SIZES[size]
    first_monday = first_monday_around(today)
    blocks = demo_blocks(first_monday)
    names = invented_names(rng)
    faculty = demo_faculty(names, measures.faculty, rng)
    residents, rotations = demo_residents(names, measures.residents, faculty, first_monday, rng)
    return WorkbookTables(
        clinic=demo_clinic(measures, first_monday, rng),
        residents=tuple(residents),
        blocks=blocks,
        assignments=tuple(demo_assignments(residents, rotations, blocks)),
        rotations=ROTATIONS,
        faculty=tuple(faculty),
        away=(
            *demo_faculty_away(faculty, first_monday, rng),
            *demo_residents_away(residents, first_monday, rng),
        ),
    )

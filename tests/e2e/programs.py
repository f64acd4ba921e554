"""The workbooks of the browser journeys: parts of the invented program, whose year holds today."""

from dataclasses import replace
from datetime import UTC, datetime

from scheduling.exchange.demo_program import demo_tables
from scheduling.exchange.workbook.tables import WorkbookTables

COACHES = 7


def whole_tables(program: str) -> WorkbookTables:
    """Sixty residents, a third of them to be paired: a run takes a while."""
    tables = demo_tables("typical", datetime.now(UTC).date())
    return replace(tables, clinic=replace(tables.clinic, program=program))


def small_tables(program: str) -> WorkbookTables:
    """The first seven coaches, their residents and seven interns to be paired: a run takes seconds."""
    whole = whole_tables(program)
    faculty = whole.faculty[:COACHES]
    names = {member.name for member in faculty}
    interns = [resident for resident in whole.residents if resident.coach is None][:COACHES]
    paired = [resident for resident in whole.residents if resident.coach in names]
    residents = tuple(interns + paired)
    there = names | {resident.name for resident in residents}
    return replace(
        whole,
        residents=residents,
        faculty=faculty,
        assignments=tuple(row for row in whole.assignments if row.resident in there),
        away=tuple(row for row in whole.away if row.person in there),
    )

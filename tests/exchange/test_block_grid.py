"""Wide block schedules, tidy and untidy."""

import csv
import io
from datetime import date

import pytest

from scheduling.exchange.block_grid import BlockGrid, BlockGridReading, GridPeriod, read_block_grid
from scheduling.exchange.demo_program import demo_block_grid_csv

MONDAY = date(2026, 6, 29)
SMALL = """\
 ,Resident,2026-06-29,2026-07-04,,2026-07-06,2026-07-11
,,2026-07-03,2026-07-05,,2026-07-10,2026-07-12
Special Events,,,,,Retreat,
R2-1,Ulrike Q,AMB ,SWN,,nf,P
r2-2,Lucia,Vac,,,ELECTIVE,

R1-1,Zoltan,Elective,,,HNF ,
Sick Call,,,R2-2,,,r1-1
"""


def read(text: str, encoding: str = "utf-8") -> BlockGridReading:
    return read_block_grid(io.BytesIO(text.encode(encoding)), "schedule.csv")


def grid_of(text: str) -> BlockGrid:
    reading = read(text)
    assert reading.errors == ()
    assert reading.grid is not None
    return reading.grid


def test_columns_are_weekdays_and_weekends_and_blank_ones_are_left_out() -> None:
    assert [(p.first.day, p.last.day, p.is_weekend) for p in grid_of(SMALL).periods] == [
        (29, 3, False),
        (4, 5, True),
        (6, 10, False),
        (11, 12, True),
    ]


def test_codes_lose_stray_blanks_and_case_and_blank_cells_are_left_out() -> None:
    rows = grid_of(SMALL).rows
    assert [(row.code, row.pgy, row.label, list(row.codes.values())) for row in rows] == [
        ("R2-1", 2, "Ulrike Q", ["AMB", "SWN", "NF", "P"]),
        ("R2-2", 2, "Lucia", ["VAC", "ELECTIVE"]),
        ("R1-1", 1, "Zoltan", ["ELECTIVE", "HNF"]),
    ]


def test_events_and_sick_call_are_told_apart_from_people() -> None:
    grid = grid_of(SMALL)
    assert grid.events == {GridPeriod(date(2026, 7, 6), date(2026, 7, 10)): "Retreat"}
    assert list(grid.sick_call.values()) == ["R2-2", "R1-1"]


def test_a_whole_week_in_one_column_is_no_weekend() -> None:
    assert not GridPeriod(date(2026, 12, 21), date(2026, 12, 27)).is_weekend


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_reads_the_same(encoding: str) -> None:
    text = SMALL.replace("Lucia", "Lucía")
    assert read(text, encoding).grid == read(text).grid
    assert [row.label for row in grid_of(text).rows][1] == "Lucía"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_separators_are_found_out(delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(csv.reader(io.StringIO(SMALL)))
    assert grid_of(out.getvalue()) == grid_of(SMALL)


def test_a_year_of_four_classes_is_read_whole() -> None:
    grid = grid_of(demo_block_grid_csv(MONDAY))
    assert len(grid.rows) == 32
    assert sum(period.is_weekend for period in grid.periods) == 50
    assert [(p.last - p.first).days for p in grid.periods].count(6) == 2
    assert {row.pgy for row in grid.rows} == {1, 2, 3, 4}
    assert grid.periods[-1].last == date(2027, 6, 27)
    assert set(grid.sick_call.values()) <= {row.code for row in grid.rows}


FAULTS = [
    ("a last date that is missing", ",,2026-07-03,2026-07-05", ",,,2026-07-05", "row 2, column C", "date"),
    (
        "a date that may be two",
        "Resident,2026-06-29",
        "Resident,06/07/2026",
        "row 1, column C",
        "day 6 of month 7",
    ),
    ("a column that ends first", ",,2026-07-03", ",,2026-06-03", "row 2, column C", "ends before it begins"),
    ("a column on another", ",2026-07-06,", ",2026-07-05,", "row 1, column F", "overlaps"),
    ("a column without dates", "AMB ,SWN,,nf", "AMB ,SWN,X,nf", "row 1, column E", "no dates"),
    ("a row code twice", "r2-2,", "R2-1,", "row 5, column B (Resident)", "already in row 4"),
    ("a name twice", "Lucia", "ulrike q", "row 5, column B (Resident)", "already in row 4"),
    ("a row without a name", "Lucia", "", "row 5, column B (Resident)", "no name"),
    ("a row of nobody", "r2-2,Lucia", "Chief,Lucia", "row 5, column A", "neither a person"),
    ("sick call by nobody", ",R2-2,,", ",R9-9,,", "row 8, column D (Sick Call)", "no row with this code"),
    ("sick call by name", ",R2-2,,", ",Lucia,,", "row 8, column D (Sick Call)", "no row code"),
    ("a name of 300 letters", "Lucia", "L" * 300, "row 5, column B (Resident)", "300 characters"),
]


@pytest.mark.parametrize(
    ("tidy", "broken", "place", "reason"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS]
)
def test_a_fault_is_told_with_its_place(tidy: str, broken: str, place: str, reason: str) -> None:
    assert tidy in SMALL
    reading = read(SMALL.replace(tidy, broken, 1))
    assert reading.grid is None
    assert [issue.place for issue in reading.errors if reason in issue.reason] == [place]


def test_all_faults_are_told_at_once() -> None:
    reading = read(SMALL.replace("Lucia", "").replace(",R2-2,,", ",R9-9,,"))
    assert len(reading.errors) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 and so on", "workbook"),
        (b"a,b\x00c", "NUL"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"no,heading,here\n1,2,3\n", "no column Resident"),
        (b"x" * 5_000_001, "larger than 5 MB"),
        (b",Resident\n,\n" + b"R1-1,x\n" * 5_001, "more than 5,000 rows"),
    ],
)
def test_what_is_no_schedule_is_refused_in_words(content: bytes, reason: str) -> None:
    reading = read_block_grid(io.BytesIO(content), "schedule.csv")
    assert reading.grid is None
    assert reason in reading.errors[0].reason


def test_an_apostrophe_from_an_export_is_taken_off() -> None:
    assert [row.label for row in grid_of(SMALL.replace("Lucia", "'=Lucia")).rows][1] == "=Lucia"


def test_a_rotation_code_longer_than_can_be_kept_is_refused_with_its_cell() -> None:
    (issue,) = read(SMALL.replace("nf,P", "N" * 41 + ",P")).errors
    assert (issue.row, issue.column) == (4, "F")
    assert "40 is the most" in issue.reason

"""What is written reads back as it was."""

import io
from dataclasses import replace
from datetime import date, time
from typing import Any

import openpyxl
import pytest

from scheduling.domain.calendar import Period
from scheduling.domain.program_year import Duty
from scheduling.exchange.workbook import read_workbook, write_template, write_workbook
from scheduling.exchange.workbook.tables import (
    DEFAULT_HOURS,
    AwayRow,
    DutyCell,
    HolidayRow,
    PersonKind,
    RoomChange,
    SiteRow,
    TeachingRow,
    TeamRow,
    WorkbookTables,
)
from scheduling.exchange.workbook.template import template_tables


def round_trip(tables: WorkbookTables) -> WorkbookTables:
    reading = read_workbook(io.BytesIO(write_workbook(tables)), "program.xlsx")
    assert reading.errors == ()
    assert reading.tables is not None
    return reading.tables


def with_resident_name(name: str) -> WorkbookTables:
    """The template's tables with its first resident renamed throughout."""
    tables = template_tables()
    old = tables.residents[0].name
    return replace(
        tables,
        residents=(replace(tables.residents[0], name=name), *tables.residents[1:]),
        assignments=tuple(
            replace(row, resident=name) if row.resident == old else row for row in tables.assignments
        ),
        away=tuple(replace(row, person=name) if row.person == old else row for row in tables.away),
    )


def test_the_template_imports_as_it_is_without_a_warning() -> None:
    reading = read_workbook(io.BytesIO(write_template()), "template.xlsx")
    assert (reading.errors, reading.warnings) == ((), ())
    assert reading.tables == template_tables()


def test_teams_survive_a_round_trip_and_are_left_out_where_there_are_none() -> None:
    tables = template_tables()
    assert "Teams" not in openpyxl.load_workbook(io.BytesIO(write_workbook(tables))).sheetnames
    resident, member = tables.residents[0].name, tables.faculty[0].name
    rows = (
        TeamRow("Juniper", resident, PersonKind.RESIDENT),
        TeamRow("Juniper", member, PersonKind.FACULTY),
        TeamRow("Juniper", "nura.sey@example.org", None),
        TeamRow("Harbor 2", member, PersonKind.FACULTY),
    )
    assert round_trip(replace(tables, teams=rows)).teams == rows


def test_everything_optional_survives_a_round_trip() -> None:
    tables = template_tables()
    hours = {**DEFAULT_HOURS, Period.AM: (time(7, 30), time(11, 45))}
    clinic = replace(
        tables.clinic,
        sites=(
            SiteRow("Main clinic", "MAIN", "M", 4, hours, "555-0140"),
            SiteRow("East annexe", "ANNEXE", "X", 2),
        ),
        room_changes=(RoomChange(date(2026, 9, 14), None, 1, "rooms lent", "ANNEXE"),),
        holidays=(HolidayRow(date(2026, 11, 26), "Thanksgiving"),),
        teaching=(TeachingRow(2, Period.AM, frozenset({1, 2}), frozenset({1, 3}), "journal club"),),
        time_zone="America/Denver",
        intern_weight=2,
        intern_months=6,
        own_clinic_counts=False,
        contact_window_weeks=3,
        clinics_per_day=2,
    )
    pattern = {
        (0, Period.AM): (
            DutyCell(Duty.PRECEPTS, "ANNEXE", frozenset({1, 3})),
            DutyCell(Duty.OWN_CLINIC, None, frozenset({2})),
        ),
        (4, Period.PM): (DutyCell(Duty.OFFERED),),
    }
    rotation = replace(
        tables.rotations[3], allowed_by_week={1: frozenset(), 2: None, 4: frozenset({(0, Period.AM)})}
    )
    changed = replace(
        tables,
        clinic=clinic,
        faculty=(replace(tables.faculty[0], pattern=pattern, weekly_quota=None), *tables.faculty[1:]),
        rotations=(*tables.rotations[:3], rotation, *tables.rotations[4:]),
        residents=(replace(tables.residents[0], off_cycle=True), *tables.residents[1:]),
    )
    assert round_trip(changed) == changed


@pytest.mark.parametrize(
    "name",
    [
        "=HYPERLINK(1), Ana",
        "+1, Ben",
        "-Dash, Ada",
        "@home, Cy",
        "'=already, Di",
        "''@twice, Ed",
        "Çelik, Şule",
        "محمد, ليلى",
        "李, 小龙 🩺",
        "Nguye\u0302\u0303n, Thi\u0323",
        "_x000D_, Literal",
        "O'Brien, X",
    ],
)
def test_any_name_comes_back_exactly(name: str) -> None:
    tables = with_resident_name(name)
    assert round_trip(tables) == tables


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x", "\tx", "\rx"])
def test_no_exported_cell_begins_like_a_formula(name: str) -> None:
    tables = with_resident_name(name)
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(tables)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value[0] in "=+-@\t\r"]


def test_a_name_with_nul_cannot_be_written_and_says_so() -> None:
    with pytest.raises(ValueError, match="NUL"):
        write_workbook(with_resident_name("Nu\x00l, Ann"))


def test_a_resident_and_a_faculty_member_of_one_name_stay_apart() -> None:
    tables = template_tables()
    both = tables.faculty[0].name
    named = with_resident_name(both)
    own = AwayRow(both, PersonKind.RESIDENT, date(2026, 9, 7), date(2026, 9, 8), None, "vacation")
    doubled = replace(named, away=(own, *(row for row in tables.away if row.kind is PersonKind.FACULTY)))
    assert round_trip(doubled) == doubled


def test_reading_twice_gives_equal_tables() -> None:
    content: Any = write_template()
    readings = [read_workbook(io.BytesIO(content), "template.xlsx").tables for _ in range(2)]
    assert readings[0] == readings[1]

"""Every fault of a workbook is told with its place, its reason and a remedy, and all of them at once."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from scheduling.exchange.workbook import read_workbook, write_template
from tests.exchange.workbooks import (
    Edit,
    edited,
    only,
    read_edited,
    set_cell,
    set_cells,
    set_setting,
)

# The template's cells: Residents A2 Abara, A3 Tennyson (interns), A4 Moravec, B email, C PGY, D start, E coach,
# F since, G min, H max; Faculty C and D panel, E quota, F Mon AM; Away A person, B from, C to, D half-day.
ONE_FAULT: list[tuple[str, Edit, str, str]] = [
    ("a coach who is not faculty", set_cell("Residents", "E4", "Hollis, Perpetia"), "Residents, row 4, column E (Coach)", "not on the sheet Faculty"),
    ("a class that is no number", set_cell("Residents", "C2", "intern"), "Residents, row 2, column C (PGY)", "does not hold a number"),
    ("a fraction", set_cell("Residents", "C2", 1.5), "Residents, row 2, column C (PGY)", "not whole"),
    ("more at least than at most", set_cell("Residents", "G2", 90), "Residents, row 2, column G (Clinics per year (min))", "above the maximum, 75"),
    ("a blank yearly minimum", set_cell("Residents", "G2", None), "Residents, row 2, column G (Clinics per year (min))", "blank"),
    ("an address without @", set_cell("Residents", "B2", "nilo.example.org"), "Residents, row 2, column B (Email)", "no e-mail address"),
    ("a date that may be two", set_cell("Residents", "D2", "03/04/2026"), "Residents, row 2, column D (Program start)", "day 3 of month 4, or day 4 of month 3"),
    ("a day that does not exist", set_cell("Residents", "D2", "31/02/2026"), "Residents, row 2, column D (Program start)", "no day 31 in month 2"),
    ("serial day 60", set_cell("Residents", "D2", 60), "Residents, row 2, column D (Program start)", "1900-02-28 does not fit the academic year"),
    ("a start long ago", set_cell("Residents", "D2", date(1900, 2, 28)), "Residents, row 2, column D (Program start)", "does not fit the academic year"),
    ("a time of day", set_cell("Residents", "D2", datetime.fromisoformat("2026-06-24T08:30")), "Residents, row 2, column D (Program start)", "time of day"),
    ("the date of a coach who is not there", set_cell("Residents", "F2", date(2026, 6, 24)), "Residents, row 2, column F (Coach since)", "no coach"),
    ("a name of 300 letters", set_cell("Faculty", "A2", "x" * 300), "Faculty, row 2, column A (Faculty)", "300 characters long"),
    ("a rotation nobody knows", set_cell("Block schedule", "D5", "WARDS"), "Block schedule, row 5, column D (Block 2)", "not on the sheet Rotations"),
    ("a blank rotation", set_cell("Block schedule", "D5", None), "Block schedule, row 5, column D (Block 2)", "blank"),
    ("a spreadsheet error", set_cell("Block schedule", "D5", "#REF!"), "Block schedule, row 5, column D (Block 2)", "spreadsheet error"),
    ("an unknown half-day", set_cell("Rotations", "C4", "Mon PM, Wodnesday PM"), "Rotations, row 4, column C (Clinic half-days allowed)", "no half-day of the week"),
    ("clinics where none are allowed", set_cells(("Rotations", "D2", 1), ("Rotations", "E2", 1)), "Rotations, row 2, column D (Clinics per week (min))", "allows no clinic"),
    ("an unknown duty", set_cell("Faculty", "F2", "maybe"), "Faculty, row 2, column F (Mon AM)", "no duty"),
    ("an unknown site", set_cell("Faculty", "F2", "P@West"), "Faculty, row 2, column F (Mon AM)", "no site"),
    ("an unknown person away", set_cell("Away", "A2", "Holli, Perpetua"), "Away, row 2, column A (Person)", "neither sheet"),
    ("an absence in another year", set_cells(("Away", "B2", date(2025, 8, 3)), ("Away", "C2", date(2025, 8, 7))), "Away, row 2, column B (From)", "outside the academic year"),
    ("an absence that ends before it begins", set_cell("Away", "C2", date(2026, 8, 1)), "Away, row 2, column C (To)", "ends before it begins"),
    ("a half-day nobody knows", set_cell("Away", "D2", "noon"), "Away, row 2, column D (Half-day)", "no half-day"),
    ("a block on top of another", set_cell("Block schedule", "D2", "07/10-07/26/2026"), "Block schedule, row 2, column D (Block 2)", "overlaps with Block 1"),
    ("a block in month 31", set_cell("Block schedule", "D2", "31/02-07/26/2026"), "Block schedule, row 2, column D (Block 2)", "no month 31"),
    ("a block whose end does not exist", set_cell("Block schedule", "D2", "07/13-07/32/2026"), "Block schedule, row 2, column D (Block 2)", "no day 32"),
    ("a time zone nobody knows", set_setting("Time zone", "Mars/Olympus"), "Clinic, row 6, column B (Time zone)", "no such time zone"),
    ("another academic year", set_setting("Academic year", "2027-2028"), "Clinic, row 3, column B (Academic year)", "another year"),
    ("hours that end first", set_setting("AM hours", "12:00-08:00"), "Clinic, row 12, column B (AM hours)", "end before they begin"),
    ("rooms below zero", set_setting("Rooms", -1), "Clinic, row 11, column B (Rooms)", "outside 0 to 500"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "place", "reason"), [case[1:] for case in ONE_FAULT], ids=[case[0] for case in ONE_FAULT]
)
def test_one_fault_is_told_once_with_its_place_and_reason(edit: Edit, place: str, reason: str) -> None:
    reading = read_edited(edit)
    own = [issue for issue in reading.errors if issue.place == place]
    assert len(own) == 1, [str(issue) for issue in reading.errors]
    assert reason in own[0].reason
    assert own[0].remedy.endswith(".")
    assert reading.tables is None


def test_a_misspelt_coach_is_met_with_the_nearest_name() -> None:
    issue = only(read_edited(set_cell("Residents", "E4", "Hollis, Perpetia")).errors)
    assert issue.value == "Hollis, Perpetia"
    assert "Did you mean Hollis, Perpetua?" in issue.remedy


def test_all_faults_of_all_sheets_are_told_at_once() -> None:
    reading = read_edited(
        set_cells(
            ("Residents", "G2", "many"),
            ("Faculty", "C3", 9),
            ("Rotations", "C4", "Someday"),
            ("Away", "A3", "Nobody, Known"),
            ("Block schedule", "C4", "XYZ"),
        )
    )
    assert [issue.sheet for issue in reading.errors] == [
        "Rotations",
        "Faculty",
        "Residents",
        "Block schedule",
        "Away",
    ]


def test_a_missing_column_is_named() -> None:
    issue = only(read_edited(set_cell("Residents", "E1", "Mentor")).errors)
    assert (issue.sheet, issue.header) == ("Residents", "Coach")
    assert "missing" in issue.reason


def test_a_missing_sheet_is_named() -> None:
    def edit(book: Any) -> None:
        del book["Rotations"]

    assert "The sheet Rotations is missing." in [issue.reason for issue in read_edited(edit).errors]


def test_a_missing_setting_is_named() -> None:
    issue = only(read_edited(set_setting("Residents per preceptor", None)).errors)
    assert issue.reason == "The setting Residents per preceptor is missing."


def test_the_same_resident_twice_is_refused_in_the_later_row() -> None:
    issues = read_edited(set_cell("Residents", "A3", " abara,  NILO")).errors
    assert (issues[0].row, issues[0].reason) == (3, "The name is already in row 2.")


def test_a_resident_on_one_sheet_only_is_told_from_both_sides() -> None:
    reading = read_edited(set_cell("Block schedule", "B5", "Someone, Else"))
    reasons = [issue.reason for issue in reading.errors]
    assert "The resident is not on the sheet Residents." in reasons
    assert "The resident has no row on the sheet Block schedule." in reasons


def test_panels_that_need_more_residents_than_there_are_is_an_error() -> None:
    issue = only(read_edited(set_cells(("Faculty", "C2", 3), ("Faculty", "C3", 3))).errors)
    assert "still need" in issue.reason


def test_panels_without_room_for_everyone_is_an_error() -> None:
    reading = read_edited(set_cells(*(("Faculty", f"D{row}", 1) for row in (3, 4)), ("Faculty", "D2", 2)))
    assert "have room for 0" in only(reading.errors).reason


def test_a_coach_of_more_residents_than_the_panel_holds_is_an_error() -> None:
    reading = read_edited(set_cell("Faculty", "D2", 1))
    assert "already the coach of 2 residents" in only(reading.errors).reason


def test_two_people_with_one_address_is_an_error() -> None:
    issue = only(read_edited(set_cell("Faculty", "B2", "Nilo.Abara@example.org")).errors)
    assert issue.reason == "Abara, Nilo has the same address."


def test_a_formula_that_was_never_calculated_is_refused_not_taken_for_blank() -> None:
    issue = only(read_edited(set_cell("Residents", "G2", "=20+20")).errors)
    assert issue.value == "=20+20"
    assert "formula without a result" in issue.reason


def test_a_date_that_shows_as_a_number_is_refused() -> None:
    def edit(book: Any) -> None:
        cell = book["Residents"]["D2"]
        cell.value, cell.number_format = 46197, "General"

    assert "a number, not a date" in only(read_edited(edit).errors).reason


def test_a_name_with_nul_is_refused() -> None:
    issue = only(read_edited(set_cell("Away", "E2", "ba_x0000_d")).errors)
    assert "invisible character (U+0000)" in issue.reason


def test_half_a_surrogate_pair_is_refused() -> None:
    issue = only(read_edited(set_cell("Away", "E2", "ba_xD83D_d")).errors)
    assert "U+D83D" in issue.reason


def test_dates_counted_from_1904_are_read_rightly_and_mentioned() -> None:
    def edit(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    reading = read_edited(edit)
    assert reading.errors == ()
    assert reading.tables is not None
    assert reading.tables.residents[0].program_start == date(2026, 6, 24)
    assert "1904" in only(reading.warnings).reason


def test_an_open_holiday_is_a_warning_that_names_it() -> None:
    def edit(book: Any) -> None:
        sheet = book["Clinic"]
        row = next(row[0].row for row in sheet.iter_rows(max_col=4) if row[3].value == "Labor Day")
        sheet.delete_rows(row)

    issue = only(read_edited(edit).warnings)
    assert "Mon 7 Sep 2026 (Labor Day)" in issue.reason


def test_a_mark_that_contradicts_the_class_is_a_warning() -> None:
    reading = read_edited(set_cell("Block schedule", "A4", "R2"))
    assert reading.errors == ()
    assert "PGY 3 on the sheet Residents" in only(reading.warnings).reason


def test_an_unknown_column_is_a_warning() -> None:
    issue = only(read_edited(set_cell("Residents", "L1", "Shoe size")).warnings)
    assert (issue.value, issue.column) == ("Shoe size", "L")


def test_a_leave_over_the_end_of_the_year_is_a_warning() -> None:
    reading = read_edited(set_cells(("Away", "B2", date(2027, 6, 20)), ("Away", "C2", date(2027, 7, 10))))
    assert reading.errors == ()
    assert "beyond the academic year" in only(reading.warnings).reason


@pytest.mark.parametrize(("cell", "slip"), [("B2", 60), ("B2", date(1927, 3, 1)), ("C2", date(2072, 7, 3))])
def test_a_leave_that_would_reach_years_beyond_the_year_is_refused(cell: str, slip: date | int) -> None:
    dates = {"B2": date(2027, 3, 1), "C2": date(2027, 3, 5), cell: slip}
    issue = only(read_edited(set_cells(*(("Away", place, value) for place, value in dates.items()))).errors)
    assert (issue.sheet, issue.row, issue.column) == ("Away", 2, cell[0])
    assert "more than a year from the academic year" in issue.reason


def test_a_broken_row_does_not_make_those_who_refer_to_it_wrong() -> None:
    issue = only(read_edited(set_cell("Faculty", "C2", "two")).errors)
    assert issue.sheet == "Faculty"


def test_the_same_fault_in_two_hundred_rows_is_told_two_hundred_times() -> None:
    def edit(book: Any) -> None:
        for row in range(200):
            book["Away"].append([f"Nobody, N{row}", date(2026, 9, 7), date(2026, 9, 7), None, None])

    assert len(read_edited(edit).errors) == 200


def test_past_a_thousand_faults_the_rest_is_counted() -> None:
    def edit(book: Any) -> None:
        for row in range(1_500):
            book["Away"].append([f"Nobody, N{row}", date(2026, 9, 7), date(2026, 9, 7), None, None])

    errors = read_edited(edit).errors
    assert len(errors) == 1_001
    assert errors[-1].reason == "500 more are not listed."


def test_a_workbook_made_by_hand_without_styles_is_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_template()))
    plain = openpyxl.Workbook()
    plain.remove(plain.worksheets[0])
    for sheet in book.worksheets:
        copy = plain.create_sheet(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            copy.append(row)
    out = io.BytesIO()
    plain.save(out)
    out.seek(0)
    assert read_workbook(out, "plain.xlsx").errors == ()


def test_the_unedited_template_has_no_fault() -> None:
    """The control of all refusals above: opening and saving the template alone breaks nothing."""
    reading = read_workbook(edited(lambda _: None), "program.xlsx")
    assert (reading.errors, reading.warnings) == ((), ())


@pytest.mark.parametrize(
    ("rows", "place", "reason"),
    [
        ([("Abara, Nilo", "Abara, Nilo", None)], "Teams, row 2, column A (Team)", "may be somebody's name"),
        ([("Room 12345", "Abara, Nilo", None)], "Teams, row 2, column A (Team)", "number of a record"),
        ([("Juniper", "Abarra, Nilo", None)], "Teams, row 2, column B (Person)", "neither sheet"),
        ([("", "Abara, Nilo", None)], "Teams, row 2, column A (Team)", "blank"),
        ([("Juniper", "", "faculty")], "Teams, row 2, column B (Person)", "blank"),
        ([("Juniper", "Abara, Nilo", "nurse")], "Teams, row 2, column C (Role)", "no role"),
        (
            [("Juniper", "Abara, Nilo", None), ("juniper", "ABARA, Nilo", None)],
            "Teams, row 3, column B (Person)",
            "in this team already, in row 2",
        ),
    ],
)
def test_a_fault_of_the_sheet_teams_is_told_with_its_place(
    rows: list[tuple[object, ...]], place: str, reason: str
) -> None:
    def add(book: Any) -> None:
        sheet = book.create_sheet("Teams")
        for row in [("Team", "Person", "Role"), *rows]:
            sheet.append(row)

    issue = only(read_edited(add).errors)
    assert issue.place == place
    assert reason in issue.reason


def test_a_row_of_the_sheet_teams_tells_all_its_faults() -> None:
    def add(book: Any) -> None:
        sheet = book.create_sheet("Teams")
        sheet.append(("Team", "Person"))
        sheet.append(("Room 12345", "Abarra, Nilo"))

    issues = read_edited(add).errors
    assert sorted(issue.column for issue in issues) == ["A", "B"]
    assert any("Did you mean Abara, Nilo?" in issue.remedy for issue in issues)

"""A wide block schedule becomes the year's blocks; doubtful names are asked, never guessed."""

from datetime import date

import pytest

from scheduling.exchange.demo_program import demo_block_grid_csv
from scheduling.models import (
    AcademicYear,
    Block,
    Program,
    Resident,
    ResidentYear,
    Rotation,
    RotationAssignment,
    UploadKind,
    UploadState,
)
from scheduling.services.importing import (
    Answers,
    ImportPreview,
    apply_upload,
    import_block_schedule,
    keep_upload,
    preview_upload,
)
from tests.factories import make_program, make_resident, make_resident_year, make_rotation, make_year

pytestmark = pytest.mark.django_db

TWO_WEEKS = """\
,Resident,2026-06-29,2026-07-04,,2026-07-06,2026-07-11
,,2026-07-03,2026-07-05,,2026-07-10,2026-07-12
Special Events,,,,,Retreat,
R2-1,Kofi B,AMB,SWN,,icu ,
R2-2,Ana,Amb,,,NF,P
,,,,,,
Sick Call,,,R2-1,,,R2-2
"""


def bring_in(program: Program, text: str = TWO_WEEKS, answers: Answers | None = None) -> ImportPreview:
    return import_block_schedule(
        content=text.encode(), filename="wide.csv", actor=None, program=program, answers=answers or Answers()
    )


def program_with(*names: str) -> Program:
    program = make_program("Obstetrics")
    year = make_year(program)
    for name in names:
        make_resident_year(make_resident(program, name), year, pgy=2)
    return program


def test_an_empty_roster_is_proposed_by_label_and_row_code_and_waits_to_be_confirmed() -> None:
    program = make_program("Obstetrics")
    asked = bring_in(program)
    assert asked.proposed == ("Kofi B, PGY-2, row R2-1", "Ana, PGY-2, row R2-2")
    assert not Resident.objects.exists()
    assert not Block.objects.exists()
    done = bring_in(program, answers=Answers(accept_new=True))
    assert done.can_apply
    assert set(ResidentYear.objects.values_list("resident__name", "pgy", "row_code")) == {
        ("Kofi B", 2, "R2-1"),
        ("Ana", 2, "R2-2"),
    }
    assert AcademicYear.objects.get().first_monday == date(2026, 6, 29)


def test_blocks_of_weekdays_and_weekends_hold_the_codes_without_stray_blanks_and_case() -> None:
    program = program_with("Boateng, Kofi", "Silva, Ana")
    assert bring_in(program).can_apply
    assert set(
        RotationAssignment.objects.values_list("resident__name", "block__first_date", "rotation__code")
    ) == {
        ("Boateng, Kofi", date(2026, 6, 29), "AMB"),
        ("Boateng, Kofi", date(2026, 7, 4), "SWN"),
        ("Boateng, Kofi", date(2026, 7, 6), "ICU"),
        ("Silva, Ana", date(2026, 6, 29), "AMB"),
        ("Silva, Ana", date(2026, 7, 6), "NF"),
        ("Silva, Ana", date(2026, 7, 11), "P"),
    }


def test_a_name_that_fits_two_people_is_asked_with_both() -> None:
    program = program_with("Boateng, Kofi", "Barnes, Kofi", "Silva, Ana")
    asked = bring_in(program)
    (question,) = asked.questions
    assert (question.label, question.row) == ("Kofi B", 4)
    assert set(question.candidates) == {"Boateng, Kofi", "Barnes, Kofi"}
    assert not RotationAssignment.objects.exists()


def test_an_answer_settles_whom_a_label_means() -> None:
    program = program_with("Boateng, Kofi", "Barnes, Kofi", "Silva, Ana")
    assert bring_in(program, answers=Answers({"Kofi B": "Barnes, Kofi"})).can_apply
    assigned = set(RotationAssignment.objects.values_list("resident__name", flat=True))
    assert assigned == {"Barnes, Kofi", "Silva, Ana"}


def test_an_answer_outside_the_roster_settles_nothing() -> None:
    program = program_with("Boateng, Kofi", "Barnes, Kofi", "Silva, Ana")
    assert bring_in(program, answers=Answers({"Kofi B": "Somebody Else"})).questions != ()


def test_two_rows_that_are_said_to_be_the_same_person_are_asked_again() -> None:
    program = program_with("Boateng, Kofi", "Barnes, Kofi", "Silva, Ana")
    done = bring_in(program, answers=Answers({"Kofi B": "Silva, Ana"}))
    assert [question.label for question in done.questions] == ["Kofi B", "Ana"]
    assert "2 rows would be Silva, Ana." in [warning.reason for warning in done.warnings]
    assert not RotationAssignment.objects.exists()


def test_whoever_is_not_in_the_file_is_named_before_their_blocks_go() -> None:
    program = program_with("Boateng, Kofi", "Silva, Ana", "Vega, Vera")
    warnings = [warning.reason for warning in bring_in(program).warnings]
    assert "1 resident of the roster not in the file loses all blocks: Vega, Vera." in warnings


def test_somebody_new_on_a_roster_is_proposed_before_they_are_made() -> None:
    program = program_with("Boateng, Kofi")
    assert [question.label for question in bring_in(program).questions] == ["Ana"]
    assert bring_in(program, answers=Answers({"Ana": ""})).proposed == ("Ana, PGY-2, row R2-2",)
    assert bring_in(program, answers=Answers({"Ana": ""}, accept_new=True)).can_apply
    assert Resident.objects.filter(name="Ana").exists()


def test_the_same_file_again_is_no_change() -> None:
    program = make_program("Obstetrics")
    text = demo_block_grid_csv(date(2026, 6, 29))
    assert bring_in(program, text, Answers(accept_new=True)).total_changes > 1000
    assert bring_in(program, text).total_changes == 0


def test_codes_that_are_new_allow_no_clinic_and_are_named() -> None:
    program = program_with("Boateng, Kofi", "Silva, Ana")
    make_rotation(program, code="AMB", clinic_rule="any", max_per_week=3)
    done = bring_in(program)
    (note,) = [note for note in done.warnings if "new: " in note.reason]
    assert "AMB" not in note.reason
    assert "ICU" in note.reason
    assert Rotation.objects.get(code="AMB").clinic_rule == "any"
    assert Rotation.objects.get(code="ICU").clinic_rule == "none"


def test_a_column_outside_the_year_is_refused_by_its_dates() -> None:
    program = program_with("Boateng, Kofi", "Silva, Ana")
    stray = TWO_WEEKS.replace("2026-07-11", "2028-07-11").replace("2026-07-12", "2028-07-12")
    done = bring_in(program, stray)
    assert any("2028-07-11" in issue.reason for issue in done.issues)
    assert not Block.objects.exists()


def test_an_upload_about_which_something_is_open_waits_for_the_answer() -> None:
    program = program_with("Boateng, Kofi", "Barnes, Kofi", "Silva, Ana")
    upload = keep_upload(program=program, actor=None, filename="wide.csv", content=TWO_WEEKS.encode())
    assert upload.kind == UploadKind.BLOCKS
    assert preview_upload(upload).questions != ()
    assert not apply_upload(upload=upload, actor=None).can_apply
    upload.refresh_from_db()
    assert upload.state == UploadState.PREVIEWED
    assert apply_upload(upload=upload, actor=None, answers=Answers({"Kofi B": "Boateng, Kofi"})).can_apply

"""A workbook is brought in whole or not at all, and the same file again changes nothing."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.domain.calendar import Period
from scheduling.domain.program_year import Duty
from scheduling.exchange.workbook.tables import DutyCell, SiteRow
from scheduling.models import (
    Absence,
    AcademicYear,
    Assignment,
    Faculty,
    FacultyHalfDay,
    Pairing,
    Program,
    Resident,
    ResidentYear,
    Rotation,
    RotationAssignment,
    Session,
    UploadState,
)
from scheduling.services.importing import (
    AlreadyDecided,
    ImportPreview,
    apply_upload,
    discard_upload,
    import_workbook,
    keep_upload,
    preview_upload,
    preview_workbook,
)
from tests.factories import assign, make_program, make_schedule
from tests.services.small_workbook import ANA, CLINIC, INGRID, KOFI, OMAR, PROGRAM, small_workbook

pytestmark = pytest.mark.django_db


def bring_in(content: bytes) -> ImportPreview:
    return import_workbook(content=content, filename="small.xlsx", actor=None)


def spoiled(sheet: str, cell: str, value: str) -> bytes:
    workbook = openpyxl.load_workbook(BytesIO(small_workbook()))
    workbook[sheet][cell] = value
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def test_a_first_workbook_makes_the_program_and_all_that_belongs_to_it() -> None:
    done = bring_in(small_workbook())
    assert done.issues == ()
    program = Program.objects.get()
    assert (program.name, program.residents_per_preceptor, program.max_gap_weeks) == (PROGRAM, 4, 6)
    assert AcademicYear.objects.get().first_monday == date(2026, 6, 29)
    assert set(ResidentYear.objects.values_list("resident__name", "pgy")) == {
        ("Boateng, Kofi", 2),
        ("Silva, Ana", 1),
    }
    assert RotationAssignment.objects.count() == 2 * 13
    assert set(Rotation.objects.values_list("code", "clinic_rule")) == {("AMB", "any"), ("CONS", "listed")}
    assert set(Absence.objects.values_list("resident__name", "faculty__name", "period")) == {
        ("Silva, Ana", None, ""),
        (None, "Dahl, Ingrid", "AM"),
    }
    pairing = Pairing.objects.get()
    assert (pairing.resident.name, pairing.faculty.name, pairing.first_date) == (
        "Boateng, Kofi",
        "Dahl, Ingrid",
        date(2025, 6, 25),
    )


def test_sessions_are_made_for_every_clinic_half_day_with_the_rooms_of_the_day() -> None:
    bring_in(small_workbook())
    assert Session.objects.count() == 52 * 10
    assert set(Session.objects.filter(date=date(2026, 7, 3)).values_list("rooms", "note")) == {(0, "closed")}
    assert set(Session.objects.exclude(date=date(2026, 7, 3)).values_list("rooms", flat=True)) == {4}


def test_the_same_file_again_is_no_change() -> None:
    assert bring_in(small_workbook()).total_changes > 0
    again = bring_in(small_workbook())
    assert (again.total_changes, again.issues) == (0, ())


def test_a_preview_says_what_the_import_then_does_and_saves_nothing() -> None:
    content = small_workbook()
    preview = preview_workbook(content, "small.xlsx")
    assert not Program.objects.exists()
    assert preview.changes == bring_in(content).changes


def test_a_faulty_file_is_told_in_full_and_saves_nothing() -> None:
    done = bring_in(spoiled("Residents", "C2", "second"))
    assert not done.can_apply
    assert done.issues[0].sheet == "Residents"
    assert done.issues[0].row == 2
    assert not Program.objects.exists()


def test_a_changed_figure_is_shown_before_and_after() -> None:
    bring_in(small_workbook())
    changed = small_workbook(residents=(replace(KOFI, clinics_min=45), ANA))
    preview = preview_workbook(changed, "small.xlsx")
    (table,) = [table for table in preview.changes if table.total]
    assert table.table == "Residents of the year"
    assert table.examples == ("Boateng, Kofi: clinics min 40 → 45",)


def test_somebody_who_is_not_in_the_file_leaves_the_year_and_keeps_their_history() -> None:
    bring_in(small_workbook())
    bring_in(small_workbook(residents=(KOFI,), away=()))
    assert set(ResidentYear.objects.values_list("resident__name", flat=True)) == {"Boateng, Kofi"}
    assert Resident.objects.filter(name="Silva, Ana").exists()


def test_duties_that_take_turns_on_a_half_day_are_all_kept() -> None:
    turns = (
        DutyCell(Duty.PRECEPTS, None, frozenset({1})),
        DutyCell(Duty.OWN_CLINIC, None, frozenset({2, 4})),
        DutyCell(Duty.PRECEPTS, None, frozenset({3})),
    )
    content = small_workbook(faculty=(replace(INGRID, pattern={(0, Period.AM): turns}), OMAR))
    assert bring_in(content).issues == ()
    held = FacultyHalfDay.objects.filter(faculty__name="Dahl, Ingrid")
    assert {row.duty: row.weeks_of_month for row in held} == {"precepts": [1, 3], "own_clinic": [2, 4]}
    assert bring_in(content).total_changes == 0


def test_another_duty_on_the_same_half_day_takes_the_place_of_the_first() -> None:
    bring_in(small_workbook())
    offers = {(0, Period.AM): (DutyCell(Duty.OFFERED),)}
    bring_in(small_workbook(faculty=(replace(INGRID, pattern=offers), OMAR)))
    held = FacultyHalfDay.objects.filter(faculty__name="Dahl, Ingrid")
    assert set(held.values_list("weekday", "period", "duty")) == {(0, "AM", "offered")}


def test_an_absence_beyond_the_years_edge_leaves_this_year_alone() -> None:
    bring_in(small_workbook())
    ana = Resident.objects.get(name="Silva, Ana")
    Absence.objects.create(
        resident=ana, first_date=date(2027, 6, 20), last_date=date(2027, 7, 10), reason="parental leave"
    )
    bring_in(small_workbook())
    held = Absence.objects.filter(resident=ana, reason="parental leave")
    assert list(held.values_list("first_date", "last_date")) == [(date(2027, 6, 28), date(2027, 7, 10))]


def test_a_new_name_with_the_same_address_is_the_same_person() -> None:
    bring_in(small_workbook())
    kofi = Resident.objects.get(name="Boateng, Kofi")
    bring_in(small_workbook(residents=(replace(KOFI, name="Boateng-Lund, Kofi"), ANA)))
    kofi.refresh_from_db()
    assert kofi.name == "Boateng-Lund, Kofi"
    assert Resident.objects.count() == 2
    assert Pairing.objects.get(resident=kofi).last_date is None
    assert kofi.rotation_assignments.count() == 13


def test_an_address_does_not_make_one_person_of_two_who_are_held_already() -> None:
    bring_in(small_workbook())
    anna = replace(ANA, name="Silva, Anna", email="")
    bring_in(small_workbook(residents=(KOFI, anna), away=()))
    done = bring_in(small_workbook(residents=(KOFI, replace(anna, email=ANA.email)), away=()))
    assert done.can_apply
    assert set(Resident.objects.values_list("name", flat=True)) == {
        "Boateng, Kofi",
        "Silva, Ana",
        "Silva, Anna",
    }


def test_a_likely_new_name_without_the_address_is_asked_not_guessed() -> None:
    bring_in(small_workbook())
    renamed = replace(ANA, name="Silva, Anna", email="anna@example.org")
    preview = preview_workbook(small_workbook(residents=(KOFI, renamed), away=()), "small.xlsx")
    assert any("Silva, Ana of the same class" in warning.reason for warning in preview.warnings)


def test_another_coach_ends_the_old_pairing_and_keeps_it() -> None:
    bring_in(small_workbook())
    bring_in(
        small_workbook(residents=(replace(KOFI, coach="Reyes, Omar", coach_since=date(2026, 9, 1)), ANA))
    )
    assert list(
        Pairing.objects.order_by("first_date").values_list("faculty__name", "first_date", "last_date")
    ) == [
        ("Dahl, Ingrid", date(2025, 6, 25), date(2026, 8, 31)),
        ("Reyes, Omar", date(2026, 9, 1), None),
    ]


def test_a_blank_coach_leaves_a_pairing_that_is_held() -> None:
    bring_in(small_workbook())
    ana, omar = Resident.objects.get(name="Silva, Ana"), Faculty.objects.get(name="Reyes, Omar")
    Pairing.objects.create(resident=ana, faculty=omar, first_date=date(2026, 6, 29))
    assert bring_in(small_workbook()).total_changes == 0


def test_a_blank_coach_ends_the_pairing_with_one_who_has_left() -> None:
    bring_in(small_workbook())
    alone = {"residents": (replace(KOFI, coach=None, coach_since=None), ANA), "faculty": (OMAR,), "away": ()}
    preview = preview_workbook(small_workbook(**alone), "small.xlsx")
    (told,) = [table for table in preview.changes if table.table == "Coaches"]
    assert (told.removed, told.examples) == (1, ("gone: Boateng, Kofi",))
    assert Pairing.objects.get().last_date is None
    bring_in(small_workbook(**alone))
    assert Pairing.objects.get(resident__name="Boateng, Kofi").last_date is not None
    assert bring_in(small_workbook(**alone)).total_changes == 0


def test_a_blank_telephone_leaves_the_one_that_is_held() -> None:
    bring_in(small_workbook())
    Resident.objects.filter(name="Silva, Ana").update(phone="555-0101")
    assert bring_in(small_workbook()).total_changes == 0
    assert Resident.objects.get(name="Silva, Ana").phone == "555-0101"


def test_a_session_that_is_not_planned_any_more_is_closed_and_its_schedules_stay() -> None:
    bring_in(small_workbook())
    session = Session.objects.get(date=date(2026, 6, 30), period="AM")
    assignment = assign(
        make_schedule(AcademicYear.objects.get()), Resident.objects.get(name="Silva, Ana"), session
    )
    slots = tuple(slot for slot in CLINIC.clinic_slots if slot != (1, session.half_day.period))
    teaching = ((1, session.half_day.period),)
    bring_in(small_workbook(clinic=replace(CLINIC, clinic_slots=slots, teaching_slots=teaching)))
    session.refresh_from_db()
    assert (session.rooms, session.note) == (0, "no longer planned")
    assert Assignment.objects.filter(pk=assignment.pk).exists()


def test_a_site_under_another_name_cannot_take_the_letter_of_one_that_stays() -> None:
    bring_in(small_workbook())
    moved = replace(CLINIC, sites=(SiteRow("Medical building", "MEDICAL", "M", 4),))
    done = bring_in(small_workbook(clinic=moved))
    assert [issue.header for issue in done.issues] == ["Site letter"]
    assert "Main clinic (MAIN)" in done.issues[0].reason
    assert preview_workbook(small_workbook(clinic=moved), "small.xlsx").issues == done.issues
    another = replace(CLINIC, sites=(SiteRow("Medical building", "MEDICAL", "B", 4),))
    assert bring_in(small_workbook(clinic=another)).can_apply


def test_a_year_of_the_same_name_that_begins_elsewhere_is_refused() -> None:
    bring_in(small_workbook())
    AcademicYear.objects.update(first_monday=date(2026, 7, 6))
    done = bring_in(small_workbook())
    assert "first week from 2026-07-06" in done.issues[0].reason
    assert AcademicYear.objects.count() == 1


def test_a_workbook_of_another_program_is_refused_on_this_programs_page() -> None:
    other = make_program("Other Program")
    upload = keep_upload(program=other, actor=None, filename="small.xlsx", content=small_workbook())
    preview = preview_upload(upload)
    assert not preview.can_apply
    assert "this page is about Other Program" in preview.issues[0].reason
    assert not apply_upload(upload=upload, actor=None).can_apply
    assert not Resident.objects.exists()
    upload.refresh_from_db()
    assert upload.state == UploadState.PREVIEWED


def test_an_upload_is_confirmed_once() -> None:
    upload = keep_upload(
        program=make_program(PROGRAM), actor=None, filename="small.xlsx", content=small_workbook()
    )
    assert apply_upload(upload=upload, actor=None).total_changes > 0
    with pytest.raises(AlreadyDecided):
        apply_upload(upload=upload, actor=None)
    assert Event.objects.filter(kind=EventKind.IMPORTED).count() == 1


def test_a_discarded_upload_cannot_be_confirmed() -> None:
    upload = keep_upload(
        program=make_program(PROGRAM), actor=None, filename="small.xlsx", content=small_workbook()
    )
    discard_upload(upload=upload)
    with pytest.raises(AlreadyDecided):
        apply_upload(upload=upload, actor=None)
    assert not Resident.objects.exists()


def test_examples_of_a_preview_name_days_and_half_days_in_words() -> None:
    preview = preview_workbook(small_workbook(), "small.xlsx")
    examples = {table.table: table.examples for table in preview.changes}
    assert "new: Dahl, Ingrid · Mon AM · MAIN · precepts" in examples["Faculty half-days"]
    assert examples["Sessions"][0] == "new: MAIN · Mon 29 Jun 2026 AM"
    assert "new: CONS · Mon PM" in examples["Clinic half-days of rotations"]

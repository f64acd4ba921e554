"""Upload: handed in, looked at, confirmed or discarded; nothing is saved before."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from scheduling.exchange.workbook import write_template
from scheduling.models import Program, ResidentYear, Upload, UploadState
from tests.factories import make_program


def hand_in(desk: Client, program: Program, name: str, content: bytes) -> Any:
    url = reverse("scheduling:upload", args=[program.pk])
    return desk.post(url, {"file": SimpleUploadedFile(name, content)}, follow=True)


def broken_template(program: Program) -> bytes:
    """The template with three faults: two rows of residents and one of faculty."""
    book = openpyxl.load_workbook(BytesIO(write_template(program.name)))
    sheet = book["Residents"]
    heads = {cell.value: at for at, cell in enumerate(sheet[1], 1)}
    sheet.cell(2, heads["PGY"]).value = "second"
    sheet.cell(3, heads["Coach"]).value = "Nobody, At All"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_template_that_is_offered_comes_in_as_it_is(program: Program, desk: Client) -> None:
    offered = desk.get(reverse("scheduling:template", args=[program.pk]))
    assert "attachment" in offered["Content-Disposition"]
    answer = hand_in(desk, program, "template.xlsx", offered.content)
    assert "would make" in answer.content.decode()
    upload = Upload.objects.get()
    assert not ResidentYear.objects.exists()
    done = desk.post(reverse("scheduling:upload_apply", args=[program.pk, upload.pk]), follow=True)
    assert "template.xlsx is imported" in done.content.decode()
    assert ResidentYear.objects.filter(year__program=program).count() == 6


def test_the_same_file_again_changes_nothing_and_says_so(program: Program, desk: Client) -> None:
    content = write_template(program.name)
    hand_in(desk, program, "year.xlsx", content)
    desk.post(reverse("scheduling:upload_apply", args=[program.pk, Upload.objects.get().pk]))
    answer = hand_in(desk, program, "year.xlsx", content).content.decode()
    assert "year.xlsx changes nothing" in answer
    assert "Import 0" not in answer


def test_what_was_imported_is_told_in_the_singular_where_it_is_one(program: Program, desk: Client) -> None:
    content = write_template(program.name)
    for largest_panel in (None, 9):
        book = openpyxl.load_workbook(BytesIO(content))
        if largest_panel:
            heads = [cell.value for cell in book["Faculty"][1]]
            book["Faculty"].cell(2, heads.index("Coach panel (max)") + 1).value = largest_panel
        out = BytesIO()
        book.save(out)
        hand_in(desk, program, "year.xlsx", out.getvalue())
        upload = Upload.objects.latest("pk")
        done = desk.post(reverse("scheduling:upload_apply", args=[program.pk, upload.pk]), follow=True)
    assert "year.xlsx is imported: 1 change." in done.content.decode()
    again = desk.get(reverse("scheduling:upload_preview", args=[program.pk, upload.pk]), follow=True)
    assert "year.xlsx was imported already." in again.content.decode()


def test_every_fault_is_shown_with_its_place_and_remedy(program: Program, desk: Client) -> None:
    answer = hand_in(desk, program, "year.xlsx", broken_template(program)).content.decode()
    assert "year.xlsx cannot come in yet" in answer
    assert "“second”" in answer
    assert "“Nobody, At All”" in answer
    assert answer.count('<th scope="row" class="nowrap">Residents</th>') >= 2
    assert "upload_apply" not in answer
    assert "/apply/" not in answer


def test_a_file_with_faults_is_not_imported_by_a_forged_confirmation(program: Program, desk: Client) -> None:
    hand_in(desk, program, "year.xlsx", broken_template(program))
    upload = Upload.objects.get()
    answer = desk.post(reverse("scheduling:upload_apply", args=[program.pk, upload.pk]), follow=True)
    assert "cannot come in yet" in answer.content.decode()
    upload.refresh_from_db()
    assert upload.state == UploadState.PREVIEWED
    assert not ResidentYear.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("notes.pdf", b"%PDF-1.7", "is neither a workbook (.xlsx) nor a block schedule (.csv)"),
        ("year.xls", b"\xd0\xcf", "is a spreadsheet of another kind"),
        ("year.xlsx", b"", "The file is empty"),
    ],
)
def test_a_wrong_file_is_answered_in_words(
    name: str, content: bytes, said: str, program: Program, desk: Client
) -> None:
    answer = hand_in(desk, program, name, content)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Upload.objects.exists()


def test_no_file_at_all_is_answered_in_words(program: Program, desk: Client) -> None:
    answer = desk.post(reverse("scheduling:upload", args=[program.pk]))
    assert answer.status_code == 422
    assert "No file was chosen" in answer.content.decode()


def test_a_renamed_file_is_refused_on_the_preview(program: Program, desk: Client) -> None:
    answer = hand_in(desk, program, "year.xlsx", b"this was a text file")
    assert answer.status_code == 200
    assert "cannot come in yet" in answer.content.decode()


def test_a_workbook_of_another_program_is_refused(program: Program, desk: Client) -> None:
    other = make_program("Elsewhere")
    answer = hand_in(desk, program, "year.xlsx", write_template(other.name)).content.decode()
    assert "The workbook is about Elsewhere" in answer


def test_a_discarded_file_is_gone_and_nothing_has_changed(program: Program, desk: Client) -> None:
    hand_in(desk, program, "year.xlsx", write_template(program.name))
    upload = Upload.objects.get()
    answer = desk.post(reverse("scheduling:upload_discard", args=[program.pk, upload.pk]), follow=True)
    assert "year.xlsx is discarded. Nothing was changed." in answer.content.decode()
    again = desk.post(reverse("scheduling:upload_apply", args=[program.pk, upload.pk]), follow=True)
    assert "was decided before" in again.content.decode()
    assert not ResidentYear.objects.exists()


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_costs_the_same_after_one_file_and_after_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    for number in range(size):
        Upload.objects.create(program=program, filename=f"{number}.xlsx", content=b"x", sha256="0")
    with django_assert_num_queries(11):
        desk.get(reverse("scheduling:upload", args=[program.pk]))

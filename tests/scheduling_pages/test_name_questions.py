"""The preview of a wide block schedule asks whom a doubtful name means, and keeps what was answered."""

import pytest
from django.test import Client
from django.urls import reverse

from connectedness.accounts.models import Role
from scheduling.models import Program, Resident, RotationAssignment, Upload
from scheduling.services.importing import keep_upload
from tests.factories import make_user
from tests.services.test_blocks import TWO_WEEKS, program_with

pytestmark = pytest.mark.django_db


def signed_in(program: Program) -> Client:
    client = Client()
    client.force_login(make_user(program=program, role=Role.COORDINATOR))
    return client


def kept(program: Program) -> Upload:
    return keep_upload(program=program, actor=None, filename="wide.csv", content=TWO_WEEKS.encode())


def address(name: str, upload: Upload) -> str:
    return reverse(f"scheduling:{name}", args=[upload.program_id, upload.pk])


def test_a_doubtful_name_is_asked_with_its_candidates_first() -> None:
    program = program_with("Boateng, Kofi", "Barnes, Kofi", "Silva, Ana")
    page = signed_in(program).get(address("upload_preview", kept(program))).content.decode()
    assert "Who is meant?" in page
    assert page.index("<option>Boateng, Kofi</option>") < page.index('<optgroup label="Roster">')
    assert "See what it would change" in page


def test_an_answer_shows_what_the_file_would_change_and_saves_nothing_yet() -> None:
    program = program_with("Boateng, Kofi", "Barnes, Kofi", "Silva, Ana")
    client, upload = signed_in(program), kept(program)
    page = client.post(address("upload_preview", upload), {"meant:Kofi B": "Barnes, Kofi"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "What would change" in text
    assert '<input type="hidden" name="meant:Kofi B" value="Barnes, Kofi">' in text
    assert "Import " in text
    assert not RotationAssignment.objects.exists()


def test_an_answer_brings_the_file_in() -> None:
    program = program_with("Boateng, Kofi", "Barnes, Kofi", "Silva, Ana")
    upload = kept(program)
    answer = signed_in(program).post(address("upload_apply", upload), {"meant:Kofi B": "Barnes, Kofi"})
    assert answer.status_code == 302
    assert RotationAssignment.objects.filter(resident__name="Barnes, Kofi").exists()


def test_somebody_new_is_proposed_by_name_and_the_answer_is_kept_meanwhile() -> None:
    program = program_with("Boateng, Kofi")
    client, upload = signed_in(program), kept(program)
    page = client.post(address("upload_apply", upload), {"meant:Ana": "+"})
    assert page.status_code == 422
    text = page.content.decode()
    assert "Ana, PGY-2, row R2-2" in text
    assert '<input type="hidden" name="meant:Ana" value="+">' in text
    assert not Resident.objects.filter(name="Ana").exists()
    done = client.post(address("upload_apply", upload), {"meant:Ana": "+", "accept_new": "on"})
    assert done.status_code == 302
    assert Resident.objects.filter(name="Ana").exists()


def test_a_name_from_nowhere_is_not_taken() -> None:
    program = program_with("Boateng, Kofi", "Barnes, Kofi", "Silva, Ana")
    answer = signed_in(program).post(address("upload_apply", kept(program)), {"meant:Kofi B": "Nobody, None"})
    assert answer.status_code == 422
    assert not RotationAssignment.objects.exists()

"""What the two share on a meeting's page, and what is kept of it before."""

import re

import pytest

from coaching.access import own_drafts
from coaching.models import Meeting
from connectedness.accounts.models import User
from tests.coaching.clinic_year import ClinicYear
from tests.coaching.meetings.pages import SHARED, address, signed_in
from tests.coaching.pages import words


def test_what_is_shared_is_read_by_the_other(
    clinics: ClinicYear, held: Meeting, coach: User, resident: User
) -> None:
    sent = {**SHARED, "edition": "1", "date": "2026-11-18", "minutes": "40", "place": "Café"}
    answer = signed_in(coach).post(address(held), sent)
    assert answer.status_code == 302, words(answer.content.decode())
    page = signed_in(resident).get(address(held)).content.decode()
    for said in ("We spoke of the wards", "Read ten ECGs", "Send the list", "2027-02-02", "Café"):
        assert said in page
    assert "You met Dr. Achebe on Wed 18 Nov" in words(page)
    emptied = {**sent, "edition": "2", "goals-0-text": "", "goals-0-measure": "", "goals-0-due": ""}
    assert signed_in(resident).post(address(held), emptied).status_code == 302
    assert not held.goals.exists()


def test_a_draft_is_there_again_for_its_author_and_nobody_else(
    clinics: ClinicYear, held: Meeting, coach: User, resident: User
) -> None:
    typed = {**SHARED, "edition": "1", "date": "2026-11-1", "summary": "Half a sent"}
    answer = signed_in(coach).post(address(held, "draft/"), typed)
    assert answer.json() == {"said": "Draft kept at 18:20. Only you see it until you share it."}
    page = signed_in(coach).get(address(held)).content.decode()
    assert "Half a sent" in page
    assert "Read ten ECGs" in page
    assert "Half a sent" not in signed_in(resident).get(address(held)).content.decode()
    assert (
        signed_in(coach).post(address(held), {**typed, "date": "2026-11-18", "minutes": "30"}).status_code
        == 302
    )
    assert not own_drafts(coach, held).exists()


def test_a_draft_from_before_the_others_words_shows_them_beside_itself(
    clinics: ClinicYear, held: Meeting, coach: User, resident: User
) -> None:
    mine = {**SHARED, "edition": "1", "date": "2026-11-19", "minutes": "30", "summary": "Mine"}
    theirs = signed_in(resident).post(address(held), {**mine, "summary": "Theirs"})
    assert theirs.status_code == 302
    refused = signed_in(coach).post(address(held), mine)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Sharing it replaces what both read now: Theirs" in words(page)
    assert "Mine" in page
    edition = re.search(r'name="edition" value="(\d+)" id="id_edition"', page)
    assert edition
    assert signed_in(coach).post(address(held), {**mine, "edition": edition[1]}).status_code == 302
    held.refresh_from_db()
    assert held.summary == "Mine"


def test_a_signed_out_person_keeps_what_was_saved_and_is_sent_to_sign_in(
    clinics: ClinicYear, held: Meeting, coach: User
) -> None:
    client = signed_in(coach)
    client.post(address(held, "draft/"), {**SHARED, "edition": "1", "summary": "Typed so far"})
    client.logout()
    answer = client.post(address(held, "draft/"), {**SHARED, "edition": "1", "summary": "And more"})
    assert answer["Location"].startswith("/accounts/login/")
    assert "Typed so far" in signed_in(coach).get(address(held)).content.decode()


@pytest.mark.parametrize(
    ("field", "day", "said"),
    [
        ("next_on", "9999-01-01", "more than 2 years away"),
        ("next_on", "0202-02-02", "more than 2 years away"),
        ("goals-0-due", "9999-01-01", "more than 5 years away"),
        ("steps-0-due", "9999-01-01", "more than 5 years away"),
    ],
)
def test_a_mistyped_year_is_refused_beside_its_field_and_what_was_typed_stays(
    held: Meeting, coach: User, field: str, day: str, said: str
) -> None:
    sent = {**SHARED, "date": "2026-11-19", "minutes": "30", "place": "", "edition": "1"}
    refused = signed_in(coach).post(address(held), {**sent, field: day})
    page = refused.content.decode()
    assert (refused.status_code, said in words(page)) == (422, True)
    assert f'value="{day}"' in page
    assert signed_in(coach).post(address(held), sent).status_code == 302

"""One's own telephone, pager and pronouns, in each program."""

import pytest
from django.test import Client

from connectedness.accounts.models import Role
from scheduling.models import Program, Resident
from tests.factories import make_faculty, member
from tests.scheduling_pages.requests.asking import text_of
from tests.services.swapping import Swapping


def test_one_changes_ones_own_contact_details_and_mail_is_the_programs(s: Swapping, nadia: Client) -> None:
    page = nadia.get("/requests/contact/").content.decode()
    assert "resident0@example.org" in page
    assert 'name="email"' not in page
    sent = {
        "who": f"resident-{s.at.nadia.pk}",
        "phone": " (212) 555-0142  ext 7",
        "pager": "4711",
        "pronouns": "she/her",
        "pronouns_are_shown": "on",
        "email": "mine@example.org",
    }
    assert "Saved." in text_of(nadia.post("/requests/contact/", sent, follow=True))
    row = Resident.objects.get(pk=s.at.nadia.pk)
    assert (row.phone, row.pager, row.pronouns) == ("(212) 555-0142 ext 7", "4711", "she/her")
    assert (row.phone_is_shown, row.pronouns_are_shown) == (False, True)
    assert row.email == "resident0@example.org"


@pytest.mark.parametrize("number", ["call me", "12", "1" * 21, "<b>1234</b>", "555\x00123"])
def test_a_number_that_no_telephone_dials_is_refused_and_kept_in_its_field(
    s: Swapping, nadia: Client, number: str
) -> None:
    sent = {"who": f"resident-{s.at.nadia.pk}", "phone": number, "pronouns": "they/them"}
    answer = nadia.post("/requests/contact/", sent)
    assert answer.status_code == 422
    assert "they/them" in answer.content.decode()
    assert Resident.objects.get(pk=s.at.nadia.pk).phone == ""


def test_in_two_programs_each_has_its_own_form(s: Swapping, nadia: Client, other_program: Program) -> None:
    member(s.nadia, other_program, Role.FACULTY)
    there = make_faculty(other_program, "Boateng, Nadia", user=s.nadia)
    page = nadia.get("/requests/contact/").content.decode()
    assert page.count('name="who"') == 2
    nadia.post("/requests/contact/", {"who": f"faculty-{there.pk}", "phone": "555 0100"})
    there.refresh_from_db()
    assert there.phone == "555 0100"
    assert Resident.objects.get(pk=s.at.nadia.pk).phone == ""


def test_somebody_elses_row_is_nobody_elses_to_change(s: Swapping, nadia: Client) -> None:
    answer = nadia.post("/requests/contact/", {"who": f"resident-{s.at.tomas.pk}", "phone": "555 0100"})
    assert answer.status_code == 422
    assert Resident.objects.get(pk=s.at.tomas.pk).phone == ""

"""One's own list: what can be asked, and by whom."""

import pytest
from django.test import Client

from connectedness.accounts.models import Role
from tests.factories import make_user
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.requests.asking import text_of
from tests.services.swapping import Swapping


def test_who_has_asked_nothing_reads_what_can_be_asked(nadia: Client) -> None:
    said = text_of(nadia.get("/requests/"))
    assert "None of your requests waits" in said
    assert "Nothing asked yet" in said
    for what in ("I am out today", "Swap a half-day", "Ask for leave", "My contact details"):
        assert what in said


def test_a_coach_asks_for_leave_and_is_offered_no_swap(s: Swapping, as_user: SignIn) -> None:
    coach = make_user("Maja Lindqvist", program=s.at.small.program, role=Role.FACULTY)
    s.at.small.coach.user = coach
    s.at.small.coach.save()
    browser = as_user(coach)
    said = text_of(browser.get("/requests/"))
    assert "Ask for leave" in said
    assert "Swap a half-day" not in said
    assert browser.get("/requests/swaps/").status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "director", "nurse", "stranger"])
def test_who_is_not_on_the_roster_finds_nothing_there(
    s: Swapping, who: str, as_user: SignIn, request: pytest.FixtureRequest
) -> None:
    browser = as_user(request.getfixturevalue(who))
    status = 200 if who == "stranger" else 404
    assert browser.get("/requests/").status_code == status
    assert browser.get(f"/requests/swaps/{s.asked().pk}/").status_code == 404

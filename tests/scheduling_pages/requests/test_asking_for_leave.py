"""Leave is looked at, sent as it was looked at, and withdrawn."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from scheduling.models import LeaveRequest
from tests.scheduling_pages.requests.asking import HARMLESS, ask_for_leave, leave_form, text_of
from tests.services.swapping import Swapping


def test_a_page_that_was_sent_and_is_changed_asks_for_what_it_says_now(s: Swapping, nadia: Client) -> None:
    """The browser's way back shows the page that was sent, with its key."""
    form = leave_form(s.monday.date, s.monday.date)
    ask_for_leave(nadia, form)
    ask_for_leave(nadia, form)
    later = {"first": "2026-07-20", "last": "2026-07-20"}
    assert "Sent: Mon 20 Jul." in text_of(ask_for_leave(nadia, form | later))
    assert [str(one.first_date) for one in LeaveRequest.objects.order_by("pk")] == [
        "2026-07-13",
        "2026-07-20",
    ]


def test_a_page_whose_leave_was_withdrawn_does_not_say_that_it_was_sent(s: Swapping, nadia: Client) -> None:
    form = leave_form(s.monday.date, s.monday.date)
    ask_for_leave(nadia, form)
    nadia.post(f"/requests/leave/{LeaveRequest.objects.get().pk}/withdraw/", {"edition": 1})
    assert "was answered or taken back since" in text_of(ask_for_leave(nadia, form))


def test_the_form_begins_with_the_days_of_the_page_that_leads_to_it(nadia: Client) -> None:
    page = nadia.get("/requests/leave/?first=2026-07-13&last=2026-07-14&period=AM").content.decode()
    for value in ("2026-07-13", "2026-07-14"):
        assert f'value="{value}"' in page
    for value in HARMLESS:
        assert (
            nadia.get("/requests/leave/", dict.fromkeys(("first", "last", "period"), value)).status_code
            == 200
        )


def test_leave_is_sent_only_as_it_was_looked_at(s: Swapping, nadia: Client) -> None:
    day = s.monday.date
    form = leave_form(day, day)
    looked = nadia.post("/requests/leave/", {**form, "step": "look"}).content.decode()
    token = re.search(r'name="looked" value="([^"]+)"', looked)
    assert token
    other = {**form, "last": (day + timedelta(days=7)).isoformat()}
    answer = nadia.post("/requests/leave/", {**other, "step": "send", "looked": token[1]})
    assert "Send the request" in text_of(answer)
    assert not LeaveRequest.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2026-06-28", "2026-07-01", "That day has passed."),
        ("2026-07-10", "2026-07-01", "It ends before it starts."),
        ("2026-07-10", "2029-07-01", "not within one academic year"),
        ("", "", "This field is required."),
    ],
)
def test_days_that_make_no_sense_are_refused_and_nothing_typed_is_lost(
    nadia: Client, first: str, last: str, why: str
) -> None:
    sent = {"first": first, "last": last, "kind": "other", "reason": "Moving house", "key": str(uuid4())}
    answer = nadia.post("/requests/leave/", sent)
    assert answer.status_code == 422
    assert why in text_of(answer)
    assert "Moving house" in answer.content.decode()

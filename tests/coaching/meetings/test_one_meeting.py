"""One meeting from its proposal to the day it was held."""

import re

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coaching.models import Meeting, MeetingState
from connectedness.accounts.models import User
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.meetings.pages import address, signed_in
from tests.coaching.pages import words
from tests.factories import make_meeting
from tests.signing_in import sign_in


def test_it_is_agreed_moved_held_and_cancelled_from_its_page(
    clinics: ClinicYear, meeting: Meeting, resident: User, coach: User
) -> None:
    theirs, mine = signed_in(resident), signed_in(coach)
    assert "Dr. Achebe asks for this time" in words(theirs.get(address(meeting)).content.decode())
    theirs.post(address(meeting, "step/"), {"step": "agree", "edition": "1"})
    moved = {"date": "2026-12-03", "begins": "08:00", "minutes": "20", "place": "", "edition": "2"}
    mine.post(address(meeting, "move/"), moved)
    page = words(theirs.get(address(meeting)).content.decode())
    assert "moved from Wed 2 Dec, 13:00" in page
    stale = theirs.post(address(meeting, "step/"), {"step": "agree", "edition": "1"})
    assert stale.status_code == 409
    assert "changed meanwhile" in words(stale.content.decode())
    theirs.post(address(meeting, "step/"), {"step": "agree", "edition": "3"})
    with time_machine.travel(at("2026-12-03 09:00"), tick=False):
        signed_in(coach).post(address(meeting, "step/"), {"step": "hold", "edition": "4"})
    meeting.refresh_from_db()
    assert (meeting.state, meeting.edition) == (MeetingState.HELD, 5)


@pytest.mark.parametrize(
    ("page", "body", "status"),
    [
        ("step/", {"step": "explode", "edition": "1"}, 422),
        ("step/", {"step": "agree", "edition": "x"}, 422),
        ("step/", {"step": "agree", "edition": "9" * 30}, 422),
        ("move/", {"date": "2020-01-01", "begins": "13:00", "minutes": "30"}, 422),
        ("move/", {"date": "2027-12-02", "begins": "13:00", "minutes": "30"}, 422),
        ("move/", {"date": "nonsense", "begins": "99:99", "minutes": "-1", "edition": "9" * 30}, 422),
        ("", {"summary": "x\0y", "edition": "1"}, 422),
        ("", {"summary": "x" * 4001, "edition": "1"}, 422),
        ("private/", {"private-text": "x" * 4001}, 422),
        ("draft/", {}, 200),
        ("draft/", {"summary": "x\0y", "goals-TOTAL_FORMS": "100000", "goals-INITIAL_FORMS": "-3"}, 200),
    ],
)
def test_bad_input_is_answered_in_words(
    clinics: ClinicYear, meeting: Meeting, resident: User, page: str, body: dict[str, str], status: int
) -> None:
    assert signed_in(resident).post(address(meeting, page), body).status_code == status


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_meeting_asks_a_fixed_number_of_times(
    clinics: ClinicYear,
    held: Meeting,
    coach: User,
    client: Client,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        held.goals.create(text=f"Goal {number}")
        held.steps.create(text=f"Step {number}")
    assert sign_in(client, coach)
    client.get(address(held))
    with django_assert_num_queries(11):
        client.get(address(held))


def test_who_answers_one_of_two_times_is_asked_about_the_other(
    clinics: ClinicYear, meeting: Meeting, resident: User, coach: User
) -> None:
    client = signed_in(resident)
    assert "keep both" not in client.get(address(meeting)).content.decode()
    other = make_meeting(meeting.resident, meeting.faculty, "2026-12-09", proposed_by=coach)
    page = client.get(address(meeting)).content.decode()
    assert "You two have open as well: Wed 9 Dec, 13:00 , proposed" in words(page)
    assert "Agree, and drop the other Agree, and keep both open" in words(page)
    seen = re.search(r'name="beside" value="([^"]+)"', page)
    assert seen
    sent = {"step": "agree_only", "edition": "1"}
    stale = client.post(address(meeting, "step/"), sent)
    assert stale.status_code == 409
    assert "proposed or changed meanwhile" in words(stale.content.decode())
    assert client.post(address(meeting, "step/"), {**sent, "beside": seen[1]}).status_code == 302
    assert [one.state for one in Meeting.objects.order_by("date")] == ["agreed", "cancelled"]
    other.refresh_from_db()
    assert other.edition == 2

"""What changed since a resident last looked: told until it was seen, and seen only by a page on the screen."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from coaching.models import LastLook
from coaching.services.looks import note_look
from connectedness.accounts.models import User
from scheduling.domain.notice_wording import NoticeKind, meeting
from scheduling.models import Notice, Program
from scheduling.services.notices.choosing import mark_read
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.pages import words
from tests.factories import faculty_of, make_user, resident_of

HOME, SEEN = "/me/", "/me/seen/"
EAST = {"site": "East", "letter": "E", "together": False}
MAIN = {"site": "Main", "letter": "M", "together": True}


def moved(resident: User, key: str, clock: str, **data: Any) -> Notice:
    """A publication that moves one half-day of the resident's from Main to East."""
    change = {"date": "2026-12-04", "period": "PM", "was": MAIN, "will": EAST, "from": ""}
    kept = {"version": 4, "coach": "Dr. Achebe", "is_first": False, "count": 1, "changes": [change], **data}
    return Notice.objects.create(
        key=key,
        program=resident_of(resident).program,
        resident=resident_of(resident),
        kind=NoticeKind.OWN_HALF_DAYS,
        data=kept,
        made_at=at(clock),
    )


def look(client: Client, clock: str) -> str:
    """Open the home at a moment, and let it be seen; what stood there."""
    with time_machine.travel(at(clock), tick=False):
        page = client.get(HOME)
        answer = client.post(SEEN, {"seen": page.context["looked_at"]})
        assert answer.status_code == 200
    return words(page.content.decode())


@pytest.fixture
def own(clinics: ClinicYear, resident: User, client: Client) -> Client:
    client.force_login(resident)
    return client


def test_a_change_is_told_in_a_line_with_its_day(own: Client, resident: User) -> None:
    look(own, "2026-11-19 18:00")
    moved(resident, "one", "2026-11-20 09:00")
    said = look(own, "2026-11-22 18:20")
    assert "1 change since Thu 19 Nov" in said
    assert "Fri 4 Dec, PM: East instead of Main. Not together with Dr. Achebe, your coach, any more." in said


def test_it_stays_for_the_visit_and_is_gone_at_the_next(own: Client, resident: User) -> None:
    look(own, "2026-11-19 18:00")
    moved(resident, "one", "2026-11-20 09:00")
    for clock in ("2026-11-22 18:20", "2026-11-22 18:45", "2026-11-22 19:10"):
        assert "1 change since Thu 19 Nov" in look(own, clock)
    assert "Nothing has changed since Sun 22 Nov" in look(own, "2026-11-22 19:41")


def test_fetching_the_page_without_showing_it_marks_nothing(own: Client, resident: User) -> None:
    look(own, "2026-11-19 18:00")
    moved(resident, "one", "2026-11-20 09:00")
    for clock in ("2026-11-21 09:00", "2026-11-22 09:00"):
        with time_machine.travel(at(clock), tick=False):
            own.get(HOME, headers={"Sec-Purpose": "prefetch"})
    assert "1 change since Thu 19 Nov" in look(own, "2026-11-22 18:20")


def test_a_change_that_came_after_the_page_was_made_is_still_new(own: Client, resident: User) -> None:
    with time_machine.travel(at("2026-11-22 18:20"), tick=False):
        made = own.get(HOME).context["looked_at"]
    moved(resident, "one", "2026-11-22 18:21")
    with time_machine.travel(at("2026-11-22 18:22"), tick=False):
        own.post(SEEN, {"seen": made})
    assert "1 change since Sun 22 Nov" in look(own, "2026-11-22 20:00")


def test_who_never_looked_is_told_everything_unread(own: Client, resident: User) -> None:
    moved(resident, "one", "2026-08-20 09:00", is_first=True, count=40)
    moved(resident, "two", "2026-11-20 09:00", count=2)
    said = look(own, "2026-11-22 18:20")
    assert "3 changes you have not seen" in said
    assert "Your schedule is published. You have 40 half-days in clinic." in said


def test_what_was_read_on_the_list_of_changes_is_not_new(own: Client, resident: User) -> None:
    moved(resident, "one", "2026-11-20 09:00")
    mark_read(Notice.objects.all(), [Notice.objects.get().pk])
    assert "Nothing has changed" in look(own, "2026-11-22 18:20")


def test_a_meeting_that_was_proposed_is_a_change(own: Client, resident: User) -> None:
    Notice.objects.create(
        key="m",
        program=resident_of(resident).program,
        resident=resident_of(resident),
        kind=NoticeKind.MEETING,
        data=meeting("proposed", "Dr. Achebe", "Wed 2 Dec, 13:00"),
    )
    said = look(own, "2026-11-22 18:20")
    assert "Dr. Achebe proposes to meet. Wed 2 Dec, 13:00." in said


def test_three_lines_are_shown_and_the_others_counted(own: Client, resident: User) -> None:
    for number in range(5):
        moved(resident, f"n{number}", "2026-11-20 09:00")
    said = look(own, "2026-11-22 18:20")
    assert "5 changes you have not seen" in said
    assert said.count("East instead of Main") == 3
    assert "and 2 more" in said


def test_the_card_says_how_it_goes_with_the_number_at_the_bell(own: Client, resident: User) -> None:
    assert "that you have not read" not in look(own, "2026-11-18 18:00")
    moved(resident, "one", "2026-11-19 09:00", count=3)
    said = look(own, "2026-11-19 18:00")
    assert "3 changes since Wed 18 Nov" in said
    assert "From 1 notice that you have not read." in said
    moved(resident, "two", "2026-11-20 09:00", count=2)
    said = look(own, "2026-11-20 18:00")
    assert "2 changes since Thu 19 Nov" in said
    assert "From 1 of 2 notices that you have not read." in said
    said = look(own, "2026-11-22 18:20")
    assert "Nothing has changed since Fri 20 Nov" in said
    assert "The bell still counts 2 notices that you have not read." in said
    page = own.get(HOME).content.decode()
    assert 'aria-label="What changed, 2 notices not read"' in page
    assert "2 notices you have not read" in words(own.get("/notices/").content.decode())


def test_somebody_elses_changes_are_not_mine(
    own: Client, resident: User, coach: User, program: Program
) -> None:
    Notice.objects.create(
        key="c", program=program, faculty=faculty_of(coach), kind=NoticeKind.MEETING,
        data=meeting("proposed", "Canary", "Wed 2 Dec, 13:00"),
    )  # fmt: skip
    assert "Canary" not in look(own, "2026-11-22 18:20")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "now",
        "2026-11-22T18:20:00",
        "0001-01-01T00:00:00+23:59",
        "0001-01-01T00:00:00+00:00",
        "9999-12-31T23:59:59-23:59",
        "\0",
        "9" * 5000,
        "2026-11-22T18:20:00+00:00\0",
    ],
)
def test_nonsense_instead_of_a_moment_is_refused(own: Client, said: str) -> None:
    assert own.post(SEEN, {"seen": said}).status_code == 422
    assert own.post(SEEN).status_code == 422
    assert not LastLook.objects.exists()


@pytest.mark.both_databases
def test_a_look_of_the_future_or_of_long_ago_moves_nothing(resident: User) -> None:
    now = timezone.now()
    first = note_look(user=resident, seen=now, now=now)
    for seen in (now + timedelta(days=1), now - timedelta(days=1)):
        assert note_look(user=resident, seen=seen, now=now).at == first.at
    other = note_look(user=make_user("Other"), seen=now + timedelta(days=1), now=now)
    assert other.at == now

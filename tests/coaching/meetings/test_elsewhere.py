"""What others see of meetings: dates, counts and events in feeds."""

from datetime import datetime, timedelta

import time_machine
from django.test import Client

from coaching.models import Meeting
from connectedness.accounts.models import User
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.conftest import Visit
from tests.coaching.feeds.reading import events, fetched, moment
from tests.coaching.meetings.pages import address, signed_in
from tests.coaching.pages import words


def test_directors_see_dates_and_counts(
    clinics: ClinicYear, held: Meeting, director: User, visit: Visit
) -> None:
    held.summary = held.place = "Secret-words"
    held.save()
    page = visit(director, "/figures/")
    assert "1 of 1 residents have met their coach, 0 overdue, 1 meeting held" in words(page)
    assert "19 Nov" in page
    assert "Secret-words" not in page
    with time_machine.travel(at("2027-06-01 09:00"), tick=False):
        assert "overdue since 20 May" in words(visit(director, "/figures/"))


def test_a_meeting_is_one_event_in_both_feeds_however_often_it_moves(
    clinics: ClinicYear, meeting: Meeting, coach: User, resident: User, client: Client
) -> None:
    def seen(user: User) -> tuple[str, str, int, str, datetime]:
        (event,) = events(fetched(client, user))
        return (
            str(event["UID"]),
            str(event["SUMMARY"]),
            int(str(event["SEQUENCE"])),
            str(event["STATUS"]),
            moment(event),
        )

    first = seen(resident)
    assert first[1:4] == ("Coaching meeting with Dr. Achebe", 1, "TENTATIVE")
    assert seen(coach)[:2] == (first[0], "Coaching meeting with Resi Dent")
    moved = {"date": "2026-12-03", "begins": "08:00", "minutes": "20", "place": "", "edition": "1"}
    signed_in(coach).post(address(meeting, "move/"), moved)
    signed_in(resident).post(address(meeting, "step/"), {"step": "agree", "edition": "2"})
    second = seen(resident)
    assert (second[0], second[2], second[3]) == (first[0], 3, "CONFIRMED")
    assert second[4] - first[4] == timedelta(hours=19)
    signed_in(coach).post(address(meeting, "step/"), {"step": "cancel", "edition": "3"})
    assert seen(resident)[3] == "CANCELLED"

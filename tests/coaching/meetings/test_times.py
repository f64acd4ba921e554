"""Times that suit both are suggested, and one of them is proposed."""

import re
from datetime import date, time
from html import unescape
from uuid import uuid4

from django.utils import timezone

from coaching.models import Meeting
from coaching.selectors.meeting_times import suggested_times
from connectedness.accounts.models import User
from scheduling.models import Absence, ClinicRule, RotationAssignment
from tests.coaching.clinic_year import ClinicYear
from tests.coaching.conftest import Visit
from tests.coaching.meetings.pages import address, signed_in
from tests.coaching.pages import words
from tests.factories import (
    faculty_of,
    make_block,
    make_faculty,
    make_meeting,
    make_program,
    make_resident,
    make_rotation,
    resident_of,
)


def suggested(page: str) -> list[tuple[str, str]]:
    return re.findall(r"<li><div><b>([^<]+)</b> <span class=\"row-main\">([^·]+) ·", unescape(page))


def test_half_days_of_both_are_suggested_and_those_that_neither_has(
    clinics: ClinicYear, resident: User, coach: User, visit: Visit
) -> None:
    clinics.together(resident_of(resident), faculty_of(coach), "2026-11-18", "2026-11-25", "2026-12-02")
    clinics.attends(resident_of(resident), "2026-11-24")
    clinics.precepts(faculty_of(coach), "2026-11-24", period="PM")
    rotation = make_rotation(clinics.program, clinic_rule=ClinicRule.ANY)
    block = make_block(clinics.year, first=date(2026, 11, 23))
    RotationAssignment.objects.create(resident=resident_of(resident), block=block, rotation=rotation)
    Absence.objects.create(
        faculty=faculty_of(coach), first_date=date(2026, 11, 25), last_date=date(2026, 11, 26)
    )
    page = visit(resident, f"/meetings/with/{resident_of(resident).pk}/")
    assert suggested(page) == [
        ("Wed 2 Dec, AM", "both in clinic, Main clinic"),
        ("Mon 23 Nov, AM", "both free"),
        ("Mon 23 Nov, PM", "both free"),
        ("Fri 27 Nov, AM", "both free"),
    ]
    assert "date=2026-12-02&amp;begins=11:30&amp;place=Main%20clinic" in page


def test_wards_leave_no_time_and_the_page_says_what_to_do(
    clinics: ClinicYear, resident: User, visit: Visit
) -> None:
    rotation = make_rotation(clinics.program, clinic_rule=ClinicRule.NONE)
    block = make_block(clinics.year, first=date(2026, 11, 23))
    RotationAssignment.objects.create(resident=resident_of(resident), block=block, rotation=rotation)
    page = visit(resident, f"/meetings/with/{resident_of(resident).pk}/")
    assert suggested(page) == []
    assert "Choose a time below and ask." in words(page)


def test_a_time_is_proposed_and_mistakes_are_said_beside_the_field(
    clinics: ClinicYear, resident: User, coach: User
) -> None:
    client = signed_in(resident)
    here = f"/meetings/with/{resident_of(resident).pk}/"
    key = re.search(r'name="key" value="([^"]+)"', client.get(here).content.decode())
    assert key
    sent = {"date": "2026-12-02", "begins": "13:00", "minutes": "3", "place": "Room 4", "key": key[1]}
    refused = client.post(here, sent)
    assert refused.status_code == 422
    assert "Room 4" in refused.content.decode()
    for _ in range(2):
        answer = client.post(here, {**sent, "minutes": "30"})
    meeting = Meeting.objects.get()
    assert answer["Location"] == address(meeting)
    assert (meeting.begins, meeting.proposed_by, meeting.state) == (time(13), resident, "proposed")


def test_a_page_gone_back_to_proposes_the_other_time_that_it_says_now(
    clinics: ClinicYear, resident: User
) -> None:
    client = signed_in(resident)
    here = f"/meetings/with/{resident_of(resident).pk}/"
    sent = {"date": "2026-12-02", "begins": "13:00", "minutes": "30", "place": "", "key": str(uuid4())}
    for begins in ("13:00", "13:00", "15:00"):
        client.post(here, {**sent, "begins": begins})
    assert [one.begins for one in Meeting.objects.order_by("pk")] == [time(13), time(15)]


def test_a_time_that_is_taken_is_refused_and_not_suggested(
    clinics: ClinicYear, meeting: Meeting, resident: User, coach: User, visit: Visit
) -> None:
    clinics.together(resident_of(resident), faculty_of(coach), "2026-12-02", "2026-12-09", period="PM")
    here = f"/meetings/with/{resident_of(resident).pk}/"
    free = suggested(visit(resident, here))
    begins = next(one.begins for one in suggested_times(resident_of(resident).pairings.get(), timezone.now()))
    Meeting.objects.update(begins=begins)
    assert free[1:] == suggested(visit(resident, here))
    sent = {"date": "2026-12-02", "begins": f"{begins:%H:%M}", "minutes": "30", "key": str(uuid4())}
    refused = signed_in(resident).post(here, sent)
    assert refused.status_code == 422
    assert "The two of you have another meeting at that time" in words(refused.content.decode())
    assert Meeting.objects.count() == 1


def test_a_time_that_another_program_has_taken_is_not_suggested(
    clinics: ClinicYear, resident: User, coach: User
) -> None:
    clinics.together(resident_of(resident), faculty_of(coach), "2026-12-02", "2026-12-09")
    pairing = resident_of(resident).pairings.get()
    free = suggested_times(pairing, timezone.now())
    west = make_program("Lakeside", time_zone="America/Los_Angeles")
    begins = time(free[0].begins.hour - 3, free[0].begins.minute)
    make_meeting(make_resident(west), make_faculty(west, user=coach), begins=begins)
    assert suggested_times(pairing, timezone.now()) == free[1:]


def test_who_looks_for_a_time_sees_the_one_that_is_open(
    clinics: ClinicYear, resident: User, coach: User, visit: Visit
) -> None:
    here = f"/meetings/with/{resident_of(resident).pk}/"
    assert "a time open already" not in visit(coach, here)
    make_meeting(resident_of(resident), faculty_of(coach), proposed_by=coach)
    assert "You two have a time open already Wed 2 Dec, 13:00 , proposed" in words(visit(coach, here))

"""The pages of meetings: whom am I to meet, when could we, and what have we said."""

import re
from datetime import date, datetime, time, timedelta
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from coaching.access import own_drafts, own_private_notes, own_reflections
from coaching.models import Meeting, MeetingState
from coaching.selectors.meeting_times import suggested_times
from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Absence, ClinicRule, RotationAssignment
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.conftest import Visit
from tests.coaching.pages import section, words
from tests.coaching.test_feeds import events, fetched, moment
from tests.factories import (
    faculty_of,
    make_block,
    make_meeting,
    make_pairing,
    make_resident,
    make_rotation,
    resident_of,
)
from tests.signing_in import sign_in

MEETINGS = "/meetings/"
SHARED = {
    "goals-TOTAL_FORMS": "1",
    "goals-INITIAL_FORMS": "0",
    "goals-0-text": "Read ten ECGs",
    "goals-0-measure": "With the cardiology fellow",
    "goals-0-due": "2027-01-29",
    "goals-0-state": "open",
    "steps-TOTAL_FORMS": "2",
    "steps-INITIAL_FORMS": "0",
    "steps-0-text": "Send the list",
    "steps-0-whose": "coach",
    "steps-1-text": "",
    "summary": "We spoke of the wards",
    "next_on": "2027-02-02",
}


@pytest.fixture
def meeting(resident: User, coach: User) -> Meeting:
    """Proposed by the coach for 2 December, 13:00."""
    return make_meeting(resident_of(resident), faculty_of(coach), proposed_by=coach)


@pytest.fixture
def held(resident: User, coach: User) -> Meeting:
    return make_meeting(resident_of(resident), faculty_of(coach), "2026-11-19", state=MeetingState.HELD)


def address(meeting: Meeting, page: str = "") -> str:
    return f"/meetings/{meeting.pk}/{page}"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# --- where things stand


def test_somebody_who_never_met_is_asked_to_within_half_a_year_of_the_years_beginning(
    clinics: ClinicYear, resident: User, visit: Visit
) -> None:
    page = words(visit(resident, MEETINGS))
    assert "Meet Dr. Achebe by 28 Dec" in page
    assert "Due by Mon 28 Dec Last met: not yet Find a time" in page


def test_what_is_overdue_comes_first_and_stops_asking_once_it_is_agreed(
    clinics: ClinicYear, coach: User, visit: Visit
) -> None:
    names = ("Silva, Ana", "Uchenna, Chidi")
    ana, chidi = (make_resident(clinics.program, name) for name in names)
    for one in (ana, chidi):
        make_pairing(one, faculty_of(coach))
    make_meeting(ana, faculty_of(coach), "2026-09-01", state=MeetingState.HELD)
    with time_machine.travel(at("2027-01-05 09:00"), tick=False):
        page = words(visit(coach, MEETINGS))
        assert "1 meeting needs you" in page
        assert page.index("Chidi Uchenna") < page.index("Ana Silva")
        assert "Overdue since Mon 28 Dec" in page
        make_meeting(chidi, faculty_of(coach), "2027-01-08", state=MeetingState.AGREED)
        page = words(visit(coach, MEETINGS))
    assert "Your meetings are on time" in page
    assert "Overdue" not in page


@pytest.mark.parametrize("path", ["/me/", MEETINGS])
def test_the_resident_sees_who_asks_and_answers_in_one_tap(
    clinics: ClinicYear, meeting: Meeting, resident: User, visit: Visit, path: str
) -> None:
    page = visit(resident, path)
    assert "Proposed: Wed 2 Dec, 13:00 in 10 days" in words(page)
    assert f'href="{address(meeting)}">Answer' in page


def test_the_panel_shows_the_meeting_of_each_resident(
    clinics: ClinicYear, held: Meeting, coach: User, visit: Visit
) -> None:
    found = section(visit(coach, "/panel/"), "Resi Dent", "Find a time")
    assert "Due by Thu 20 May last Thu 19 Nov" in found


@pytest.mark.parametrize("residents", [1, 3])
def test_the_number_of_queries_is_fixed(
    clinics: ClinicYear,
    coach: User,
    client: Client,
    residents: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(residents):
        one = make_resident(clinics.program, f"Silva, Ana {number}")
        make_pairing(one, faculty_of(coach))
        make_meeting(one, faculty_of(coach), state=MeetingState.HELD, proposed_by=coach)
        make_meeting(one, faculty_of(coach), "2026-12-09", proposed_by=coach)
    assert sign_in(client, coach)
    client.get(MEETINGS)
    with django_assert_num_queries(8):
        client.get(MEETINGS)


# --- times that suit both


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


# --- one meeting


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


def test_each_has_a_private_box_with_its_reader_beside_it(
    clinics: ClinicYear, held: Meeting, coach: User, resident: User
) -> None:
    for user, head in ((coach, "My private note"), (resident, "My reflection")):
        client = signed_in(user)
        page = words(client.get(address(held)).content.decode())
        assert f"{head} Only you read this" in page
        assert "Do not enter patient information." in page
        kept = client.post(
            address(held, "private/"), {"private-text": f"Of {user}"}, headers={"accept": "application/json"}
        )
        assert kept.json() == {"said": "Kept at 18:20."}
        assert f"Of {user}" in client.get(address(held)).content.decode()
    assert own_private_notes(coach, held).get().text == f"Of {coach}"
    assert own_reflections(resident, held).get().text == f"Of {resident}"


def test_a_coach_on_the_competency_committee_is_shown_as_such_before_the_first_note(
    clinics: ClinicYear, meeting: Meeting, coach: User, resident: User
) -> None:
    on_it = "on the competency committee"
    assert on_it not in signed_in(resident).get(address(meeting)).content.decode()
    coach.faculty_rows.update(on_competency_committee=True)
    page = signed_in(resident).get(address(meeting)).content.decode()
    assert page.index("Dr. Achebe sits on the competency committee, too.") < page.index("<textarea")
    assert (
        "You sit on the competency committee, too." in signed_in(coach).get(address(meeting)).content.decode()
    )


def test_a_coordinator_says_who_sits_on_it_and_the_trail_keeps_that(
    clinics: ClinicYear, coach: User, coordinator: User
) -> None:
    here = f"/programs/{clinics.program.pk}/faculty/{faculty_of(coach).pk}/"
    client = signed_in(coordinator)
    assert "Sits on the competency committee" in client.get(here).content.decode()
    assert client.post(f"{here}committee/", {"sits": "on"})["Location"] == here
    assert faculty_of(coach).on_competency_committee
    event = Event.objects.get(kind=EventKind.PERSON_CHANGED)
    assert (event.actor, event.after) == (coordinator, {"on_competency_committee": "True"})


def test_a_signed_out_person_keeps_what_was_saved_and_is_sent_to_sign_in(
    clinics: ClinicYear, held: Meeting, coach: User
) -> None:
    client = signed_in(coach)
    client.post(address(held, "draft/"), {**SHARED, "edition": "1", "summary": "Typed so far"})
    client.logout()
    answer = client.post(address(held, "draft/"), {**SHARED, "edition": "1", "summary": "And more"})
    assert answer["Location"].startswith("/accounts/login/")
    assert "Typed so far" in signed_in(coach).get(address(held)).content.decode()


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
    with django_assert_num_queries(10):
        client.get(address(held))


# --- figures and feeds


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

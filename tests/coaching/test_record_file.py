"""A resident takes their record away: whole, with the words they may read, and nobody else's."""

import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coaching.models import MeetingState
from coaching.services.meeting_notes import keep_draft, keep_private
from connectedness.accounts.models import User
from scheduling.models import Absence, BrokenGlass
from tests.coaching.clinic_year import ClinicYear
from tests.coaching.conftest import Visit
from tests.factories import (
    faculty_of,
    make_faculty,
    make_meeting,
    make_pairing,
    make_resident,
    make_team,
    make_user,
    resident_of,
)
from tests.signing_in import sign_in

FILE = "/me/record/download/"


@pytest.fixture(autouse=True)
def year(clinics: ClinicYear, resident: User, coach: User) -> ClinicYear:
    """A resident with something in every part of the record."""
    clinics.coached(resident_of(resident), faculty_of(coach))
    clinics.together(resident_of(resident), faculty_of(coach), "2026-11-20", "2026-11-27")
    Absence.objects.create(
        resident=resident_of(resident),
        first_date=date(2026, 12, 1),
        last_date=date(2026, 12, 4),
        reason="=Grief",
    )
    make_team(clinics.program, resident_of(resident), name="Juniper")
    meeting = make_meeting(
        resident_of(resident),
        faculty_of(coach),
        "2026-11-03",
        state=MeetingState.HELD,
        summary="We spoke of wards",
    )
    meeting.goals.create(text="Read one article", measure="a note")
    meeting.steps.create(text="Send the list")
    keep_private(meeting=meeting, author=resident, text="My own thought")
    keep_private(meeting=meeting, author=coach, text="Canary-note-of-coach")
    keep_draft(meeting=meeting, author=coach, said={"fields": {"summary": "Canary-draft-of-coach"}})
    return clinics


def cells(content: bytes) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


def taken(client: Client, user: User) -> dict[str, list[list[object]]]:
    assert sign_in(client, user)
    answer = client.get(FILE)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "my-record-2026-11-22.xlsx" in answer["Content-Disposition"]
    return cells(answer.content)


def test_all_of_the_record_is_in_the_file(client: Client, resident: User) -> None:
    found = taken(client, resident)
    assert ["Name", "Resi Dent"] in found["Roster"]
    assert found["Clinics"][1][1:] == ["AM", "Main", "yes"]
    assert len(found["Clinics"]) == 3
    assert found["Away"][1][2:] == ["'=Grief"]
    assert found["Coaches"][1][0] == "Dr. Coen Achebe"
    assert found["Teams"][1][0] == "Juniper"
    assert found["Years"][1][:2] == ["2026-2027", 2]
    assert found["Meetings"][1][-2:] == ["We spoke of wards", "My own thought"]
    assert found["Goals"][1][1:3] == ["Read one article", "a note"]
    assert found["Next steps"][1][1] == "Send the list"


def test_what_the_coach_wrote_for_themselves_is_not(client: Client, resident: User) -> None:
    assert "Canary" not in str(taken(client, resident))


def test_who_has_read_it_is_in_the_file(client: Client, resident: User, coordinator: User) -> None:
    client.force_login(coordinator)
    client.get(f"/programs/{resident_of(resident).program_id}/residents/{resident_of(resident).pk}/")
    client.logout()
    assert taken(client, resident)["Readers"][1][0] == "Corinne Ordway"


def test_teams_and_who_broke_the_glass_why_are_in_the_file_as_on_the_page(
    client: Client, resident: User, year: ClinicYear
) -> None:
    make_team(year.program, resident_of(resident), name="Harbor")
    opened = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    BrokenGlass.objects.create(
        resident=resident_of(resident),
        opened_by=make_user("Sita Admin"),
        opened_at=opened,
        until=opened + timedelta(hours=1),
        why="A subpoena",
    )
    found = taken(client, resident)
    assert ["Harbor", "2026-06-29"] in [[str(cell)[:10] for cell in row] for row in found["Teams"]]
    assert found["Glass broken"][1] == ["Sita Admin", "2026-11-20 18:30", "2026-11-20 19:30", "A subpoena"]


def test_another_residents_words_are_not_in_mine(client: Client, year: ClinicYear, coach: User) -> None:
    user = make_user("Otto Ther", program=year.program, role="resident")
    other = make_resident(year.program, "Ther, Otto", user=user)
    make_pairing(other, faculty_of(coach))
    assert "We spoke" not in str(taken(client, user))


def test_it_is_asked_who_it_is_before_the_file_is_made(client: Client, resident: User) -> None:
    client.force_login(resident)
    answer = client.get(FILE)
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"] or "login" in answer["Location"]


@pytest.mark.parametrize("who", ["coach", "coordinator", "director", "nurse", "stranger"])
def test_nobody_else_gets_it(client: Client, who: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(who)
    assert sign_in(client, user)
    answer = client.get(FILE)
    assert answer.status_code == (200 if who == "stranger" else 404)
    assert b"Resi Dent" not in answer.content
    if who == "stranger":
        assert "Resi Dent" not in str(cells(answer.content))


def test_the_record_says_when_they_met_to_whoever_may_open_it(
    visit: Visit, resident: User, coordinator: User
) -> None:
    theirs = visit(
        coordinator, f"/programs/{resident_of(resident).program_id}/residents/{resident_of(resident).pk}/"
    )
    for page in (visit(resident, "/me/record/"), theirs):
        assert "<b>3 Nov 2026</b> with Dr. Achebe" in page
        assert "We spoke" not in page


@pytest.mark.parametrize("size", [1, 3])
def test_a_longer_record_asks_the_database_no_more(
    client: Client,
    resident: User,
    year: ClinicYear,
    size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(size - 1):
        coach = make_faculty(year.program)
        day = date(2024, 1 + number, 1)
        make_pairing(resident_of(resident), coach, first_date=day, last_date=date(2024, 1 + number, 9))
        meeting = make_meeting(resident_of(resident), coach, day.isoformat(), state=MeetingState.HELD)
        meeting.goals.create(text="Goal")
        meeting.steps.create(text="Step")
    assert sign_in(client, resident)
    client.get(FILE)
    with django_assert_num_queries(15):
        client.get(FILE)

"""The half-days on which all of a team are in clinic, in each member's own calendar."""

import pytest
import time_machine
from django.test import Client
from django.utils.http import http_date
from icalendar import Event
from pytest_django import DjangoAssertNumQueries

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event as TrailEvent
from scheduling.models import Absence, CalendarFeed, Nurse, Team, TeamMember
from scheduling.services.feeds import feed_address, make_feed, renew_feed
from scheduling.services.leaving import end_role
from scheduling.services.teams import rename_team
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.conftest import Visit
from tests.coaching.feeds.reading import events, fetched, moment
from tests.coaching.pages import words
from tests.factories import (
    faculty_of,
    make_faculty,
    make_nurse,
    make_nurse_week,
    make_resident,
    make_team,
    resident_of,
)

WEDNESDAYS = ("2026-11-18", "2026-11-25", "2026-12-02")
TITLE = "Team Juniper, all in clinic, Main"


@pytest.fixture
def juniper(clinics: ClinicYear, resident: User, coach: User, nurse: User) -> Team:
    """All at Main on three Wednesdays, one of them gone by."""
    clinics.coached(resident_of(resident), faculty_of(coach))
    clinics.together(resident_of(resident), faculty_of(coach), *WEDNESDAYS)
    nura = make_nurse(clinics.program, user=nurse)
    make_nurse_week(nura, clinics.main, "2-AM")
    return make_team(clinics.program, resident_of(resident), faculty_of(coach), nura, name="Juniper")


def of_team(content: bytes) -> list[Event]:
    return [event for event in events(content) if str(event["UID"]).startswith("team-")]


@pytest.mark.parametrize("who", ["resident", "coach", "nurse"])
def test_each_of_the_team_has_its_half_days_past_ones_too(
    juniper: Team, client: Client, who: str, request: pytest.FixtureRequest
) -> None:
    found = of_team(fetched(client, request.getfixturevalue(who)))
    assert [str(event["SUMMARY"]) for event in found] == [TITLE] * 3
    assert [moment(event).date().isoformat() for event in found] == list(WEDNESDAYS)
    assert found[0]["LOCATION"] == "Main clinic"
    assert found[0]["DESCRIPTION"] == "In clinic: Dr. Achebe, Nura Sey and Resi Dent."
    assert moment(found[0]) == at("2026-11-18 08:00")


def test_a_nurse_without_a_team_has_an_empty_calendar(
    clinics: ClinicYear, nurse: User, client: Client
) -> None:
    assert events(fetched(client, nurse)) == []


def test_a_renamed_team_keeps_its_events_and_says_that_they_are_newer(
    juniper: Team, resident: User, coordinator: User, client: Client
) -> None:
    before = of_team(fetched(client, resident))
    with time_machine.travel(at("2026-11-23 09:00"), tick=False):
        rename_team(team=juniper, name="Harbor", seen="Juniper", actor=coordinator)
    after = of_team(fetched(client, resident))
    assert [event["UID"] for event in after] == [event["UID"] for event in before]
    assert str(after[0]["SUMMARY"]) == "Team Harbor, all in clinic, Main"
    assert all(
        int(str(new["SEQUENCE"])) > int(str(old["SEQUENCE"])) for new, old in zip(after, before, strict=True)
    )


def test_who_is_away_takes_the_half_day_out_of_everybodys_calendar(
    juniper: Team, coach: User, resident: User, client: Client
) -> None:
    assert len(of_team(fetched(client, resident))) == 3
    Absence.objects.create(faculty=faculty_of(coach), first_date="2026-11-25", last_date="2026-11-25")
    assert [moment(event).day for event in of_team(fetched(client, resident))] == [18, 2]


def test_a_calendar_that_compares_dates_alone_misses_no_half_day_that_is_taken_away(
    juniper: Team, coach: User, resident: User, client: Client
) -> None:
    feed = make_feed(user=resident)
    first = client.get(feed_address(feed))
    dated = {"if-modified-since": first.get("Last-Modified", http_date(at("2026-11-22 18:20").timestamp()))}
    Absence.objects.create(faculty=faculty_of(coach), first_date="2026-11-25", last_date="2026-11-25")
    again = client.get(feed_address(feed), headers=dated)
    assert again.status_code == 200
    assert len(of_team(again.content)) == 2
    by_tag = client.get(feed_address(feed), headers={"if-none-match": again["ETag"]})
    assert by_tag.status_code == 304


def test_who_left_the_team_reads_no_more_of_it(juniper: Team, resident: User, client: Client) -> None:
    assert of_team(fetched(client, resident))
    TeamMember.objects.filter(resident=resident_of(resident)).update(last_date="2026-11-21")
    assert of_team(fetched(client, resident)) == []


def test_ones_teams_are_left_out_and_taken_in_by_one_press_and_stay_so_with_a_new_address(
    juniper: Team, resident: User, client: Client, visit: Visit
) -> None:
    feed = make_feed(user=resident)
    assert "Leave my teams out" in words(visit(resident, "/feed/"))
    client.force_login(resident)
    client.post(f"/feed/{feed.pk}/teams/", {"with_teams": "0"})
    assert of_team(fetched(client, resident)) == []
    assert len(events(fetched(client, resident))) == 3
    feed.refresh_from_db()
    assert not renew_feed(feed=feed).with_teams
    assert "Take my teams in" in words(visit(resident, "/feed/"))
    client.post(f"/feed/{CalendarFeed.objects.live().get().pk}/teams/", {"with_teams": "1"})
    assert len(of_team(fetched(client, resident))) == 3


def test_who_is_in_no_team_is_not_asked(clinics: ClinicYear, resident: User, visit: Visit) -> None:
    make_feed(user=resident)
    assert "my teams" not in words(visit(resident, "/feed/")).lower()


def test_a_nurses_feed_ends_with_the_role(juniper: Team, nurse: User, client: Client) -> None:
    address = feed_address(make_feed(user=nurse))
    assert client.get(address).status_code == 200
    assert TrailEvent.objects.filter(kind=EventKind.FEED_MADE, program=juniper.program).exists()
    end_role(membership=Nurse.objects.get().membership, actor=None)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_is_fixed(
    juniper: Team,
    clinics: ClinicYear,
    nurse: User,
    client: Client,
    size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    nura = Nurse.objects.get()
    for number in range(size - 1):
        people = (make_resident(clinics.program), make_faculty(clinics.program))
        clinics.together(people[0], people[1], *WEDNESDAYS)
        make_team(clinics.program, *people, nura, name=f"Harbor {number}")
    address = feed_address(make_feed(user=nurse))
    client.get(address)
    with django_assert_num_queries(15):
        client.get(address)
    assert len(of_team(fetched(client, nurse))) == 3 * size

"""Calendar feeds: what they carry, to whom, and how they are given and taken back."""

from datetime import UTC, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.signing import Signer
from django.db import DatabaseError, connection
from django.test import Client, override_settings
from icalendar import Calendar, Event
from pytest_django import DjangoAssertNumQueries

from connectedness.accounts.models import User
from connectedness.trail import models as trail
from connectedness.trail.kinds import EventKind
from scheduling.models import Assignment, CalendarFeed, Schedule, ScheduleState
from scheduling.services.feeds import feed_address, make_feed, renew_feed, revoke_feed
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.conftest import Visit
from tests.coaching.pages import words
from tests.factories import (
    assign,
    faculty_of,
    make_faculty,
    make_pairing,
    make_resident,
    make_schedule,
    resident_of,
)
from tests.signing_in import PASSWORD, sign_in

ZONES = ["America/New_York", "America/Los_Angeles", "Europe/Stockholm", "Australia/Adelaide"]


def fetched(client: Client, user: User) -> bytes:
    """The feed of a user, as a calendar that knows nothing but the address fetches it."""
    response = client.get(feed_address(make_feed(user=user)))
    assert response.status_code == 200
    return response.content


def events(content: bytes) -> list[Event]:
    found = [cast("Event", event) for event in Calendar.from_ical(content).walk("VEVENT")]
    return sorted(found, key=moment)


def moment(event: Event, name: str = "DTSTART") -> datetime:
    """A time of an event."""
    return cast("datetime", event.decoded(name))


def titles(content: bytes) -> list[str]:
    return [str(event["SUMMARY"]) for event in events(content)]


@pytest.fixture
def year(clinics: ClinicYear, resident: User, coach: User) -> ClinicYear:
    """One half-day together at Main, one alone at East with another preceptor."""
    clinics.coached(resident_of(resident), faculty_of(coach))
    clinics.together(resident_of(resident), faculty_of(coach), "2026-11-25")
    clinics.attends(resident_of(resident), "2026-11-27", period="PM", site=clinics.east)
    clinics.precepts(
        make_faculty(clinics.program, "Okafor, Ada"), "2026-11-27", period="PM", site=clinics.east
    )
    return clinics


def test_a_resident_subscribes_to_clinics_with_those_together_marked(
    year: ClinicYear, resident: User, client: Client
) -> None:
    content = fetched(client, resident)
    first, second = events(content)
    assert first["SUMMARY"] == "Clinic, Main · together with Dr. Achebe"
    assert (moment(first), moment(first, "DTEND")) == (
        datetime(2026, 11, 25, 13, tzinfo=UTC),
        datetime(2026, 11, 25, 17, tzinfo=UTC),
    )
    assert (second["SUMMARY"], second["LOCATION"]) == ("Clinic, East", "East clinic")
    assert second["DESCRIPTION"] == "Precepting: Dr. Okafor."


def test_a_coach_subscribes_to_half_days_with_who_of_the_panel_is_there(
    year: ClinicYear, resident: User, coach: User, client: Client
) -> None:
    another = make_resident(year.program, "Silva, Ana")
    make_pairing(another, faculty_of(coach))
    year.coached(another, faculty_of(coach))
    year.attends(another, "2026-11-25")
    year.precepts(faculty_of(coach), "2026-11-30", period="PM")
    content = fetched(client, coach)
    assert titles(content) == ["In clinic, Main · together with Dent and Silva", "In clinic, Main"]
    assert events(content)[0]["DESCRIPTION"] == "From your panel: Resi Dent and Ana Silva."


def test_no_other_resident_is_named_in_a_residents_feed_nor_another_panel_in_a_coachs(
    year: ClinicYear, resident: User, coach: User, client: Client
) -> None:
    colleague = make_resident(year.program, "Silva, Ana")
    year.coached(colleague, make_faculty(year.program, "Vega, Vera"))
    year.attends(colleague, "2026-11-25")
    assert b"Dent" in fetched(client, coach)
    for user in (resident, coach):
        assert b"Silva" not in fetched(client, user)


def test_a_feed_carries_the_published_schedule_alone(
    year: ClinicYear, resident: User, client: Client
) -> None:
    draft = make_schedule(year.year, state=ScheduleState.DRAFT)
    assign(draft, resident_of(resident), year.session("2026-12-01"))
    assert len(titles(fetched(client, resident))) == 2
    Assignment.objects.filter(schedule=draft).update(schedule=year.schedule)
    year.raise_edition()
    assert len(titles(fetched(client, resident))) == 3


@pytest.mark.parametrize("zone", ZONES)
def test_eight_stays_eight_whatever_the_clocks_do(
    year: ClinicYear, resident: User, client: Client, zone: str
) -> None:
    year.program.time_zone = zone
    year.program.save()
    days = ("2026-09-30", "2026-10-14", "2026-10-28", "2026-11-04", "2027-03-10", "2027-03-17", "2027-04-07")
    year.attends(resident_of(resident), *days)
    mornings = [
        moment(event) for event in events(fetched(client, resident)) if "Main" in str(event["SUMMARY"])
    ]
    assert {f"{start.astimezone(ZoneInfo(zone)):%H:%M}" for start in mornings} == {"08:00"}
    assert len({start.astimezone(UTC).hour for start in mornings}) == 2
    assert len(mornings) == len(days) + 1


def test_a_half_day_that_moves_to_another_site_stays_the_same_event_with_a_higher_sequence(
    year: ClinicYear, resident: User, client: Client
) -> None:
    Schedule.objects.filter(pk=year.schedule.pk).update(published_at=at("2026-11-20 18:00"))
    before = events(fetched(client, resident))[0]
    Schedule.objects.filter(pk=year.schedule.pk).update(state=ScheduleState.ARCHIVED)
    # Drafted before the one that it follows, and published after it.
    following = make_schedule(
        year.year, state=ScheduleState.PUBLISHED, version=2, published_at=at("2026-11-22 18:00")
    )
    assign(following, resident_of(resident), year.session("2026-11-25", site=year.east))
    after = events(fetched(client, resident))[0]
    assert (before["UID"], before["LOCATION"], after["LOCATION"]) == (
        after["UID"],
        "Main clinic",
        "East clinic",
    )
    assert int(str(after["SEQUENCE"])) > int(str(before["SEQUENCE"]))
    assert moment(after, "LAST-MODIFIED") == at("2026-11-22 18:00")


def test_two_people_in_one_session_have_different_events(
    year: ClinicYear, resident: User, coach: User, client: Client
) -> None:
    assert events(fetched(client, resident))[0]["UID"] != events(fetched(client, coach))[0]["UID"]


def test_a_name_with_a_line_break_adds_no_property_to_the_feed(
    year: ClinicYear, resident: User, coach: User, client: Client
) -> None:
    coach.faculty_rows.update(name="Achebe\r\nATTENDEE:mailto:evil@example.org, Coen")
    content = fetched(client, resident)
    assert b"evil@example.org" in content.replace(b"\r\n ", b"")
    assert not any(line.startswith(b"ATTENDEE") for line in content.split(b"\r\n"))
    assert all("ATTENDEE" not in event for event in events(content))


# --- the address


def test_the_database_alone_does_not_give_an_address_away(
    year: ClinicYear, resident: User, client: Client
) -> None:
    feed = make_feed(user=resident)
    address = feed_address(feed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM scheduling_calendarfeed")
        stored = [str(value) for row in cursor.fetchall() for value in row]
    assert not any(feed.token in value for value in stored)
    forged = Signer(key="somebody else's key", sep=".", salt="scheduling.calendar_feed").sign(feed.nonce)
    assert client.get(address).status_code == 200
    assert client.get(address.replace(feed.token, forged)).status_code == 404
    assert client.get(address.replace(feed.token, feed.nonce)).status_code == 404


def test_an_address_survives_a_new_key_while_the_old_one_is_a_fallback(
    year: ClinicYear, resident: User, client: Client
) -> None:
    address = feed_address(make_feed(user=resident))
    old = settings.SECRET_KEY
    with override_settings(SECRET_KEY="n" * 50, SECRET_KEY_FALLBACKS=[old]):
        assert client.get(address).status_code == 200
    with override_settings(SECRET_KEY="n" * 50):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("token", ["x", "x.y", "..", "%00", "é.ü", "a" * 5000, "."])
def test_a_wrong_address_is_not_found(year: ClinicYear, client: Client, token: str) -> None:
    assert client.get(f"/feeds/{token}.ics").status_code == 404


def test_a_revoked_address_is_not_found(year: ClinicYear, resident: User, client: Client) -> None:
    feed = make_feed(user=resident)
    address = feed_address(feed)
    assert client.get(address).status_code == 200
    revoke_feed(feed=feed)
    assert client.get(address).status_code == 404


def test_the_address_of_somebody_disabled_is_not_found(
    year: ClinicYear, resident: User, client: Client
) -> None:
    address = feed_address(make_feed(user=resident))
    assert client.get(address).status_code == 200
    User.objects.filter(pk=resident.pk).update(is_active=False)
    assert client.get(address).status_code == 404


def test_a_new_address_ends_the_old_one(year: ClinicYear, resident: User, client: Client) -> None:
    old = make_feed(user=resident)
    new = renew_feed(feed=old)
    assert client.get(feed_address(old)).status_code == 404
    assert client.get(feed_address(new)).status_code == 200


def test_pressing_a_button_twice_makes_one_address(year: ClinicYear, resident: User) -> None:
    first = make_feed(user=resident)
    assert make_feed(user=resident) == first
    second = renew_feed(feed=first)
    assert renew_feed(feed=first) == second
    assert CalendarFeed.objects.live().get(user=resident) == second
    kinds = list(trail.Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [EventKind.FEED_MADE, EventKind.FEED_REVOKED, EventKind.FEED_MADE]


def test_the_history_names_the_person_and_not_the_address(year: ClinicYear, resident: User) -> None:
    feed = make_feed(user=resident)
    event = trail.Event.objects.get()
    assert (event.program, event.actor, event.subject) == (year.program, resident, "Feed of Resi Dent")
    assert feed.nonce not in f"{event.subject}{event.after}"


def test_no_log_holds_an_address(
    year: ClinicYear, resident: User, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    feed = make_feed(user=resident)
    revoke_feed(feed=feed)
    assert client.get(feed_address(feed)).status_code == 404
    assert "/feeds/***" in caplog.text
    assert feed.nonce not in caplog.text


# --- fetching again


def test_what_has_not_changed_is_not_sent_again(year: ClinicYear, resident: User, client: Client) -> None:
    address = feed_address(make_feed(user=resident))
    first = client.get(address)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    by_tag = client.get(address, headers={"if-none-match": first["ETag"]})
    by_date = client.get(address, headers={"if-modified-since": first["Last-Modified"]})
    assert (by_tag.status_code, by_tag.content, by_date.status_code) == (304, b"", 304)
    year.main.am_start = "08:30"
    year.main.save()
    changed = client.get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert b"T133000Z" in changed.content


def test_publishing_again_is_sent(year: ClinicYear, resident: User, client: Client) -> None:
    address = feed_address(make_feed(user=resident))
    first = client.get(address)
    Schedule.objects.filter(pk=year.schedule.pk).update(published_at=at("2026-11-22 18:21"))
    for header, value in (("if-none-match", first["ETag"]), ("if-modified-since", first["Last-Modified"])):
        assert client.get(address, headers={header: value}).status_code == 200


def test_a_fetch_is_noted_once_an_hour(
    year: ClinicYear, resident: User, client: Client, now: datetime
) -> None:
    feed = make_feed(user=resident)
    address = feed_address(feed)
    for minutes, noted in ((0, 0), (59, 0), (61, 61), (100, 61)):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            client.get(address)
        feed.refresh_from_db()
        assert feed.fetched_at == now + timedelta(minutes=noted)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_written_to_still_answers(
    year: ClinicYear, resident: User, client: Client
) -> None:
    def refuse_updates(execute: object, sql: str, params: object, many: bool, context: object) -> object:
        if sql.startswith("UPDATE"):
            raise DatabaseError("database or disk is full")
        return execute(sql, params, many, context)  # type: ignore[operator]

    feed = make_feed(user=resident)
    with connection.execute_wrapper(refuse_updates):
        response = client.get(feed_address(feed))
    assert response.status_code == 200
    feed.refresh_from_db()
    assert feed.fetched_at is None


@pytest.mark.parametrize("half_days", [1, 3])
def test_the_number_of_queries_is_fixed(
    clinics: ClinicYear,
    resident: User,
    coach: User,
    client: Client,
    half_days: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    clinics.coached(resident_of(resident), faculty_of(coach))
    clinics.together(
        resident_of(resident), faculty_of(coach), *("2026-11-23", "2026-11-24", "2026-11-25")[:half_days]
    )
    for user in (resident, coach):
        address = feed_address(make_feed(user=user))
        client.get(address)
        with django_assert_num_queries(10):
            client.get(address)


# --- the page


def test_the_page_makes_shows_renews_and_ends_an_address(
    year: ClinicYear, resident: User, client: Client, visit: Visit
) -> None:
    assert sign_in(client, resident)
    assert "Make my address" in visit(resident, "/feed/")
    assert client.post("/feed/make/")["Location"] == "/feed/address/"
    feed = CalendarFeed.objects.live().get(user=resident)
    page = visit(resident, "/feed/address/")
    assert f'value="http://testserver/feeds/{feed.token}.ics"' in page
    assert f'href="webcal://testserver/feeds/{feed.token}.ics"' in page
    assert "Google looks again only every 8 to 24 hours" in words(page)
    assert "No calendar has fetched it yet." in words(page)
    client.post(f"/feed/{feed.pk}/renew/")
    page = visit(resident, "/feed/address/")
    assert feed.token not in page
    assert "The old one no longer works" in words(page)
    live = CalendarFeed.objects.live().get(user=resident)
    client.post(f"/feed/{live.pk}/revoke/")
    page = visit(resident, "/feed/")
    assert "its address no longer works" in words(page)
    assert "Make my address" in page


def test_the_address_is_shown_only_once_it_is_sure_who_asks(
    year: ClinicYear, resident: User, client: Client, visit: Visit
) -> None:
    feed = make_feed(user=resident)
    page = visit(resident, "/feed/")
    assert "Show my address" in page
    assert feed.token not in page
    assert client.get("/feed/address/")["Location"].startswith("/accounts/reauthenticate/?next=")
    client.post("/accounts/reauthenticate/?next=/feed/address/", {"password": PASSWORD})
    assert feed.token in client.get("/feed/address/").content.decode()
    revoke_feed(feed=feed)
    assert client.get("/feed/address/")["Location"] == "/feed/"


def test_the_page_says_when_a_calendar_last_came_by_on_the_programs_clock(
    year: ClinicYear, resident: User, client: Client, visit: Visit
) -> None:
    fetched(client, resident)
    assert "A calendar last fetched it on Sun 22 Nov, 18:20" in words(visit(resident, "/feed/"))


def test_a_page_of_another_site_cannot_make_an_address(year: ClinicYear, resident: User) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(resident)
    assert careful.post("/feed/make/").status_code == 403
    assert not CalendarFeed.objects.exists()

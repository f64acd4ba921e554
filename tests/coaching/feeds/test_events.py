"""What feeds carry, and to whom."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from connectedness.accounts.models import User
from scheduling.models import Assignment, Schedule, ScheduleState
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.feeds.reading import events, fetched, moment, titles
from tests.factories import (
    assign,
    faculty_of,
    make_faculty,
    make_pairing,
    make_resident,
    make_schedule,
    resident_of,
)

ZONES = ["America/New_York", "America/Los_Angeles", "Europe/Stockholm", "Australia/Adelaide"]


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

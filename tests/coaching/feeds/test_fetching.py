"""Fetching a feed again and again."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connectedness.accounts.models import User
from scheduling.models import Schedule
from scheduling.services.feeds import feed_address, make_feed
from tests.coaching.clinic_year import ClinicYear, at
from tests.factories import faculty_of, resident_of


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
        with django_assert_num_queries(4):
            client.get(address)

"""A feed's address is a secret: who holds it reads, until it ends."""

import pytest
from django.conf import settings
from django.core.signing import Signer
from django.db import connection
from django.test import Client, override_settings

from connectedness.accounts.models import User
from connectedness.trail import models as trail
from connectedness.trail.kinds import EventKind
from scheduling.models import CalendarFeed
from scheduling.services.feeds import feed_address, make_feed, renew_feed, revoke_feed
from tests.coaching.clinic_year import ClinicYear


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

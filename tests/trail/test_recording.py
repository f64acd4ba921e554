"""What gets into the trail, and what never does."""

import pytest
from django.db import transaction
from django.test import Client, RequestFactory, override_settings

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from connectedness.trail.never import NEVER, NotForTheTrail
from connectedness.trail.recording import record
from scheduling.models import Program

pytestmark = pytest.mark.django_db


def test_an_event_says_who_what_whose_when_and_from_where(
    coordinator: User, resident: User, program: Program, rf: RequestFactory
) -> None:
    request = rf.get("/", REMOTE_ADDR="192.0.2.77", HTTP_USER_AGENT="Clinic browser " + "x" * 200)
    event = record(
        kind=EventKind.ROLE_GIVEN,
        actor=coordinator,
        subject="Chief resident",
        program_id=program.pk,
        about=resident,
        before={"roles": ["resident"]},
        after={"roles": ["resident", "chief"]},
        request=request,
    )
    event.refresh_from_db()
    assert (event.actor, event.actor_name, event.about_name) == (coordinator, "Corinne Ordway", "Resi Dent")
    assert (event.before, event.after) == ({"roles": ["resident"]}, {"roles": ["resident", "chief"]})
    assert event.address == "192.0.2.77"
    assert event.agent.startswith("Clinic browser x")
    assert len(event.agent) == 60


def test_what_is_rolled_back_leaves_no_event(coordinator: User) -> None:
    record(kind=EventKind.PUBLISHED, actor=coordinator, subject="Draft 1")
    with transaction.atomic():
        record(kind=EventKind.PUBLISHED, actor=coordinator, subject="Draft 2")
        transaction.set_rollback(True)
    assert [event.subject for event in Event.objects.all()] == ["Draft 1"]


@pytest.mark.parametrize("key", sorted(NEVER))
def test_reasons_texts_tokens_and_passwords_are_refused_at_any_depth(key: str) -> None:
    for values in ({key: "x"}, {"inner": {key.upper(): "x"}}):
        with pytest.raises(NotForTheTrail):
            record(kind=EventKind.PUBLISHED, actor=None, subject="Draft 1", after=values)
    assert not Event.objects.exists()


def test_control_characters_and_long_words_are_kept_printable_and_short() -> None:
    event = record(kind=EventKind.IMPORTED, actor=None, subject="a\0b\nc" + "d" * 300)
    event.refresh_from_db()
    assert event.subject.startswith("a b c")
    assert len(event.subject) == 200


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
    ],
)
def test_an_address_is_masked_where_policy_asks(address: str, kept: str, rf: RequestFactory) -> None:
    request = rf.get("/", REMOTE_ADDR=address)
    with override_settings(TRAIL_MASKS_ADDRESSES=True):
        assert record(kind=EventKind.PUBLISHED, actor=None, subject="1", request=request).address == kept


@pytest.mark.parametrize(
    ("trusted", "told", "kept"),
    [
        (0, "203.0.113.5", "192.0.2.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        (2, "198.51.100.1, 203.0.113.5", "198.51.100.1"),
        (2, "203.0.113.5", ""),
        (1, "not an address", ""),
    ],
)
def test_a_proxy_is_believed_only_as_far_as_the_operator_trusts_it(
    trusted: int, told: str, kept: str, rf: RequestFactory
) -> None:
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=told)
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=trusted):
        assert record(kind=EventKind.PUBLISHED, actor=None, subject="1", request=request).address == kept


@pytest.mark.parametrize(
    ("agent", "kept"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/124.0 Safari/537.36 Edg/124.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0", "Firefox on Linux"),
        ("curl/8.5.0", "curl/8.5.0"),
    ],
)
def test_a_browser_is_told_in_three_words(agent: str, kept: str, rf: RequestFactory) -> None:
    request = rf.get("/", HTTP_USER_AGENT=agent)
    assert record(kind=EventKind.PUBLISHED, actor=None, subject="1", request=request).agent == kept


def test_a_service_deep_inside_a_request_knows_where_it_came_from(client: Client, resident: User) -> None:
    client.force_login(resident)
    client.post("/feed/make/", REMOTE_ADDR="192.0.2.77", HTTP_USER_AGENT="Clinic browser")
    event = Event.objects.get(kind=EventKind.FEED_MADE)
    assert (event.address, event.agent) == ("192.0.2.77", "Clinic browser")
    later = record(kind=EventKind.PUBLISHED, actor=None, subject="By a worker")
    assert (later.address, later.agent) == ("", "")

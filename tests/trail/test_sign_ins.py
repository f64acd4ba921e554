"""Sign-ins, and what is done to passwords and second factors, leave events without any secret."""

import pytest
from django.test import Client

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str) -> None:
    client.post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR="192.0.2.77")


def last() -> Event:
    event: Event = Event.objects.order_by("-pk")[0]
    return event


def test_signing_in_and_out(client: Client, nurse: User) -> None:
    sign_in(client, nurse.email, "correct horse")
    assert (last().kind, last().actor, last().address) == (EventKind.SIGNED_IN, nurse, "192.0.2.77")
    client.post("/accounts/logout/")
    assert (last().kind, last().actor) == (EventKind.SIGNED_OUT, nurse)


def test_a_failed_sign_in_names_the_account_and_nobody_as_the_one_who_tried(
    client: Client, nurse: User
) -> None:
    sign_in(client, nurse.email.upper(), "incorrect zebra")
    event = last()
    assert (event.kind, event.actor, event.about) == (EventKind.SIGN_IN_FAILED, None, nurse)
    assert "zebra" not in f"{event.subject}{event.before}{event.after}"


def test_what_was_typed_in_place_of_an_address_is_not_kept(client: Client, nurse: User) -> None:
    sign_in(client, "my-password@example.org", "incorrect zebra")
    event = last()
    assert (event.kind, event.about) == (EventKind.SIGN_IN_FAILED, None)
    assert "my-password" not in event.subject


def test_a_changed_password_is_noted_and_not_told(client: Client, nurse: User) -> None:
    sign_in(client, nurse.email, "correct horse")
    new = "a better battery staple"
    client.post(
        "/accounts/password/change/", {"oldpassword": "correct horse", "password1": new, "password2": new}
    )
    nurse.refresh_from_db()
    assert nurse.check_password(new)
    event = Event.objects.get(kind=EventKind.PASSWORD_CHANGED)
    assert event.actor == nurse
    assert "battery" not in f"{event.subject}{event.before}{event.after}"

"""What an operator types, and what it says back."""

import io
from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from connectedness.accounts.models import Role, User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import CalendarFeed, Program
from scheduling.services.feeds import choose_teams, make_feed
from tests.factories import make_resident, make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"
Say = Callable[..., str]


def say(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_a_site_administrator_is_made_with_a_password(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough phrase\n"))
    said = say("create_site_admin", "Ada@Example.org", "--name", "Ada Minh", "--password-stdin")
    assert said == (
        "Ada Minh (ada@example.org) is a new account and site administrator. They sign in with the password.\n"
    )
    user = User.objects.get()
    assert sign_in(client, user, "a long enough phrase")
    assert client.get("/admin/").status_code == 200
    assert Event.objects.filter(kind=EventKind.ROLE_GIVEN, about=user, actor=None).exists()


def test_a_weak_password_a_missing_name_and_a_wrong_address_make_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError, match="too short"):
        say("create_site_admin", "ada@example.org", "--name", "Ada", "--password-stdin")
    with pytest.raises(CommandError, match="needs a name"):
        say("create_site_admin", "ada@example.org", "--no-password")
    with pytest.raises(CommandError, match="valid email"):
        say("create_site_admin", "ada", "--name", "Ada", "--no-password")
    assert not User.objects.exists()
    assert "with codes by mail" in say(
        "create_site_admin", "ada@example.org", "--name", "Ada", "--no-password"
    )


def test_an_account_that_is_there_is_given_the_installation_and_keeps_its_password(
    client: Client, coordinator: User
) -> None:
    assert "has an account and is now site administrator" in say(
        "create_site_admin", coordinator.email.upper()
    )
    assert sign_in(client, coordinator)
    assert client.get("/admin/").status_code == 200


def owner(program: Program) -> User:
    user = make_user(program=program, role=Role.RESIDENT)
    make_resident(program, user=user)
    return user


def test_rotating_gives_every_feed_a_new_address_and_tells_its_owner(
    client: Client, program: Program, other_program: Program, mailoutbox: list[EmailMessage]
) -> None:
    here, there = make_feed(user=owner(program)), make_feed(user=owner(other_program))
    choose_teams(feed=here, with_teams=False)
    with pytest.raises(CommandError, match="--reason"):
        say("rotate_feed_tokens")
    said = say("rotate_feed_tokens", "--reason", "A laptop was stolen", "--program", program.name)
    assert said == "Feeds with a new address: 1; their old ones work no more. Owners told by mail: 1.\n"
    assert client.get(f"/feeds/{there.token}.ics").status_code == 200
    assert client.get(f"/feeds/{here.token}.ics").status_code == 404
    new = CalendarFeed.objects.live().get(user=here.user)
    assert not new.with_teams
    assert client.get(f"/feeds/{new.token}.ics").status_code == 200
    assert [mail.to for mail in mailoutbox] == [[here.user.email]]
    assert new.token not in str(mailoutbox[0].body)
    event = Event.objects.get(kind=EventKind.FEEDS_RENEWED)
    assert event.after == {"feeds": 1, "why": "A laptop was stolen"}
    assert say("rotate_feed_tokens", "--reason", "All", "--no-mail").startswith(
        "Feeds with a new address: 2;"
    )
    assert client.get(f"/feeds/{there.token}.ics").status_code == 404
    assert len(mailoutbox) == 1


def test_nobodys_feeds_are_rotated_for_a_name_that_is_not_there(program: Program) -> None:
    feed = make_feed(user=owner(program))
    for whose in (("--program", "No such program"), ("--user", "nobody@example.org")):
        with pytest.raises(CommandError, match="There is no"):
            say("rotate_feed_tokens", "--reason", "x", *whose)
    assert CalendarFeed.objects.live().filter(pk=feed.pk).exists()


def test_a_test_message_says_by_which_way_it_went(mailoutbox: list[EmailMessage]) -> None:
    assert say("send_test_mail", "ada@example.org").startswith(
        "Sent to ada@example.org, as connectedness@localhost"
    )
    assert [mail.to for mail in mailoutbox] == [["ada@example.org"]]
    with pytest.raises(CommandError, match="not an e-mail address"):
        say("send_test_mail", "ada")


@override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
def test_a_mail_server_that_does_not_answer_is_named() -> None:
    with pytest.raises(CommandError, match=r"server 127\.0\.0\.1, port 1"):
        say("send_test_mail", "ada@example.org")

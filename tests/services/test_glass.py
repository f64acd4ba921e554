"""Breaking the glass: one record, for a while, for a reason, and its owner is told."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.trail.models import Event
from scheduling.access import visible_residents
from scheduling.models import BrokenGlass, Program
from scheduling.services.glass import break_glass, tell_owners
from tests.factories import make_resident, resident_of

pytestmark = pytest.mark.django_db
WHY = "Asked by the hospital's counsel on 3 March."


def ask(client: Client, email: str, why: str = WHY) -> int:
    return client.post("/site/glass/", {"email": email, "why": why}).status_code


def test_a_site_administrator_sees_no_record_until_the_glass_is_broken(
    client: Client, site_admin: User, resident: User, program: Program
) -> None:
    page = f"/programs/{program.pk}/residents/{resident_of(resident).pk}/"
    client.force_login(site_admin)
    assert client.get(page).status_code == 404
    assert ask(client, resident.email.upper()) == 302
    assert client.get(page).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert not visible_residents(site_admin).exists()


def test_only_the_one_record_opens_and_only_to_the_one_who_asked(
    site_admin: User, resident: User, coordinator: User, program: Program
) -> None:
    make_resident(program)
    break_glass(resident=resident_of(resident), actor=site_admin, why=WHY)
    assert list(visible_residents(site_admin)) == [resident_of(resident)]
    site_admin.is_staff = False
    assert not visible_residents(site_admin).exists()


@pytest.mark.parametrize(
    "why", ["", "because", " " * 40, "." * 40, "why?" + "\u200b" * 40, "1234567890 - 1234567890"]
)
def test_without_a_reason_nothing_opens(client: Client, site_admin: User, resident: User, why: str) -> None:
    client.force_login(site_admin)
    assert ask(client, resident.email, why) == 422
    assert not BrokenGlass.objects.exists()
    assert ask(client, resident.email) == 302


def test_an_address_that_is_nobodys_or_several_peoples_opens_nothing(
    client: Client, site_admin: User, program: Program
) -> None:
    client.force_login(site_admin)
    assert ask(client, "nobody@example.org") == 422
    for _ in range(2):
        make_resident(program, email="shared@example.org")
    assert ask(client, "shared@example.org") == 422
    make_resident(program, email="alone@example.org")
    assert ask(client, "alone@example.org") == 302


@pytest.mark.parametrize(
    "who", ["coordinator", "chief", "director", "resident", "coach", "nurse", "stranger"]
)
def test_nobody_else_can_break_it(
    client: Client, who: str, resident: User, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get("/site/glass/").status_code == 404
    assert ask(client, resident.email) == 404
    assert not BrokenGlass.objects.exists()


def test_the_owner_is_told_by_mail_once_and_in_the_app_until_seen(
    client: Client, site_admin: User, resident: User
) -> None:
    glass = break_glass(resident=resident_of(resident), actor=site_admin, why=WHY)
    assert (tell_owners(), tell_owners()) == (1, 0)
    assert [(letter.to, WHY in letter.body, str(site_admin) in letter.body) for letter in mail.outbox] == [
        ([resident.email], True, True)
    ]
    client.force_login(resident)
    assert "Your record was opened" in client.get("/me/").content.decode()
    own = client.get("/me/record/").content.decode()
    assert "counsel on 3 March" in own
    client.post(f"/me/record/seen/{glass.pk}/")
    assert "Your record was opened" not in client.get("/me/").content.decode()
    assert "counsel on 3 March" in client.get("/me/record/").content.decode()


def test_mail_that_fails_is_sent_later(
    site_admin: User, resident: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unplugged(*_: object) -> int:
        raise SMTPServerDisconnected

    break_glass(resident=resident_of(resident), actor=site_admin, why=WHY)
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", unplugged)
        assert tell_owners() == 0
    assert tell_owners() == 1


def test_the_trail_has_who_whose_and_why(site_admin: User, resident: User, program: Program) -> None:
    break_glass(resident=resident_of(resident), actor=site_admin, why=WHY)
    event = Event.objects.get(kind="glass_broken")
    assert (event.actor, event.about, event.program) == (site_admin, resident, program)
    assert event.after["why"] == WHY


def test_another_cannot_acknowledge_for_the_owner(
    client: Client, site_admin: User, resident: User, coach: User
) -> None:
    glass = break_glass(resident=resident_of(resident), actor=site_admin, why=WHY)
    for user, status in ((coach, 404), (site_admin, 404), (resident, 302)):
        client.force_login(user)
        assert client.post(f"/me/record/seen/{glass.pk}/").status_code == status

"""Notices become letters at their hour, leave once, and are tried again where the mail server refuses."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from connectedness.accounts.models import Role, User
from scheduling.access import own_notices
from scheduling.domain.notice_wording import NoticeKind
from scheduling.domain.telling import Choice, Delivery
from scheduling.models import Letter, Notice, Resident
from scheduling.selectors.deliveries import deliveries_of
from scheduling.services.drafts import make_draft
from scheduling.services.notices.choosing import choose_delivery, mark_read
from scheduling.services.notices.relay import LEASE, claim, gather, relay_notices
from scheduling.services.publishing import publish_schedule
from tests.factories import make_user
from tests.services.small_year import SmallYear, make_small_year

pytestmark = pytest.mark.django_db
# Wednesday, noon and after, where the program is.
NOON = datetime(2026, 6, 10, 17, tzinfo=UTC)
FULL_BOX = "452 mailbox full"


class RefusingBackend(EmailBackend):
    """A mail server that takes no mail."""

    def send_messages(self, messages: Any) -> int:
        """Hangs up."""
        raise SMTPServerDisconnected(FULL_BOX)


@pytest.fixture
def small() -> SmallYear:
    """Kofi reads mail; Ana, Ingrid and Omar have an address on the roster."""
    small = make_small_year()
    small.kofi.user = make_user("Kofi Boateng", program=small.program, role=Role.RESIDENT)
    small.kofi.save()
    for person in (small.ana, small.ingrid, small.omar):
        person.email = f"{person.family_name.lower()}@example.org"
        person.save()
    return small


def reader(small: SmallYear) -> User:
    assert small.kofi.user is not None
    return small.kofi.user


def publish(small: SmallYear, number: int, **attended: tuple[int, ...]) -> None:
    draft = make_draft(run=small.finished_run(small.outcome(**attended), number), actor=None)
    publish_schedule(schedule=draft, actor=None, seen_edition=draft.edition)


def recipients() -> list[str]:
    return sorted(address for letter in mail.outbox for address in letter.to)


def test_a_resident_is_mailed_at_once_and_the_coach_with_the_days_digest(small: SmallYear) -> None:
    with time_machine.travel(NOON) as clock:
        publish(small, 1)
        relay_notices()
        mail.outbox.clear()
        clock.shift(timedelta(days=1))
        relay_notices()
        mail.outbox.clear()
        publish(small, 2, kofi=(0,))
        assert relay_notices() == 1
        assert recipients() == [reader(small).email]
        clock.shift(timedelta(hours=24))
        assert relay_notices() == 1
        assert recipients() == ["dahl@example.org", reader(small).email]
        assert relay_notices() == 0
    words = mail.outbox[0].body
    assert mail.outbox[0].subject == "One of your half-days changes"
    assert "Mon 6 Jul, AM: no clinic any more" in words
    assert "http://localhost/notices/" in words


def test_a_days_digest_is_one_letter(small: SmallYear) -> None:
    with time_machine.travel(NOON) as clock:
        for number, attended in ((1, (0, 1)), (2, (0,)), (3, (1,))):
            publish(small, number, kofi=attended)
        clock.shift(timedelta(hours=24))
        relay_notices()
    digest = [letter for letter in mail.outbox if letter.to == ["dahl@example.org"]]
    assert [letter.subject for letter in digest] == ["3 changes to your schedule"]


def test_a_letter_is_sent_by_one_of_two_who_claim_it(small: SmallYear) -> None:
    with time_machine.travel(NOON):
        publish(small, 1)
        gather()
        letter = Letter.objects.all()[0]
        assert claim(letter.pk)
        assert not claim(letter.pk)


def test_a_letter_whose_relay_died_is_sent_by_the_next_under_the_same_id(small: SmallYear) -> None:
    with time_machine.travel(NOON) as clock:
        publish(small, 1)
        gather()
        keys = set(Letter.objects.values_list("key", flat=True))
        for letter in Letter.objects.all():
            claim(letter.pk)
        assert relay_notices() == 0
        clock.shift(LEASE + timedelta(seconds=1))
        assert relay_notices() == len(keys) == 2
    ids = {letter.extra_headers["Message-ID"].strip("<>").partition("@")[0] for letter in mail.outbox}
    assert ids == {str(key) for key in keys}


def test_what_the_mail_server_refuses_is_kept_tried_again_and_shown(small: SmallYear, settings: Any) -> None:
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.RefusingBackend"
    with time_machine.travel(NOON) as clock:
        publish(small, 1)
        assert relay_notices() == 0
        schedule = Notice.objects.all()[0].schedule
        assert schedule is not None
        found = deliveries_of(schedule)
        assert (found.told, found.mailed, found.waiting) == (4, 0, 4)
        assert {(failure.name, failure.attempts, failure.reason) for failure in found.failures} == {
            ("Kofi Boateng", 1, FULL_BOX),
            ("Ana Silva", 1, FULL_BOX),
        }
        settings.EMAIL_BACKEND = backend
        assert relay_notices() == 0
        clock.shift(timedelta(seconds=61))
        assert relay_notices() == 2
        assert deliveries_of(schedule).failures == ()


def test_whoever_has_neither_address_nor_account_is_mailed_nothing(small: SmallYear) -> None:
    small.ana.email = ""
    small.ana.save()
    with time_machine.travel(NOON):
        publish(small, 1)
        relay_notices()
    assert recipients() == [reader(small).email]
    assert Notice.objects.get(resident=small.ana).due_at is None


def test_whoever_left_meanwhile_is_mailed_nothing(small: SmallYear) -> None:
    with time_machine.travel(NOON) as clock:
        publish(small, 1)
        small.ingrid.left_on = (NOON + timedelta(days=1)).date()
        small.ingrid.save()
        clock.shift(timedelta(days=1))
        relay_notices()
        assert relay_notices() == 0
    assert "dahl@example.org" not in recipients()
    assert "reyes@example.org" in recipients()
    assert Notice.objects.get(faculty=small.ingrid).due_at is None


def test_a_name_and_an_address_that_no_mail_can_carry_stop_no_other_letter(small: SmallYear) -> None:
    Resident.objects.filter(pk=small.kofi.pk).update(name="Boateng,\nBcc: all@example.org")
    Resident.objects.filter(pk=small.ana.pk).update(email="ana\n@example.org")
    with time_machine.travel(NOON) as clock:
        publish(small, 1)
        publish(small, 2, kofi=(0,))
        clock.shift(timedelta(days=1))
        relay_notices()
    assert {"dahl@example.org", "reyes@example.org", reader(small).email} == set(recipients())
    assert [letter.attempts for letter in Letter.objects.filter(sent_at=None)] == [1]


def test_a_choice_holds_for_what_waits_and_for_what_comes(small: SmallYear) -> None:
    with time_machine.travel(NOON):
        publish(small, 1)
        choose(small, Delivery.NO_MAIL)
        assert Notice.objects.get(resident=small.kofi).due_at is None
        publish(small, 2, kofi=(0,))
        assert [notice.due_at for notice in Notice.objects.filter(resident=small.kofi)] == [None, None]
        choose(small, Delivery.DIGEST)
        publish(small, 3, kofi=(1,))
        due = Notice.objects.filter(resident=small.kofi)[0].due_at
        assert due is not None
        assert due.astimezone(small.program.zone).hour == 7


def choose(small: SmallYear, delivery: Delivery) -> None:
    user = reader(small)
    choose_delivery(user=user, program=small.program, choice=Choice(delivery), waiting=own_notices(user))


def test_a_users_notices_are_their_own_and_can_be_read(small: SmallYear) -> None:
    with time_machine.travel(NOON):
        publish(small, 1)
        own = own_notices(reader(small))
        assert [notice.resident for notice in own] == [small.kofi]
        shown = [notice.pk for notice in own]
        assert (mark_read(own, shown), mark_read(own, shown)) == (1, 0)
        assert not own_notices(make_user(program=small.program, role=Role.RESIDENT)).exists()


def test_a_notice_to_a_user_without_a_row_is_mailed_to_the_account(small: SmallYear) -> None:
    user = make_user("Corinne Ordway", program=small.program, role=Role.COORDINATOR)
    data = {"version": 1, "coach": "", "is_first": True, "count": 1, "changes": []}
    Notice.objects.create(
        key="x",
        program=small.program,
        user=user,
        kind=NoticeKind.OWN_HALF_DAYS,
        data=data,
        due_at=timezone.now(),
    )
    relay_notices()
    assert recipients() == [user.email]

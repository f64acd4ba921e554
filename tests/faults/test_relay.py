"""Two relays at once send each letter once; what must follow a publication follows though its process died."""

import os
import signal
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from pathlib import Path
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from scheduling.models import Letter, Notice
from scheduling.services.notices import relay
from tests.factories import make_resident
from tests.faults.publishing_year import publish, published_year, year_to_come
from tests.installation import Installation
from tests.queue.workplace import database_of
from tests.services.small_year import SmallYear
from tests.waiting import wait_until

RESIDENTS, RELAYS = 30, 2
FOLLOWS_WITHIN_SECONDS = 60


def test_two_relays_at_once_send_each_letter_once(
    full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), database_of(full_installation):
        _tell_many(year_to_come())
        _at_once(full_installation, relay.relay_notices)
        sent = Counter(letter.to[0] for letter in mail.outbox)
        assert (len(sent), set(sent.values())) == (RESIDENTS, {1})
        assert Letter.objects.filter(sent_at=None).count() == 0
        assert {letter.attempts for letter in Letter.objects.all()} == {1}


def test_without_the_claim_two_relays_send_twice(
    full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    """The control: the same race, with the claim taken out."""
    with django_db_blocker.unblock(), database_of(full_installation):
        _tell_many(year_to_come())
        relay.gather()
        _at_once(full_installation, _send_without_claiming)
        assert max(Counter(letter.to[0] for letter in mail.outbox).values()) == RELAYS


@pytest.mark.timeout(240)
def test_mail_follows_a_publication_whose_relay_was_killed(
    full_installation: Installation, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    """Killed as soon as the publication is there; another one brings every letter, each to one reader, once."""
    folder = full_installation.var_dir / "mail"
    with django_db_blocker.unblock(), database_of(full_installation):
        small = year_to_come()
        Notice.objects.all().delete()
        first = full_installation.start("reaper")
        publish(published_year(small))
        os.killpg(first.pid, signal.SIGKILL)
        first.wait(10)
        Notice.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
        full_installation.start("reaper")
        wait_until(
            lambda: not Notice.objects.filter(letter__sent_at=None, due_at__isnull=False).exists(),
            FOLLOWS_WITHIN_SECONDS,
        )
        ids = _message_ids(folder)
        assert set(ids) == {f"<{letter.key}@localhost>" for letter in Letter.objects.all()}
        assert max(ids.values()) == 1


def _message_ids(folder: Path) -> Counter[str]:
    """How often each letter was handed to the mail server, which here is a folder."""
    found: Counter[str] = Counter()
    for file in folder.glob("*"):
        for part in file.read_bytes().split(b"-" * 79 + b"\n"):
            if part.strip():
                found[str(message_from_bytes(part.lstrip())["Message-ID"])] += 1
    return found


def _tell_many(small: SmallYear) -> None:
    data = {"version": 1, "coach": "", "is_first": True, "count": 1, "changes": []}
    Notice.objects.bulk_create(
        Notice(
            key=f"many/{number}",
            program=small.program,
            resident=make_resident(small.program, email=f"r{number}@example.org"),
            kind="own_half_days",
            data=data,
            due_at=timezone.now(),
        )
        for number in range(RESIDENTS)
    )


def _send_without_claiming() -> None:
    due = list(Letter.objects.due(timezone.now()).values_list("pk", flat=True))
    READY.wait(30)
    for pk in due:
        relay._deliver(pk)


READY = Barrier(RELAYS)


def _at_once(installation: Installation, way: Callable[[], object]) -> None:
    barrier = Barrier(RELAYS)

    def one(_: int) -> None:
        with database_of(installation):
            connection.ensure_connection()
            barrier.wait(30)
            way()

    with ThreadPoolExecutor(RELAYS) as pool:
        list(pool.map(one, range(RELAYS)))

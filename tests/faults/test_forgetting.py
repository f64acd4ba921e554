"""A draft that is brought back at the moment at which it would be forgotten."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from scheduling.models import Schedule
from scheduling.services.forgetting import forget_old_drafts
from scheduling.services.renewing import renew_drafts
from scheduling.services.versions import bring_back
from tests.installation import Installation
from tests.queue.workplace import database_of
from tests.services.drafting import make_drafting

PATIENCE = 30.0
Forget = Callable[[], object]


@pytest.fixture
def old(full_installation: Installation, django_db_blocker: DjangoDbBlocker) -> Iterator[Schedule]:
    """A draft on PostgreSQL that was thrown away so long ago that it may go."""
    with django_db_blocker.unblock(), database_of(full_installation):
        draft = make_drafting().draft
        renew_drafts(draft.year)  # so that nothing is left to follow when it comes back
        long_ago = timezone.now() - settings.UNDO_KEPT - timedelta(days=1)
        Schedule.objects.filter(pk=draft.pk).update(thrown_away_at=long_ago)
        yield Schedule.with_thrown_away.select_related("year__program").get(pk=draft.pk)


def forget_without_holding() -> None:
    """The control: what is to go is looked up, and then deleted by its key."""
    keys = list(Schedule.with_thrown_away.filter(thrown_away_at__isnull=False).values_list("pk", flat=True))
    Schedule.with_thrown_away.filter(pk__in=keys).delete()


def is_left(old: Schedule, installation: Installation, forget: Forget) -> bool:
    """Whether the draft is there after it was brought back while somebody began to forget it."""

    def act() -> object:
        with database_of(installation), transaction.atomic():
            return forget()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            bring_back(schedule=old, actor=None)
            forgetting = pool.submit(act)
            _until_somebody_waits()
        forgetting.result(PATIENCE)
    return Schedule.objects.filter(pk=old.pk).exists()


def _until_somebody_waits() -> None:
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    pytest.fail("Nobody waits for the draft that is being brought back.")


def test_a_draft_brought_back_at_that_moment_stays(old: Schedule, full_installation: Installation) -> None:
    assert is_left(old, full_installation, forget_old_drafts)


def test_without_holding_the_drafts_that_go_one_that_is_back_goes(
    old: Schedule, full_installation: Installation
) -> None:
    assert not is_left(old, full_installation, forget_without_holding)

"""Publish pressed by two people at the same moment: one effect, one version, one set of notices."""

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from pytest_django import DjangoDbBlocker

from scheduling.models import Notice, Schedule, ScheduleState
from scheduling.selectors.publish_effects import compare_with_published
from scheduling.selectors.years import program_today
from scheduling.services.notices.writing import write_publication_notices
from scheduling.services.publishing import StaleEdition, publish_schedule
from tests.faults.publishing_year import next_draft, publish, published_year, state_of, year_to_come
from tests.installation import Installation
from tests.queue.workplace import database_of
from tests.services.small_year import SmallYear

ROUNDS = int(os.environ.get("DOUBLE_PUBLISHES", "20"))
Way = Callable[[Schedule], object]


@pytest.fixture
def small(full_installation: Installation, django_db_blocker: DjangoDbBlocker) -> SmallYear:
    """A year to come in the installation's PostgreSQL."""
    with django_db_blocker.unblock(), database_of(full_installation):
        return year_to_come()


@pytest.mark.timeout(600)
def test_two_who_press_publish_at_once_publish_once(
    small: SmallYear, full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), database_of(full_installation):
        draft = published_year(small)
        for number in range(2, ROUNDS + 2):
            before = state_of(small.year)
            answers = _both(full_installation, [draft, draft], publish)
            after = state_of(small.year)
            assert Counter(answers) == {"ok": 2}
            assert after.published == (draft.version,)
            assert after.archived == (*before.archived, *before.published)
            assert Notice.objects.filter(schedule=draft).count() == 2
            assert (after.events, len(after.told)) == (before.events + 1, len(before.told) + 2)
            draft = next_draft(small, number + 1)


@pytest.mark.timeout(600)
def test_of_two_drafts_published_at_once_one_is_refused_as_old(
    small: SmallYear, full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), database_of(full_installation):
        first = published_year(small)
        answers = _both(full_installation, [first, next_draft(small, 3)], _as_seen_beside_version_1)
        assert Counter(answers) == {"ok": 1, "StaleEdition": 1}
        assert len(state_of(small.year).published) == 1


@pytest.mark.timeout(600)
def test_without_the_lock_two_presses_collide_or_tell_twice(
    small: SmallYear, full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    """The control: the same race, without holding the year's versions."""
    with django_db_blocker.unblock(), database_of(full_installation):
        draft = published_year(small)
        found: Counter[str] = Counter()
        for number in range(2, 12):
            found.update(_both(full_installation, [draft, draft], _publish_without_lock))
            draft = next_draft(small, number + 1)
        assert found["IntegrityError"] > 0


def _as_seen_beside_version_1(draft: Schedule) -> None:
    publish_schedule(schedule=draft, actor=None, seen_edition=draft.edition, seen_published=1)


def _publish_without_lock(draft: Schedule) -> None:
    current = Schedule.objects.select_related("year__program").get(pk=draft.pk)
    if current.state == ScheduleState.PUBLISHED:
        return
    effects = compare_with_published(current).effects(program_today(current.year.program), keep_until=None)
    write_publication_notices(current, effects)
    Schedule.objects.filter(year=current.year, state=ScheduleState.PUBLISHED).update(
        state=ScheduleState.ARCHIVED
    )
    Schedule.objects.filter(pk=draft.pk).update(state=ScheduleState.PUBLISHED)


def _both(installation: Installation, drafts: list[Schedule], way: Way) -> list[str]:
    """Two people, each with a connection of their own, at the same moment; what became of each."""
    barrier = Barrier(len(drafts))

    def person(draft: Schedule) -> str:
        with database_of(installation):
            connection.ensure_connection()
            barrier.wait(30)
            try:
                way(draft)
            except (StaleEdition, IntegrityError) as refused:
                return type(refused).__name__
            return "ok"

    with ThreadPoolExecutor(len(drafts)) as pool:
        return list(pool.map(person, drafts))

"""A way chosen by two people at the same moment: one repair, one draft, and the other one is told who was first."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoDbBlocker

from scheduling.models import Disruption, DisruptionKind, Schedule, ScheduleState
from scheduling.selectors.repair.breakage import breakage
from scheduling.selectors.repair.ways import ways_shown
from scheduling.selectors.workbench.desk import desk_of
from scheduling.selectors.years import program_today
from scheduling.services.repairing.choosing import Choice, choose_way
from scheduling.services.repairing.holding import RepairRefused
from scheduling.services.repairing.reporting import Report, report_disruption
from scheduling.services.versions import copy_version
from tests.faults.publishing_year import publish, published_year, year_to_come
from tests.installation import Installation
from tests.queue.workplace import database_of

ROUNDS = 8
Way = Callable[[Disruption, Choice], object]


@pytest.mark.timeout(300)
def test_two_who_choose_at_once_make_one_repair(
    full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), database_of(full_installation):
        disruption, published = _snow_day()
        for number in range(ROUNDS):
            answers = _both(full_installation, disruption, published, _choose, number)
            drafts = Schedule.objects.filter(state=ScheduleState.DRAFT)
            assert Counter(answers) == {"ok": 1, "RepairRefused": 1}
            assert drafts.count() == 1
            drafts.delete()


@pytest.mark.timeout(300)
def test_without_holding_the_year_two_collide_or_make_two_drafts(
    full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    """The control: the same race, without the lock."""
    with django_db_blocker.unblock(), database_of(full_installation):
        disruption, published = _snow_day()
        found: Counter[str] = Counter()
        for number in range(ROUNDS):
            found.update(_both(full_installation, disruption, published, _copy_without_lock, number))
            drafts = Schedule.objects.filter(state=ScheduleState.DRAFT)
            found["two drafts"] += drafts.count() > 1
            drafts.delete()
        assert found["IntegrityError"] + found["two drafts"] > 0


def _snow_day() -> tuple[Disruption, Schedule]:
    small = year_to_come()
    published = publish(published_year(small))
    day = published.assignments.order_by("date")[0].date
    report = Report(kind=DisruptionKind.CLINIC, first=day, last=day, key="snow-0001")
    return report_disruption(program=small.year.program, report=report, actor=None), published


def _choose(disruption: Disruption, choice: Choice) -> None:
    choose_way(disruption=disruption, choice=choice, actor=None)


def _copy_without_lock(disruption: Disruption, choice: Choice) -> None:
    if Disruption.objects.select_related("repair").get(pk=disruption.pk).is_waiting:
        with transaction.atomic():
            copy_version(schedule=choice.version, actor=None, why="repair of")


def _both(
    installation: Installation, disruption: Disruption, published: Schedule, way: Way, number: int
) -> list[str]:
    """Two people, each with a page and a connection of their own, at the same moment; what became of each."""
    version = Schedule.objects.select_related("year__program").get(pk=published.pk)
    today = program_today(version.year.program)
    shown = ways_shown(version, breakage(disruption, version, desk_of(version), today))[-1]
    barrier = Barrier(2)

    def person(key: str) -> str:
        with database_of(installation):
            connection.ensure_connection()
            own = Schedule.objects.select_related("year__program").get(pk=published.pk)
            choice = Choice(version=own, edition=own.edition, digest=shown.digest, key=key)
            barrier.wait(30)
            try:
                way(disruption, choice)
            except (RepairRefused, IntegrityError) as refused:
                return type(refused).__name__
            return "ok"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(person, [f"first-{number:04}", f"second-{number:04}"]))

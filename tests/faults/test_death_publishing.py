"""The web process killed at any point of publishing: all of it or nothing, and afterwards it can be done again."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest
from pytest_django import DjangoDbBlocker

from connectedness.accounts.models import Role, User
from connectedness.env import BASE_DIR
from scheduling.models import Notice, Schedule, ScheduleState
from tests.factories import make_user
from tests.faults.publishing_year import State, next_draft, publish, published_year, state_of, year_to_come
from tests.installation import Installation
from tests.queue.workplace import database_of

NEVER, AFTER_COMMIT = 10_000, 0
# At every third statement, and at each with DEATHS_EVERY=1.
EVERY = int(os.environ.get("DEATHS_EVERY", "3"))


@pytest.mark.timeout(600)
def test_a_process_killed_while_it_publishes_leaves_all_or_nothing(
    full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), database_of(full_installation):
        small = year_to_come()
        coordinator = make_user("Corinne Ordway", program=small.program, role=Role.COORDINATOR)
        draft = published_year(small)
        with _mortals(full_installation, coordinator, small.program.pk) as mortals:
            statements, status = mortals.press(draft, NEVER)
            assert status == 0
            assert state_of(small.year).published == (draft.version,)
            for run, number in enumerate([*range(1, statements, EVERY), statements, AFTER_COMMIT], 3):
                draft = next_draft(small, run)
                before = state_of(small.year)
                assert mortals.press(draft, number) == (0, -signal.SIGKILL)
                assert _all_or_nothing(draft, before) == ("all" if number == AFTER_COMMIT else "nothing")
                publish(draft)
                assert Notice.objects.filter(schedule=draft).count() == 2


def _all_or_nothing(draft: Schedule, before: State) -> str:
    draft.refresh_from_db()
    after = state_of(draft.year)
    if draft.state == ScheduleState.DRAFT:
        assert after == before
        return "nothing"
    assert after.published == (draft.version,)
    assert after.archived == (*before.archived, *before.published)
    assert Notice.objects.filter(schedule=draft).count() == 2
    assert after.events == before.events + 1
    return "all"


class Mortals:
    """Processes that press Publish and die at a statement."""

    def __init__(self, process: "subprocess.Popen[str]", orders: IO[str], answers: IO[str]) -> None:
        self.process, self.orders, self.answers = process, orders, answers

    def press(self, draft: Schedule, number: int) -> tuple[int, int]:
        """Die before the n-th statement; how many were made by one that lived, and how it ended."""
        self.orders.write(f"{draft.pk} {draft.edition} {number}\n")
        self.orders.flush()
        made, status = self.answers.readline().split()
        return int(made), int(status)


@contextmanager
def _mortals(installation: Installation, coordinator: User, program: int) -> Iterator[Mortals]:
    line = [sys.executable, "-m", "tests.faults.die_publishing", str(coordinator.pk), str(program)]
    with subprocess.Popen(
        line,
        cwd=BASE_DIR,
        env=installation.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Mortals(process, process.stdin, process.stdout)
        process.stdin.close()

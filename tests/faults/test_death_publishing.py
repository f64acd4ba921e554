"""The web process killed at any point of publishing: all of it or nothing, and afterwards it can be done again."""

import re
import signal
import subprocess
import sys

import pytest
from pytest_django import DjangoDbBlocker

from connectedness.accounts.models import Role, User
from connectedness.env import BASE_DIR
from scheduling.models import Notice, Schedule, ScheduleState
from tests.factories import make_user
from tests.faults.publishing_year import next_draft, publish, published_year, state_of, year_to_come
from tests.installation import Installation
from tests.queue.workplace import database_of

POINTS = 9
ENOUGH = 10_000


@pytest.mark.timeout(300)
def test_a_process_killed_while_it_publishes_leaves_all_or_nothing(
    full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), database_of(full_installation):
        small = year_to_come()
        coordinator = make_user("Corinne Ordway", program=small.program, role=Role.COORDINATOR)
        draft = published_year(small)
        whole = _press(full_installation, coordinator, draft, ENOUGH)
        assert whole.returncode == 0, whole.stderr
        statements = int(re.findall(r"(\d+) statements", whole.stdout)[0])
        seen = set()
        for number, point in enumerate(_points(statements), 3):
            draft = next_draft(small, number)
            before = state_of(small.year)
            publish_seen = _press(full_installation, coordinator, draft, point)
            assert publish_seen.returncode == -signal.SIGKILL, (point, publish_seen.stderr)
            seen.add(_all_or_nothing(draft, before))
            publish(draft)
            assert Notice.objects.filter(schedule=draft).count() == 2
        assert seen == {"all", "nothing"}


def _points(statements: int) -> list[int]:
    """Statements at which to die, from the first to the last; the last ones come after the commit."""
    step = max(1, statements // (POINTS - 3))
    return sorted({*range(1, statements + 1, step), statements - 2, statements - 1, statements})


def _all_or_nothing(draft: Schedule, before: object) -> str:
    draft.refresh_from_db()
    after = state_of(draft.year)
    if draft.state == ScheduleState.DRAFT:
        assert after == before
        return "nothing"
    assert after.published == (draft.version,)
    assert Notice.objects.filter(schedule=draft).count() == 2
    assert after.events == len(after.archived) + 1
    return "all"


def _press(
    installation: Installation, coordinator: User, draft: Schedule, point: int
) -> subprocess.CompletedProcess[str]:
    year = draft.year
    arguments = [coordinator.pk, year.program_id, draft.pk, draft.edition, point]
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.die_publishing", *map(str, arguments)],
        cwd=BASE_DIR,
        env=installation.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

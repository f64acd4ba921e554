"""What somebody else does over another connection, while one's own step has not ended."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

from tests.queue.workplace import Workplace, database_of
from tests.waiting import wait_until

PATIENCE = 30
T = TypeVar("T")


def started(pool: ThreadPoolExecutor, workplace: Workplace, step: Callable[[], T]) -> "Future[T]":
    """A step over another connection, begun: it waits for a row that is held, or has ended."""

    def run() -> T:
        with database_of(workplace.installation):
            return step()

    future = pool.submit(run)
    wait_until(lambda: future.done() or _somebody_waits(), PATIENCE)
    return future


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])

"""Two people in one cell of the block schedule at the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from scheduling.models import Block, DataEdit, RotationAssignment
from scheduling.services.block_schedule import CellEdit, CellsRefused, block_log, edit_cells, write_cells
from scheduling.services.data_edits import EditLog
from tests.factories import make_rotation, make_user
from tests.installation import Installation
from tests.queue.workplace import database_of
from tests.services.small_year import MONDAY, SmallYear, make_small_year

ROUNDS = 15
TODAY = date(2026, 6, 1)
WANTED = ("ICU", "/ 2026-07-06 ICU")
Way = Callable[[EditLog, CellEdit], object]


@pytest.fixture
def small(full_installation: Installation, django_db_blocker: DjangoDbBlocker) -> Iterator[SmallYear]:
    """Kofi on AMB in one block, on PostgreSQL."""
    with django_db_blocker.unblock(), database_of(full_installation):
        made = make_small_year()
        make_rotation(made.program, code="ICU")
        yield made


def with_the_lock(log: EditLog, edit: CellEdit) -> object:
    """As the application does it."""
    return edit_cells(log=log, edits=[edit], today=TODAY)


def without_the_lock(log: EditLog, edit: CellEdit) -> object:
    """The control: the same checks on the same rows, which nobody holds."""
    with transaction.atomic():
        return write_cells(log, [edit], TODAY)


def race(small: SmallYear, way: Way, installation: Installation) -> list[int]:
    """How many of two writers were told that they had written, round by round."""
    logs = [block_log(small.year, make_user()) for _ in WANTED]
    block = Block.objects.get(year=small.year, first_date=MONDAY, last_date=small.year.last_date)
    amb = RotationAssignment.objects.get(resident=small.kofi).rotation
    barrier = Barrier(len(WANTED))

    def write(log: EditLog, text: str) -> bool:
        with database_of(installation):
            connection.ensure_connection()
            barrier.wait(30)
            try:
                way(log, CellEdit(small.kofi.pk, block.pk, "AMB", text))
            except CellsRefused:
                return False
            return True

    written = []
    for _ in range(ROUNDS):
        with ThreadPoolExecutor(len(WANTED)) as pool:
            written.append(sum(pool.map(write, logs, WANTED)))
        RotationAssignment.objects.filter(resident=small.kofi).delete()
        RotationAssignment.objects.create(resident=small.kofi, block=block, rotation=amb)
    return written


def test_one_of_two_writers_is_told_of_the_other(small: SmallYear, full_installation: Installation) -> None:
    assert race(small, with_the_lock, full_installation) == [1] * ROUNDS
    assert DataEdit.objects.count() == ROUNDS


def test_without_the_lock_both_are_told_that_they_wrote(
    small: SmallYear, full_installation: Installation
) -> None:
    assert 2 in race(small, without_the_lock, full_installation)

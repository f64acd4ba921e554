"""A result is taken over while somebody edits the same cell: one of them is first, the other is told."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
import time_machine
from django.db import connection, transaction

from scheduling.models import EditKind, Schedule, SolveRun
from scheduling.selectors.run_results import result_of
from scheduling.selectors.workbench.offers import offers
from scheduling.selectors.years import program_today
from scheduling.services.editing.refusals import EditRefused
from scheduling.services.editing.steps import Step, edit_draft, write_step
from scheduling.services.editing.taking_over import Taking, take_over
from tests.queue.workplace import Workplace, database_of
from tests.services.solved_again import BEFORE_THE_YEAR, MON, TUE, Again, make_again

ROUNDS = 8
Act = Callable[[], object]


@pytest.fixture(autouse=True)
def before_the_year() -> Iterator[None]:
    """Nothing is history yet."""
    with time_machine.travel(BEFORE_THE_YEAR):
        yield


def test_of_a_take_over_and_an_edit_of_the_same_week_one_is_refused(workplace: Workplace) -> None:
    for _ in range(ROUNDS):
        again = make_again()
        run = again.run({(0, 1): (MON,)})
        barrier = Barrier(2)

        def start_with_the_other(act: Act, barrier: Barrier = barrier) -> bool:
            barrier.wait(30)
            return _succeeds(act)

        acts = [_taking(run), _dropping(again)]
        assert _both(workplace, acts, start_with_the_other) in ([True, False], [False, True])
        again.draft.refresh_from_db()
        assert again.draft.edition == 2


def test_without_the_lock_a_decision_is_overwritten_unseen(workplace: Workplace) -> None:
    """The control: the same two, and the one that takes over looks, is overtaken, and writes all the same."""
    again = make_again()
    run = again.run({(0, 1): (MON,)})
    looked, overtaken = Event(), Event()

    def drop() -> None:
        assert looked.wait(30)
        _dropping(again)()
        overtaken.set()

    def take() -> None:
        _take_without_lock(run, looked, overtaken)

    assert _both(workplace, [take, drop], _succeeds) == [True, True]
    assert again.state(0, 1, MON).session is not None


def _taking(run: SolveRun) -> Act:
    return lambda: take_over(run=run, actor=None, taking=Taking(key="taken"))


def _dropping(again: Again) -> Act:
    """Somebody decides that the first resident has no clinic in that week."""
    drop = again.move(0, 1, MON)[:1]
    assert drop[0].place == again.place(0, 1, TUE)
    step = Step(kind=EditKind.DROP, label="No clinic", changes=drop, key="dropped")
    return lambda: edit_draft(schedule=again.draft, actor=None, step=step)


def _take_without_lock(run: SolveRun, looked: Event, overtaken: Event) -> None:
    result = result_of(run)
    assert result is not None
    assert run.base_id is not None
    draft = Schedule.objects.select_related("year__program").get(pk=run.base_id)
    changes = [one.change for one in offers(draft, result, program_today(draft.year.program))]
    looked.set()
    assert overtaken.wait(30)
    with transaction.atomic():
        write_step(
            draft, None, Step(kind=EditKind.TAKE_OVER, label="", changes=changes, key="taken"), changes
        )


def _succeeds(act: Act) -> bool:
    try:
        act()
    except EditRefused:
        return False
    return True


def _both(workplace: Workplace, acts: list[Act], way: Callable[[Act], bool]) -> list[bool]:
    """Which of two succeed, each on a connection of its own."""

    def one(act: Act) -> bool:
        with database_of(workplace.installation):
            connection.ensure_connection()
            return way(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))

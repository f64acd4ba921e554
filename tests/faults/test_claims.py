"""Many workers that reach for one run at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from scheduling.models import RunState, SolveRun
from scheduling.services.solving.leases import claim
from tests.factories import make_run
from tests.queue.workplace import Workplace, database_of

ROUNDS, WORKERS = 25, 4
Claim = Callable[[int], object]


def test_of_many_workers_exactly_one_claims_a_run(workplace: Workplace) -> None:
    assert _most_claims(workplace, claim) == 1


def test_without_comparing_before_setting_a_run_is_claimed_twice(workplace: Workplace) -> None:
    """The control: the same race, with the comparison taken out."""
    assert _most_claims(workplace, _claim_without_comparing) > 1


def _claim_without_comparing(run_id: int) -> bool:
    run = SolveRun.objects.get(pk=run_id)
    if run.state != RunState.QUEUED:
        return False
    SolveRun.objects.filter(pk=run_id).update(state=RunState.RUNNING, lease_until=run.created_at)
    return True


def _most_claims(workplace: Workplace, way: Claim) -> int:
    """The largest number of workers that got the same run."""
    barrier = Barrier(WORKERS)

    def worker(run_ids: list[int]) -> list[bool]:
        with database_of(workplace.installation):
            connection.ensure_connection()
            won = []
            for run_id in run_ids:
                barrier.wait(30)
                won.append(bool(way(run_id)))
            return won

    runs = [make_run(workplace.small.year).pk for _ in range(ROUNDS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        won = list(pool.map(worker, [runs] * WORKERS))
    return max(map(sum, zip(*won, strict=True)))

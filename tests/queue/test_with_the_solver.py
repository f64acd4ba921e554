"""The whole way with the real solver: asked for, solved by a worker, checked, stored."""

import pytest

from scheduling.models import RunState
from tests.queue.workplace import Workplace, until_ended


@pytest.fixture
def solving(workplace: Workplace) -> Workplace:
    """A workplace whose workers start the real solver, with the memory that it has by default."""
    for name in ("SOLVER_COMMAND", "SOLVER_MEMORY_MB"):
        del workplace.installation.environment[name]
    workplace.start_worker()
    return workplace


def test_a_small_year_is_solved_and_proven(solving: Workplace) -> None:
    run = until_ended(solving.ask("nothing of the stand-in", time_limit=30), 60)
    assert (run.state, run.status, run.message) == (RunState.FINISHED, "optimal", "")
    assert run.objective == run.bound == 4.0
    assert run.progress.exists()
    assert solving.starts() == []

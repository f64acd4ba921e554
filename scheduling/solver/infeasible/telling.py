"""What a run says where there is no schedule: what collides, then the schedule that breaks least."""

import logging

from scheduling.domain.violations import Violation
from scheduling.solver.array_building import arrays_of
from scheduling.solver.checked import SolverFaultError
from scheduling.solver.engines import EngineError
from scheduling.solver.infeasible.panels import with_possible_panels
from scheduling.solver.infeasible.relaxed import relaxed_schedule
from scheduling.solver.pairing import first_pairing
from scheduling.solver.pairs import pair_table
from scheduling.solver.progress import Stage
from scheduling.solver.state import Search
from scheduling.solver.transport import TransportAnswer

logger = logging.getLogger(__name__)


def tell_collisions(state: Search, pairing: TransportAnswer | None, found: tuple[Violation, ...]) -> None:
    """Tell the run what collides and what breaks least; nothing found proves nothing.

    ``pairing`` is None where the panels collide. What collides is proven, and is told even where the relaxation fails.
    """
    if not found:
        return
    run = state.run
    run.collide(found)
    run.enter(Stage.RELAX)
    try:
        possible = _possible_pairing(state) if pairing is None else pairing
        if possible is not None:
            run.relax(relaxed_schedule(state.arrays, possible.coach, run.deadline, run.limits.seed))
    except (EngineError, SolverFaultError) as fault:
        logger.warning("No schedule that breaks least: %s", fault)


def _possible_pairing(state: Search) -> TransportAnswer | None:
    """The best pairing in panels that are just wide enough."""
    run = state.run
    problem = with_possible_panels(run.problem, run.deadline, run.limits.seed)
    if problem is None:
        return None
    arrays = arrays_of(problem)
    return first_pairing(Search(run, arrays, pair_table(arrays), state.step))

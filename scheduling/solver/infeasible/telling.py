"""What a run says where there is no schedule: what collides, then the schedule that breaks least."""

from scheduling.domain.violations import Violation
from scheduling.solver.arrays import arrays_of
from scheduling.solver.infeasible.panels import with_possible_panels
from scheduling.solver.infeasible.relaxed import relaxed_schedule
from scheduling.solver.pairing import first_pairing
from scheduling.solver.pairs import pair_table
from scheduling.solver.progress import Stage
from scheduling.solver.state import Search
from scheduling.solver.transport import TransportAnswer


def tell_collisions(state: Search, pairing: TransportAnswer | None, found: tuple[Violation, ...]) -> None:
    """Tell the run what collides and what breaks least; nothing found proves nothing.

    ``pairing`` is None where the panels collide.
    """
    if not found:
        return
    run = state.run
    run.collide(found)
    run.enter(Stage.RELAX)
    possible = _possible_pairing(state) if pairing is None else pairing
    if possible is not None:
        run.relax(relaxed_schedule(state.arrays, possible.coach, run.deadline, run.limits.seed))


def _possible_pairing(state: Search) -> TransportAnswer | None:
    """The best pairing in panels that are just wide enough."""
    run = state.run
    problem = with_possible_panels(run.problem, run.deadline, run.limits.seed)
    if problem is None:
        return None
    arrays = arrays_of(problem)
    return first_pairing(Search(run, arrays, pair_table(arrays), state.step))

"""Panels just wide enough: what must give way in who coaches whom before anybody can be scheduled."""

from dataclasses import replace

import numpy as np

from scheduling.domain.problem import FacultyMember, Problem, Resident
from scheduling.solver.array_building import arrays_of
from scheduling.solver.engines import Ending, solve_lp
from scheduling.solver.infeasible.elastic import elastic
from scheduling.solver.pairs import pair_table
from scheduling.solver.transport import transport_model


def with_possible_panels(problem: Problem, deadline: float, seed: int) -> Problem | None:
    """The problem with the fewest places more or fewer in its panels; who has no candidate may have any coach.

    None if nobody coaches, or if time ran out.
    """
    residents = tuple(_with_candidates(problem, resident) for resident in problem.residents)
    if not problem.faculty:
        return None
    everyone = replace(problem, residents=residents)
    table = pair_table(arrays_of(everyone))
    model = transport_model(table, np.zeros(len(table.resident)))
    price = np.ones(model.rows)
    price[: len(residents)] = 0.0  # nobody goes without a coach; the panels give way
    stretched = elastic(model.matrix(), price)
    answer = solve_lp(stretched.matrix, deadline, seed, presolve=True)
    if answer.ending is not Ending.OPTIMAL or answer.values is None:
        return None
    above, below = (given[len(residents) :].round() for given in stretched.given(answer.values))
    panels = zip(problem.faculty, above, below, strict=True)
    return replace(
        everyone, faculty=tuple(_with_panel(member, int(more), int(fewer)) for member, more, fewer in panels)
    )


def _with_candidates(problem: Problem, resident: Resident) -> Resident:
    """Those of the program for a resident without candidates; if it has no faculty, everyone."""
    if problem.candidates_of(resident):
        return resident
    own = tuple(member.id for member in problem.faculty if member.program == resident.program)
    return replace(resident, candidates=own or tuple(problem.faculty_by_id))


def _with_panel(member: FacultyMember, more: int, fewer: int) -> FacultyMember:
    return replace(member, panel_min=member.panel_min - fewer, panel_max=member.panel_max + more)

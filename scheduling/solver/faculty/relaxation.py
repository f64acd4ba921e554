"""The relaxation of half-days and attendance under given pairs: its prices bound, its half-days are rounded."""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Bools, Floats, Ints
from scheduling.solver.engines import Answer, approach_lp, solve_lp
from scheduling.solver.faculty.certificate import linked_certificate
from scheduling.solver.faculty.model import FacultyModel, build_model
from scheduling.solver.faculty.pricing import LinkedPrices, linked_bound, linked_stage, linked_values
from scheduling.solver.faculty.scope import Scope
from scheduling.solver.faculty.state import FacultySearch
from scheduling.solver.prices import raw_prices
from scheduling.solver.schedule import ScheduleAnswer
from scheduling.solver.worth import Multipliers

LARGEST_SIMPLEX = 1000  # entries; above it first-order steps come near the optimum sooner
ITERATIONS = 3000
TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The units to choose by the relaxation, and its prices, with the links of the scope's pairs."""

    scope: Scope
    units: Bools
    priced: LinkedPrices


def relax(search: FacultySearch, coach: Ints) -> Relaxed | None:
    """The relaxation under given pairs; None if time is up or there is no solution."""
    scope = search.scope
    if len(scope.table.resident) > len(coach):
        scope = scope.only(coach)
    model = build_model(scope.entries, scope.offers, exact=False)
    answer = _solve(search, model, len(scope.entries.pair))
    if answer.values is None or answer.duals is None:
        return None
    share = answer.values[model.columns.f]
    size = np.bincount(scope.offers.unit, minlength=scope.offers.units)
    units = scope.chooser.best((share / np.maximum(size, 1))[scope.offers.unit]).units
    raw = raw_prices(ScheduleAnswer(model.built, duals=answer.duals))
    return Relaxed(scope, units, LinkedPrices(model.built, raw, _links(scope, model, answer.duals)))


def _solve(search: FacultySearch, model: FacultyModel, entries: int) -> Answer:
    run, matrix = search.run, model.built.matrix
    if entries <= LARGEST_SIMPLEX:
        return solve_lp(matrix, run.deadline, run.limits.seed)
    return approach_lp(matrix, run.deadline, ITERATIONS, TOLERANCE)


def _links(scope: Scope, model: FacultyModel, duals: Floats) -> Floats:
    """The price of each link of the table."""
    found = np.zeros(len(scope.entries.pair))
    meetings = model.meetings
    linked = model.link_rows >= 0
    found[meetings.entry[linked]] = np.maximum(duals[model.link_rows[linked]], 0.0)
    return found


def prove(search: FacultySearch, scope: Scope, priced: LinkedPrices) -> None:
    """Tell the run what prices prove; ``scope`` holds all pairs that the rules allow."""
    values = linked_values(scope, priced)
    panel = np.zeros(len(scope.offers.quota))
    tell(search, scope, priced, values.multipliers, panel)


def tell(
    search: FacultySearch, scope: Scope, priced: LinkedPrices, multipliers: Multipliers, panel: Floats
) -> None:
    """Round prices, and tell the run their bound with its certificate."""
    stage, link = linked_stage(scope, priced, multipliers, panel)
    search.whole.bound(linked_bound(scope, stage, link), linked_certificate(scope, stage, link))

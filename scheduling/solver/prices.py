"""Prices for what residents share, read from a schedule's duals, averaged, and made into a bound on all pairings."""

from dataclasses import dataclass

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.solver.arrays import Bools, Floats, ProblemArrays, add_up
from scheduling.solver.pairs import PairTable
from scheduling.solver.schedule import BuiltSchedule, ScheduleAnswer
from scheduling.solver.worth import Multipliers, Prices

PRICED = frozenset(
    (RuleId.ELIGIBLE, RuleId.ROOMS, RuleId.SUPERVISION, RuleId.GAP, RuleId.PINS, RuleId.FROZEN)
)


@dataclass(frozen=True, slots=True)
class RawPrices:
    """Duals of one schedule, or an average of several: rows of the rules, overlap rows, years, windows."""

    rows: Floats
    overlap: Floats
    load: Floats
    contact: Floats

    def blend(self, other: "RawPrices", weight: float) -> "RawPrices":
        """The average in which ``other`` has ``weight`` and these have the rest."""
        return RawPrices(
            *(
                (1 - weight) * mine + weight * theirs
                for mine, theirs in (
                    (self.rows, other.rows),
                    (self.overlap, other.overlap),
                    (self.load, other.load),
                    (self.contact, other.contact),
                )
            )
        )


def raw_prices(answer: ScheduleAnswer) -> RawPrices:
    """The duals of a schedule, by what they price."""
    built, duals = answer.built, answer.duals
    assert duals is not None
    problem = built.arrays.problem
    windows = built.score.windows
    firsts = (
        max(problem.weeks - problem.rules.contact_window_weeks + 1, 0)
        if problem.objective.missed_window
        else 0
    )
    contact = np.zeros((built.arrays.residents, firsts))
    # The model's duals of ">= 1" rows are at most 0; a window's price is what missing it costs.
    contact[windows.resident, windows.first_week] = -duals[built.score.window_rows]
    return RawPrices(
        rows=duals[: rule_rows(built)],
        overlap=-duals[built.score.overlap_rows],
        load=duals[_rows_of(built, RuleId.YEARLY_LOAD)],
        contact=np.clip(contact, 0.0, problem.objective.missed_window),
    )


def rule_rows(built: BuiltSchedule) -> int:
    """How many rows state rules; those of the score follow them."""
    return int(built.score.overlap_rows[0]) if len(built.score.overlap_rows) else built.model.model.rows


def _rows_of(built: BuiltSchedule, rule: RuleId) -> slice:
    block = next(block for block in built.model.model.blocks if block.rule is rule)
    return slice(block.first, block.first + block.count)


def _priced(built: BuiltSchedule) -> Bools:
    """Which of the rules' rows are priced; the others hold inside each resident's own week and year."""
    priced = np.zeros(rule_rows(built), dtype=np.bool_)
    for block in built.model.model.blocks:
        if block.rule in PRICED:
            priced[block.first : block.first + block.count] = True
    return priced


def prices_of(built: BuiltSchedule, row_prices: Floats) -> Prices:
    """The price of each option and the worth of all priced rows. Prices of a wrong sign are set to 0."""
    matrix = built.matrix
    rows = len(row_prices)
    lower, upper = matrix.row_lower[:rows], matrix.row_upper[:rows]
    price = np.where(_priced(built), row_prices, 0.0)
    price = np.where(np.isinf(upper) & (price > 0), 0.0, price)
    price = np.where(np.isinf(lower) & (price < 0), 0.0, price)
    worth = np.where(
        price > 0, price * np.where(np.isinf(upper), 0, upper), price * np.where(np.isinf(lower), 0, lower)
    )
    inside = matrix.row < rows
    cost = add_up(matrix.column[inside], matrix.value[inside] * price[matrix.row[inside]], len(matrix.lower))
    return Prices(cost[built.model.x], float(worth.sum()))


def supervision_prices(built: BuiltSchedule, rows: Floats) -> Floats:
    """The price of supervision by program x session, flat, from prices of the rules' rows; below 0 is 0."""
    arrays = built.arrays
    block = next(block for block in built.model.model.blocks if block.rule is RuleId.SUPERVISION)
    assert block.keys is not None
    price = np.zeros(len(arrays.problem.programs) * len(arrays.rooms))
    price[block.keys] = np.maximum(rows[block.first : block.first + block.count], 0.0)
    return price


def multipliers_of(table: PairTable, raw: RawPrices) -> Multipliers:
    """The same prices of an overlap, of a session and of windows for every pair of a resident."""
    return Multipliers(raw.overlap[table.resident], raw.load[table.resident], raw.contact[table.resident])


def no_prices(arrays: ProblemArrays) -> Prices:
    """Everything free: what each could reach if rooms were unlimited."""
    return Prices(np.zeros(len(arrays.options.session)), 0.0)

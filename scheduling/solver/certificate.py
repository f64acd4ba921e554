"""The prices behind a bound, rounded to whole numbers over a scale, as the solution file carries them.

Any prices of the right sign give a bound that holds, so prices are rounded first and the bound is that of the rounded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.solver.arrays import Bools, Floats, Ints, ProblemArrays
from scheduling.solver.pairs import Multipliers, PairTable, Prices, pair_values
from scheduling.solver.prices import RawPrices, prices_of
from scheduling.solver.schedule import BuiltSchedule

KIND = "prices/1"
SCALE = 4096 * 9 * 125  # halves, thirds and tenths, of which weights and duals are made, stay exact
PROVABLE = frozenset(
    (RuleId.ELIGIBLE, RuleId.ROOMS, RuleId.SUPERVISION, RuleId.GAP, RuleId.PINS, RuleId.FROZEN)
)

Stage = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StagePrices:
    """Rounded prices: of rows of the rules, windows by resident, multipliers by pair of a table, places in panels."""

    built: BuiltSchedule
    table: PairTable
    raw: RawPrices
    multipliers: Multipliers
    panel: Floats
    pair_contact: Floats | None = None  # pairs x windows by first week, instead of those by resident


def rounded(prices: Floats) -> Floats:
    """The nearest multiples of 1 / SCALE."""
    return np.asarray(np.rint(prices * SCALE) / SCALE, dtype=np.float64)


def stage_prices(
    built: BuiltSchedule, table: PairTable, raw: RawPrices, multipliers: Multipliers, panel: Floats
) -> StagePrices:
    """Prices rounded, those of a wrong sign set to 0."""
    return StagePrices(
        built=built,
        table=table,
        raw=RawPrices(
            rounded(_right_sign(built, raw.rows)),
            rounded(raw.overlap),
            rounded(raw.load),
            rounded(np.clip(raw.contact, 0.0, None)),
        ),
        multipliers=Multipliers(rounded(multipliers.mu), rounded(multipliers.load)),
        panel=rounded(panel),
    )


def provable(built: BuiltSchedule) -> Bools:
    """Which rows of the rules a certificate can price, or settles by itself; others must have the price 0."""
    found = np.zeros(len(built.matrix.row_lower), dtype=np.bool_)
    for block in built.model.model.blocks:
        found[block.first : block.first + block.count] = block.rule in PROVABLE
    return found


def _right_sign(built: BuiltSchedule, rows: Floats) -> Floats:
    signed: Floats = np.where(provable(built)[: len(rows)], rows, 0.0)
    for block in built.model.model.blocks:
        place = slice(block.first, block.first + block.count)
        if block.rule in (RuleId.ROOMS, RuleId.SUPERVISION):
            signed[place] = np.maximum(signed[place], 0.0)
    return signed


def price_bound(stage: StagePrices) -> float:
    """The bound on the model's objective over all pairings that the rounded prices give."""
    prices = prices_of(stage.built, stage.raw)
    return best_of_pairs(stage, prices, pair_values(stage.table, prices, stage.multipliers))


def best_of_pairs(stage: StagePrices, prices: Prices, worth: Floats) -> float:
    """All that is shared, and the best pair of each resident, if the pairs are worth so much; panels at their prices."""
    table = stage.table
    values = worth - stage.panel[table.coach]
    first = np.searchsorted(table.resident, np.arange(table.arrays.residents))
    best = np.maximum.reduceat(values, first) if len(values) else values
    faculty = table.arrays.problem.faculty
    low = np.array([member.panel_min for member in faculty], dtype=np.float64)
    high = np.array([member.panel_max for member in faculty], dtype=np.float64)
    panels = np.maximum(stage.panel * low, stage.panel * high).sum()
    return float(prices.constant + best.sum() + panels)


def certificate(*stages: StagePrices) -> Callable[[], dict[str, Any]]:
    """The certificate of a bound, put together when it is written."""
    return lambda: {"kind": KIND, "scale": SCALE, "stages": [stage_as_json(stage) for stage in stages]}


def stage_as_json(stage: StagePrices) -> Stage:
    """A stage as it stands in the solution file."""
    arrays = stage.table.arrays
    problem = arrays.problem
    sessions = [session.id for session in problem.sessions]
    supervision: dict[str, dict[str, int]] = {}
    for key, price in priced_rows(stage, RuleId.SUPERVISION):
        program = problem.programs[key // len(sessions)].id
        supervision.setdefault(program, {})[sessions[key % len(sessions)]] = price
    firsts = problem.weeks - problem.rules.max_gap_weeks + 1
    gap: dict[str, list[list[int]]] = {}
    for key, price in priced_rows(stage, RuleId.GAP):
        if price < 0:  # a row that asks for at least 1 has a dual of at most 0; its price is the opposite
            gap.setdefault(problem.residents[key // firsts].id, []).append([key % firsts, -price])
    return {
        "rooms": {sessions[key]: price for key, price in priced_rows(stage, RuleId.ROOMS)},
        "supervision": supervision,
        "gap": gap,
        "contact": _contact(arrays, stage.raw.contact),
        "pairs": _pairs(stage),
        "panels": {problem.faculty[number].id: price for number, price in _nonzero(stage.panel)},
    }


def whole_prices(prices: Floats) -> Ints:
    """Rounded prices as whole numbers over the scale."""
    return np.rint(prices * SCALE).astype(np.int64)


def _nonzero(prices: Floats) -> list[tuple[int, int]]:
    """Place and whole price of those that are not 0."""
    whole = whole_prices(prices)
    places = np.flatnonzero(whole)
    return list(zip(places.tolist(), whole[places].tolist(), strict=True))


def priced_rows(stage: StagePrices, rule: RuleId) -> list[tuple[int, int]]:
    """What each row of a rule is about, by number, and its whole price."""
    block = next(block for block in stage.built.model.model.blocks if block.rule is rule)
    assert block.keys is not None
    keys = block.keys.tolist()
    prices = stage.raw.rows[block.first : block.first + block.count]
    return [(keys[place], price) for place, price in _nonzero(prices)]


def _contact(arrays: ProblemArrays, contact: Floats) -> dict[str, list[list[int]]]:
    found: dict[str, list[list[int]]] = {}
    for index, resident in enumerate(arrays.problem.residents):
        windows = [[first, price] for first, price in _nonzero(contact[index])]
        if windows:
            found[resident.id] = windows
    return found


def _pairs(stage: StagePrices) -> dict[str, dict[str, list[Any]]]:
    problem = stage.table.arrays.problem
    overlap, load = whole_prices(stage.multipliers.mu).tolist(), whole_prices(stage.multipliers.load).tolist()
    found: dict[str, dict[str, list[Any]]] = {}
    pairs = zip(stage.table.resident.tolist(), stage.table.coach.tolist(), strict=True)
    for number, (resident, coach) in enumerate(pairs):
        row: list[Any] = [overlap[number], load[number]]
        if stage.pair_contact is not None:
            row.append([[first, price] for first, price in _nonzero(stage.pair_contact[number])])
        if any(row):
            found.setdefault(problem.residents[resident].id, {})[problem.faculty[coach].id] = row
    return found

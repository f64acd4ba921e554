"""The prices behind a bound, rounded to whole numbers over a scale, as the solution file carries them.

Any prices of the right sign give a bound that holds, so prices are rounded first and the bound is that of the rounded.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.solver.arrays import Bools, Floats, Ints
from scheduling.solver.pairs import PairTable
from scheduling.solver.prices import prices_of
from scheduling.solver.schedule import BuiltSchedule
from scheduling.solver.worth import Multipliers, Prices, pair_values

KIND = "prices/1"
SCALE = 4096 * 9 * 125  # halves, thirds and tenths, of which weights and duals are made, stay exact
PROVABLE = frozenset(
    (RuleId.ELIGIBLE, RuleId.ROOMS, RuleId.SUPERVISION, RuleId.GAP, RuleId.PINS, RuleId.FROZEN)
)

Stage = dict[str, Any]
Windows = list[list[int]]


@dataclass(frozen=True, slots=True)
class StagePrices:
    """Rounded prices: of rows of the rules, multipliers by pair of a table, places in panels."""

    built: BuiltSchedule
    table: PairTable
    rows: Floats
    multipliers: Multipliers
    panel: Floats


def rounded(prices: Floats) -> Floats:
    """The nearest multiples of 1 / SCALE."""
    return np.asarray(np.rint(prices * SCALE) / SCALE, dtype=np.float64)


def stage_prices(
    built: BuiltSchedule, table: PairTable, rows: Floats, multipliers: Multipliers, panel: Floats
) -> StagePrices:
    """Prices rounded, those of a wrong sign set to 0."""
    missed = table.arrays.problem.objective.missed_window
    return StagePrices(
        built=built,
        table=table,
        rows=rounded(_right_sign(built, rows)),
        multipliers=Multipliers(
            rounded(multipliers.mu),
            rounded(multipliers.load),
            rounded(np.clip(multipliers.contact, 0.0, missed)),
        ),
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
    prices = prices_of(stage.built, stage.rows)
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
    problem = stage.table.arrays.problem
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
    usual = _usual_contact(stage)
    return {
        "rooms": {sessions[key]: price for key, price in priced_rows(stage, RuleId.ROOMS)},
        "supervision": supervision,
        "gap": gap,
        "contact": {problem.residents[who].id: windows for who, windows in usual.items() if windows},
        "pairs": _pairs(stage, usual),
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
    prices = stage.rows[block.first : block.first + block.count]
    return [(keys[place], price) for place, price in _nonzero(prices)]


def _usual_contact(stage: StagePrices) -> dict[int, Windows]:
    """For each resident the prices of windows that stand for all pairs that name none: those of most pairs."""
    contact = stage.multipliers.contact
    seen: dict[int, Counter[bytes]] = {}
    for number, who in enumerate(stage.table.resident.tolist()):
        seen.setdefault(who, Counter())[contact[number].tobytes()] += 1
    return {
        who: _windows(np.frombuffer(counted.most_common(1)[0][0], dtype=contact.dtype))
        for who, counted in seen.items()
    }


def _windows(contact: Floats) -> Windows:
    return [[first, price] for first, price in _nonzero(contact)]


def _pairs(stage: StagePrices, usual: dict[int, Windows]) -> dict[str, dict[str, list[Any]]]:
    problem = stage.table.arrays.problem
    overlap, load = whole_prices(stage.multipliers.mu).tolist(), whole_prices(stage.multipliers.load).tolist()
    found: dict[str, dict[str, list[Any]]] = {}
    pairs = zip(stage.table.resident.tolist(), stage.table.coach.tolist(), strict=True)
    for number, (resident, coach) in enumerate(pairs):
        row: list[Any] = [overlap[number], load[number]]
        windows = _windows(stage.multipliers.contact[number])
        if windows != usual[resident]:
            row.append(windows)
        if any(row) or len(row) > 2:
            found.setdefault(problem.residents[resident].id, {})[problem.faculty[coach].id] = row
    return found

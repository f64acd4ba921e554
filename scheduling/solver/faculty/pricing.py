"""A bound on every legal choice of half-days, pairs and attendance, from any prices.

A link price is what a resident pays to meet a coach in a session that the coach may or may not be given; the coach
earns it by being there. So residents and faculty decouple: each resident's year is best by itself, and so are each
faculty member's half-days. See docs/solver.md.
"""

from dataclasses import dataclass, replace

import numpy as np

from scheduling.solver.arrays import Floats, add_up
from scheduling.solver.certificate import StagePrices, best_of_pairs, rounded, stage_prices
from scheduling.solver.faculty.scope import Scope
from scheduling.solver.pairs import Multipliers, Prices, values_of
from scheduling.solver.prices import RawPrices, multipliers_of, prices_of, supervision_prices
from scheduling.solver.schedule import BuiltSchedule

STEPS = (1.0, 0.5, 0.25, 0.125)


@dataclass(frozen=True, slots=True)
class LinkedPrices:
    """Prices of a model's rows, and of the link of each entry of a scope's table (not below 0)."""

    built: BuiltSchedule
    raw: RawPrices
    link: Floats


@dataclass(frozen=True, slots=True)
class LinkedValues:
    """What each pair is worth at most, with its multipliers, and what each offered session is worth to the faculty."""

    prices: Prices
    multipliers: Multipliers
    pairs: Floats
    offers: Floats


def linked_values(scope: Scope, priced: LinkedPrices) -> LinkedValues:
    """The values at some prices, tightened by a search over each pair's own multipliers."""
    prices = prices_of(priced.built, priced.raw)
    best = multipliers_of(scope.table, priced.raw)
    values = pair_values(scope, prices, best, priced.link)
    for step in STEPS:
        for shift_mu, shift_load in ((step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)):
            trial = Multipliers(best.mu + shift_mu, best.load + shift_load)
            tried = pair_values(scope, prices, trial, priced.link)
            better = tried < values
            values = np.where(better, tried, values)
            best = Multipliers(np.where(better, trial.mu, best.mu), np.where(better, trial.load, best.load))
    base = offer_values(scope, priced)
    return LinkedValues(prices, best, values + pair_links(scope, priced, base), base)


def pair_values(scope: Scope, prices: Prices, multipliers: Multipliers, link: Floats) -> Floats:
    """An upper bound on the worth of each pair: an overlap that depends on a half-day costs its link price."""
    table, links = scope.table, scope.links
    overlap = multipliers.mu[table.entry_pair]
    beside = scope.beside_coach()[table.entry_option]
    met = np.where(links.offer >= 0, np.maximum(overlap - link, beside), beside)
    earned = table.worth + np.where(links.sure, overlap, met)
    return values_of(table, prices, multipliers, earned)


def offer_values(scope: Scope, priced: LinkedPrices) -> Floats:
    """What each offered session earns its faculty member: supervision, and the links that are certain to be theirs."""
    offers, links, table = scope.offers, scope.links, scope.table
    resident = table.resident[table.entry_pair]
    once = links.own | (table.entry_pair == np.searchsorted(table.resident, resident))
    certain = np.flatnonzero((links.offer >= 0) & scope.single & once)
    found = add_up(links.offer[certain], priced.link[certain], len(offers.member))
    return found + scope.supervised(supervision_prices(priced.built, priced.raw.rows))


def pair_links(scope: Scope, priced: LinkedPrices, base: Floats) -> Floats:
    """What each pair that is not certain adds, at most, to what its coach's half-days are worth beside it.

    With room for K such residents, what half-days are worth is convex in the links of those chosen; so K of them add at
    most the sum of a K-th of what each would add if all K were as that one.
    """
    links, table = scope.links, scope.table
    found = np.zeros(len(table.resident))
    open_entry = np.flatnonzero((links.offer >= 0) & ~scope.single & (priced.link > 0))
    start = np.searchsorted(table.entry_pair[open_entry], np.arange(len(table.resident) + 1))
    worth = scope.chooser.best(base).worth
    for pair in np.flatnonzero(np.diff(start)):
        coach = int(table.coach[pair])
        places = max(int(scope.places[coach]), 1)
        mine = open_entry[start[pair] : start[pair + 1]]
        values = base.copy()
        values[links.offer[mine]] += places * priced.link[mine]
        found[pair] = (scope.chooser.worth_of(coach, values) - worth[coach]) / places
    return found


def rounded_prices(
    scope: Scope, priced: LinkedPrices, multipliers: Multipliers, panel: Floats
) -> tuple[StagePrices, LinkedPrices]:
    """The prices as a certificate carries them."""
    stage = stage_prices(priced.built, scope.table, priced.raw, multipliers, panel)
    return stage, replace(priced, raw=stage.raw, link=rounded(np.maximum(priced.link, 0.0)))


def linked_bound(scope: Scope, stage: StagePrices, priced: LinkedPrices) -> float:
    """The bound of rounded prices on the objective of the model, over everything that is decided."""
    prices = prices_of(stage.built, stage.raw)
    values = pair_values(scope, prices, stage.multipliers, priced.link)
    base = offer_values(scope, priced)
    values += pair_links(scope, priced, base)
    return best_of_pairs(stage, prices, values) + float(scope.chooser.best(base).worth.sum())

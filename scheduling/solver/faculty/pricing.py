"""A bound on every legal choice of half-days, pairs and attendance, from any prices.

A link price is what a resident pays to meet a coach in a session that the coach may or may not be given; the coach
earns it by being there. So residents and faculty decouple: each resident's year is best by itself, and so are each
faculty member's half-days. See docs/solver.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Bools, Floats, add_up
from scheduling.solver.certificate import StagePrices, best_of_pairs, rounded, stage_prices
from scheduling.solver.faculty.scope import Scope
from scheduling.solver.prices import RawPrices, multipliers_of, prices_of, supervision_prices
from scheduling.solver.resident_years import ResidentYear
from scheduling.solver.schedule import BuiltSchedule
from scheduling.solver.tuning import lowest
from scheduling.solver.worth import Multipliers, Prices, best_year

STEPS = (1.0, 0.5, 0.25, 0.125)


@dataclass(frozen=True, slots=True)
class LinkedPrices:
    """Prices of a model's rows, and of the link of each entry of a scope's table (not below 0)."""

    built: BuiltSchedule
    raw: RawPrices
    link: Floats


@dataclass(frozen=True, slots=True)
class LinkedValues:
    """What each pair is worth at most, and its multipliers."""

    multipliers: Multipliers
    pairs: Floats


@dataclass(frozen=True, slots=True)
class LinkedValuation:
    """The pairs of one resident at fixed prices, to be valued at many multipliers; tables of pairs x options.

    An overlap that depends on a half-day costs its link, or else the session earns what it does ``beside`` the coach.
    Windows have no price here.
    """

    year: ResidentYear
    sure: Bools
    linked: Bools
    link: Floats
    beside: Floats  # per option
    worth: Floats  # per option: what attending earns, less its prices
    alone: Floats  # per pair

    def values(self, mu: Floats, load: Floats) -> Floats:
        """An upper bound on the worth of each pair, for any prices of an overlap and of a session."""
        overlap = mu[:, None]
        met = np.where(self.linked, np.maximum(overlap - self.link, self.beside), self.beside)
        earned = self.worth + np.where(self.sure, overlap, met)
        return self.alone + best_year(self.year, earned, mu, load)


def valuations(scope: Scope, prices: Prices, link: Floats) -> Iterator[tuple[slice, LinkedValuation]]:
    """Where the pairs of each resident stand in the scope's table, and what they are worth."""
    links, beside = scope.links, scope.beside_coach()
    worth = scope.arrays.options.reward - prices.option
    for year, pairs, entries in scope.entries.by_resident():
        shape = (pairs.stop - pairs.start, len(year.option))
        yield (
            pairs,
            LinkedValuation(
                year=year,
                sure=links.sure[entries].reshape(shape),
                linked=(links.offer[entries] >= 0).reshape(shape),
                link=link[entries].reshape(shape),
                beside=beside[year.option],
                worth=worth[year.option],
                alone=scope.table.affinity[pairs],
            ),
        )


def linked_values(scope: Scope, priced: LinkedPrices) -> LinkedValues:
    """The values at some prices, tightened by a search over each pair's own multipliers."""
    prices = prices_of(priced.built, priced.raw.rows)
    start = multipliers_of(scope.table, priced.raw)
    mu, load, values = start.mu.copy(), start.load.copy(), np.zeros(len(start.mu))
    for pairs, ready in valuations(scope, prices, priced.link):
        mu[pairs], load[pairs], values[pairs] = lowest(ready, mu[pairs], load[pairs], STEPS)
    supervision = supervision_prices(priced.built, priced.raw.rows)
    offers = offer_values(scope, supervision, priced.link)
    worth = values + pair_links(scope, priced.link, offers)
    return LinkedValues(Multipliers(mu, load, np.zeros(start.contact.shape)), worth)


def pair_values(scope: Scope, prices: Prices, multipliers: Multipliers, link: Floats) -> Floats:
    """An upper bound on the worth of each pair, for any prices and multipliers."""
    found = np.zeros(len(scope.table.resident))
    for pairs, ready in valuations(scope, prices, link):
        found[pairs] = ready.values(multipliers.mu[pairs], multipliers.load[pairs])
    return found


def offer_values(scope: Scope, supervision: Floats, link: Floats) -> Floats:
    """What each offered session earns its faculty member: supervision, and the links that are certain to be theirs."""
    offers, links, entries = scope.offers, scope.links, scope.entries
    once = links.own | (entries.pair == entries.first_pair)
    certain = np.flatnonzero((links.offer >= 0) & scope.single & once)
    found = add_up(links.offer[certain], link[certain], len(offers.member))
    return found + scope.supervised(supervision)


def pair_links(scope: Scope, link: Floats, base: Floats) -> Floats:
    """What each pair that is not certain adds, at most, to what its coach's half-days are worth beside it.

    With room for K such residents, what half-days are worth is convex in the links of those chosen; so K of them add at
    most the sum of a K-th of what each would add if all K were as that one.
    """
    links, entries, table = scope.links, scope.entries, scope.table
    found = np.zeros(len(table.resident))
    open_entry = np.flatnonzero((links.offer >= 0) & ~scope.single & (link > 0))
    start = np.searchsorted(entries.pair[open_entry], np.arange(len(table.resident) + 1))
    worth = scope.chooser.best(base).worth
    for pair in np.flatnonzero(np.diff(start)):
        coach = int(table.coach[pair])
        places = max(int(scope.places[coach]), 1)
        mine = open_entry[start[pair] : start[pair + 1]]
        values = base.copy()
        values[links.offer[mine]] += places * link[mine]
        found[pair] = (scope.chooser.worth_of(coach, values) - worth[coach]) / places
    return found


def linked_stage(
    scope: Scope, priced: LinkedPrices, multipliers: Multipliers, panel: Floats
) -> tuple[StagePrices, Floats]:
    """The prices as a certificate carries them, and those of the links."""
    stage = stage_prices(priced.built, scope.table, priced.raw.rows, multipliers, panel)
    return stage, rounded(np.maximum(priced.link, 0.0))


def linked_bound(scope: Scope, stage: StagePrices, link: Floats) -> float:
    """The bound of rounded prices on the objective of the model, over everything that is decided."""
    prices = prices_of(stage.built, stage.rows)
    base = offer_values(scope, supervision_prices(stage.built, stage.rows), link)
    values = pair_values(scope, prices, stage.multipliers, link) + pair_links(scope, link, base)
    return best_of_pairs(stage, prices, values) + float(scope.chooser.best(base).worth.sum())

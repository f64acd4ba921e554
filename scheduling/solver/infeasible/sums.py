"""Collisions as summed sentences: so much is needed, so much there is, so much is short."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain, zip_longest

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.violations import Violation
from scheduling.domain.wording import counted
from scheduling.solver.infeasible.collisions import Collision, counts
from scheduling.solver.infeasible.phrases import FEW, Side, SideKey, listed, phrase
from scheduling.solver.model import LinearModel, RowBlock

SHARED = (RuleId.ROOMS, RuleId.SUPERVISION, RuleId.OPEN_SESSION)  # what residents share
NEVER_SUMMED = 6  # facts that are named where they cannot be summed


@dataclass(frozen=True, slots=True)
class Sum:
    """A collision by the sides on which its rows stand.

    ``plain`` if its sums are counts, ``apart`` if no clinic serves two of its needs.
    """

    sides: tuple[Side, ...]
    elsewhere: float
    short: float
    plain: bool
    apart: bool

    @property
    def needs(self) -> list[Side]:
        """The sides that ask for something."""
        return [side for side in self.sides if side.is_need]

    @property
    def capacities(self) -> list[Side]:
        """The sides that hold something."""
        return [side for side in self.sides if not side.is_need]

    @property
    def adds_up(self) -> bool:
        """Whether it can be said in one sum: as counts, or by what its needs weigh in supervision."""
        return self.plain or (self.apart and RuleId.SUPERVISION in {side.rule for side in self.capacities})

    @property
    def is_shared(self) -> bool:
        """Whether it is about nothing but what residents share."""
        return bool(self.capacities) and all(side.rule in SHARED for side in self.capacities)

    @property
    def kind(self) -> frozenset[SideKey]:
        """What it is about: shared capacities whoever needs them, else all rules with their sides."""
        sides = self.capacities if self.is_shared else self.sides
        return frozenset(side.key for side in sides)

    @property
    def rule(self) -> RuleId:
        """The rule under which it is known: of what residents share, else of what there is, else of what is needed."""
        rules = [side.rule for side in (*self.capacities, *self.needs)]
        return next((rule for rule in SHARED if rule in rules), rules[0])


def sum_of(model: LinearModel, collision: Collision) -> Sum:
    """What the rows of one collision say, by rule and side; where supervision is among them, in its weight."""
    rows: dict[SideKey, list[int]] = {}
    described: dict[int, Violation] = {}
    for place, row in enumerate(collision.rows):
        block = _block(model, int(row))
        if block is None or block.describe is None or block.rule is None:
            continue
        described[place] = block.describe(int(row) - block.first, 0.0)
        key = (block.rule, bool(collision.price[place] < 0), bool(described[place].faculty))
        rows.setdefault(key, []).append(place)
    scale = _supervision_scale(collision, rows)
    sides = tuple(_side(collision, key, places, described, scale) for key, places in rows.items())
    plain = counts(collision)
    return Sum(sides, collision.elsewhere * scale, collision.short * scale, plain, collision.apart)


def sums_of(model: LinearModel, collisions: list[Collision]) -> list[Sum]:
    """The collisions with what their rows say. Those about the same shared capacity are added up, and so are many alike."""
    groups: dict[object, list[Sum]] = {}
    for number, collision in enumerate(collisions):
        total = sum_of(model, collision)
        groups.setdefault(total.kind if total.plain else number, []).append(total)
    return [total for group in groups.values() for total in _added_up(group)]


def _added_up(alike: list[Sum]) -> list[Sum]:
    """One sum of what is shared or too many to be told apart; else each by itself."""
    if alike[0].is_shared or len(alike) > FEW:
        return [reduce(_added, alike)]
    return alike


def said(problem: Problem, total: Sum) -> Violation:
    """The sum in one sentence, under its rule."""
    facts = [fact for side in total.sides for fact in side.facts]
    return Violation(total.rule, _sentence(problem, total), *_concerned(facts))


def sentences(problem: Problem, total: Sum) -> Iterator[Violation]:
    """First the sum, then each further rule that is part of the collision."""
    yield said(problem, total)
    named = {total.rule}
    for side in total.sides:
        if side.rule not in named:
            named.add(side.rule)
            yield _further(side)


def _side(
    collision: Collision,
    key: SideKey,
    places: list[int],
    described: dict[int, Violation],
    scale: float,
) -> Side:
    amount = collision.amount[places]
    figures = amount / np.abs(collision.price[places])
    facts = tuple(described[place] for place in places)
    return Side(key[0], key[1], facts, float(figures.sum()), float(amount.sum()) * scale)


def _supervision_scale(collision: Collision, rows: dict[SideKey, list[int]]) -> float:
    places = rows.get((RuleId.SUPERVISION, False, False), [])
    prices = np.abs(collision.price[places])
    if not len(places) or prices.max() - prices.min() > 1e-9:
        return 1.0
    return float(1.0 / prices[0])


def _block(model: LinearModel, row: int) -> RowBlock | None:
    return next((block for block in model.blocks if block.first <= row < block.first + block.count), None)


def _added(one: Sum, other: Sum) -> Sum:
    sides = {side.key: side for side in one.sides}
    for side in other.sides:
        if side.key in sides:
            mine = sides[side.key]
            side = replace(  # noqa: PLW2901  the two together
                mine,
                facts=mine.facts + side.facts,
                count=mine.count + side.count,
                amount=mine.amount + side.amount,
            )
        sides[side.key] = side
    return replace(
        one,
        sides=tuple(sides.values()),
        elsewhere=one.elsewhere + other.elsewhere,
        short=one.short + other.short,
    )


def _sentence(problem: Problem, total: Sum) -> str:
    if not total.adds_up:
        return _cannot_all_hold(total)
    needs = listed([phrase(problem, side) for side in total.needs])
    if not total.plain:
        needs += f", which weigh {sum(side.amount for side in total.needs):g} in supervision"
    capacities = [phrase(problem, side) for side in total.capacities]
    if total.elsewhere > 0 and capacities:
        capacities.append(f"{total.elsewhere:g} more can be elsewhere")
    elif not capacities:
        capacities = [_allowed(total)]
    return f"{needs}; {'; '.join(capacities)}: {total.short:g} short."


def _allowed(total: Sum) -> str:
    """What there is where no rule but the list of allowed sessions, or of candidates, says so."""
    if total.rule is RuleId.PAIRING:
        return (
            f"{counted(round(total.elsewhere), 'pair')} possible" if total.elsewhere else "nobody is possible"
        )
    return f"{total.elsewhere:g} allowed" if total.elsewhere else "no session is allowed"


def _cannot_all_hold(total: Sum) -> str:
    """The facts by turns of their sides, so that none of these is left out among many of another."""
    turns = chain.from_iterable(zip_longest(*(side.facts for side in total.sides)))
    facts = list(dict.fromkeys(fact.message for fact in turns if fact is not None))
    more = f" And {len(facts) - NEVER_SUMMED} more." if len(facts) > NEVER_SUMMED else ""
    return f"These cannot all hold: {' '.join(facts[:NEVER_SUMMED])}{more}"


def _further(side: Side) -> Violation:
    said = " ".join(fact.message for fact in side.facts[:FEW])
    more = f" And {len(side.facts) - FEW} more." if len(side.facts) > FEW else ""
    return Violation(side.rule, f"It collides with this: {said}{more}", *_concerned(list(side.facts)))


def _concerned(facts: list[Violation]) -> tuple[tuple, tuple, tuple, tuple]:  # type: ignore[type-arg]
    """Residents, sessions, faculty and weeks, each once."""
    return (
        tuple(dict.fromkeys(one for fact in facts for one in fact.residents)),
        tuple(dict.fromkeys(one for fact in facts for one in fact.sessions)),
        tuple(dict.fromkeys(one for fact in facts for one in fact.faculty)),
        tuple(sorted({one for fact in facts for one in fact.weeks})),
    )

"""The rows of the month grid under their heads, each with its resident's year in figures."""

from collections.abc import Callable, Hashable, Iterable, Sequence

from scheduling.domain.continuity import longest_gap
from scheduling.models import ResidentYear
from scheduling.selectors.month_grid.choices import Choices
from scheduling.selectors.month_grid.content import C, Group, Row
from scheduling.selectors.month_grid.grouping import in_order, under_heads
from scheduling.selectors.month_grid.reading import GridFacts


def groups(
    facts: GridFacts,
    what: Hashable,
    places: Sequence[ResidentYear],
    choices: Choices,
    cells: Callable[[ResidentYear], tuple[C, ...]],
) -> tuple[Group[C], ...]:
    """The residents under the heads chosen, in the order chosen."""
    found = []
    for label, members in under_heads(facts, places, choices.group):
        rows = in_order(rows_of(facts, what, members, cells), choices.order)
        reached, attainable = sum(row.reached for row in rows), sum(row.attainable for row in rows)
        found.append(Group(label, len(rows), reached, attainable, rows))
    return tuple(found)


def rows_of(
    facts: GridFacts,
    what: Hashable,
    places: Iterable[ResidentYear],
    cells: Callable[[ResidentYear], tuple[C, ...]],
) -> tuple[Row[C], ...]:
    """The rows of some residents, in their order; made anew where a cell of theirs was edited. ``what`` names the cells."""
    made = facts.version.once(what)
    return tuple(_once(made, facts, place, cells) for place in places)


def _once(
    made: dict[int, Row[C]],
    facts: GridFacts,
    place: ResidentYear,
    cells: Callable[[ResidentYear], tuple[C, ...]],
) -> Row[C]:
    found = made.get(place.resident_id)
    return found or made.setdefault(place.resident_id, _row(facts, place, cells(place)))


def _row(facts: GridFacts, place: ResidentYear, cells: tuple[C, ...]) -> Row[C]:
    pk = place.resident_id
    coach = facts.version.coaches.get(pk)
    together = facts.version.weeks_together.get(pk, [])
    gap = longest_gap(together, facts.frame.described.weeks)
    clinics = len(facts.version.attended.get(pk, ()))
    return Row(
        resident=pk,
        name=facts.frame.names[pk],
        full_name=place.resident.full_name,
        coach=coach.faculty.family_name if coach else "no coach",
        clinics=clinics,
        goal=place.clinics_min,
        is_short=clinics < place.clinics_min,
        reached=len(together),
        attainable=(coach.attainable or 0) if coach else 0,
        gap=gap,
        is_gap_long=gap > facts.frame.described.settings.rules.max_gap_weeks,
        cells=cells,
    )

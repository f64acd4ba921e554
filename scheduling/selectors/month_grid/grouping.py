"""Which residents are wanted, and who stands under which head."""

from collections.abc import Iterable
from itertools import groupby

from scheduling.models import ResidentYear
from scheduling.selectors.month_grid.choices import Choices, Grouping, RowOrder
from scheduling.selectors.month_grid.content import C, Row
from scheduling.selectors.month_grid.reading import GridFacts

Head = tuple[int, str, str]
"""Where it stands among the heads, by which name among its equals, and its words."""


def wanted(facts: GridFacts, choices: Choices) -> list[ResidentYear]:
    """The residents chosen, by class and name."""
    found = [place for place in facts.frame.places if _is_wanted(facts, place, choices)]
    return sorted(found, key=lambda place: (place.pgy, place.resident.name.casefold()))


def _is_wanted(facts: GridFacts, place: ResidentYear, choices: Choices) -> bool:
    coach = facts.coach_of(place.resident_id)
    return (
        choices.search.casefold() in place.resident.name.casefold()
        and choices.pgy in {None, place.pgy}
        and (choices.coach is None or (coach is not None and coach.pk == choices.coach))
        and (choices.site is None or (place.resident_id, choices.site) in facts.sites_attended)
    )


def under_heads(
    facts: GridFacts, places: Iterable[ResidentYear], by: Grouping
) -> list[tuple[str, list[ResidentYear]]]:
    """The heads in their order, each with its residents in theirs."""
    placed = sorted(
        ((_head(facts, place, by), place) for place in places), key=lambda pair: (pair[0][0], pair[0][1])
    )
    return [
        (head[2], [place for _, place in members]) for head, members in groupby(placed, key=lambda p: p[0])
    ]


def _head(facts: GridFacts, place: ResidentYear, by: Grouping) -> Head:
    if by == Grouping.COACH:
        coach = facts.coach_of(place.resident_id)
        return (0, coach.name.casefold(), coach.formal_name) if coach else (1, "", "No coach")
    if by == Grouping.COHORT:
        began = _began(place)
        return began, "", f"Began in {began}"
    return place.pgy, "", f"PGY-{place.pgy}"


def _began(place: ResidentYear) -> int:
    """The calendar year in which the resident's training began; from the class where nobody wrote it down."""
    start = place.resident.program_start
    return start.year if start else place.year.first_monday.year - place.pgy + 1


def in_order(rows: Iterable[Row[C]], order: RowOrder) -> tuple[Row[C], ...]:
    """Rows that come by name, in the order chosen; equals stay by name."""
    if order == RowOrder.SHARE:
        return tuple(sorted(rows, key=lambda row: row.share))
    if order == RowOrder.GAP:
        return tuple(sorted(rows, key=lambda row: -row.gap))
    return tuple(rows)

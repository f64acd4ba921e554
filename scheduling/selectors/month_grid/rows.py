"""The rows of the month grid under their heads, each with its resident's year in figures."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from scheduling.domain.continuity import longest_gap
from scheduling.domain.ids import ResidentId
from scheduling.domain.problem import ResidentWeek
from scheduling.models import ResidentYear
from scheduling.selectors.month_grid.cells import RowFacts
from scheduling.selectors.month_grid.choices import Choices
from scheduling.selectors.month_grid.content import C, Group, Row
from scheduling.selectors.month_grid.grouping import in_order, under_heads
from scheduling.selectors.month_grid.reading import GridFacts
from scheduling.selectors.program_year import key_of

Weeks = Mapping[ResidentId, tuple[ResidentWeek, ...]]


def short_names(places: Iterable[ResidentYear]) -> dict[int, str]:
    """Family names; with the initial where two share one."""
    residents = [place.resident for place in places]
    families = Counter(resident.family_name for resident in residents)
    return {
        resident.pk: resident.family_name
        if families[resident.family_name] == 1
        else f"{resident.family_name}, {resident.initials[:1]}."
        for resident in residents
    }


def groups(
    facts: GridFacts,
    places: Sequence[ResidentYear],
    choices: Choices,
    cells: Callable[[ResidentYear], tuple[C, ...]],
) -> tuple[Group[C], ...]:
    """The residents under the heads chosen, in the order chosen."""
    found = []
    for label, members in under_heads(facts, places, choices.group):
        rows = in_order(rows_of(facts, members, cells), choices.order)
        reached, attainable = sum(row.reached for row in rows), sum(row.attainable for row in rows)
        found.append(Group(label, len(rows), reached, attainable, rows))
    return tuple(found)


def rows_of(
    facts: GridFacts, places: Iterable[ResidentYear], cells: Callable[[ResidentYear], tuple[C, ...]]
) -> tuple[Row[C], ...]:
    """The rows of some residents, in their order."""
    names = short_names(facts.places)
    return tuple(_row(facts, place, names, cells(place)) for place in places)


def row_facts(facts: GridFacts, weeks: Weeks) -> dict[int, RowFacts]:
    """What the cells of each resident need, by primary key."""
    half_day_of = {session.id: session.half_day for session in facts.described.sessions}
    return {
        key_of(resident.id): RowFacts(
            key_of(resident.id),
            resident,
            {half_day_of[session] for week in weeks[resident.id] for session in week.sessions},
        )
        for resident in facts.described.residents
    }


def _row(facts: GridFacts, place: ResidentYear, names: Mapping[int, str], cells: tuple[C, ...]) -> Row[C]:
    pk = place.resident_id
    coach = facts.coaches.get(pk)
    together = facts.figures.weeks_together.get(pk, [])
    gap = longest_gap(together, facts.schedule.year.weeks)
    clinics = facts.figures.clinics.get(pk, 0)
    return Row(
        resident=pk,
        name=names[pk],
        full_name=place.resident.full_name,
        coach=coach.faculty.family_name if coach else "no coach",
        clinics=clinics,
        goal=place.clinics_min,
        is_short=clinics < place.clinics_min,
        reached=len(together),
        attainable=(coach.attainable or 0) if coach else 0,
        gap=gap,
        is_gap_long=gap > facts.described.settings.rules.max_gap_weeks,
        cells=cells,
    )

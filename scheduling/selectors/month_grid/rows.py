"""The rows of the month grid, class by class, each with its resident's year in figures."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from scheduling.domain.continuity import longest_gap
from scheduling.domain.ids import ResidentId
from scheduling.domain.problem import ResidentWeek
from scheduling.models import ResidentYear
from scheduling.selectors.month_grid.cells import Column, RowFacts, row_cells
from scheduling.selectors.month_grid.content import Cell, Group, Row
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
    facts: GridFacts, columns: Sequence[Column], weeks: Weeks, wanted: Sequence[ResidentYear]
) -> tuple[Group, ...]:
    """One group a class, from the youngest; rows in the order of names."""
    found = []
    for pgy, members in groupby(wanted, key=lambda place: place.pgy):
        rows = rows_of(facts, columns, weeks, list(members))
        reached, attainable = sum(row.reached for row in rows), sum(row.attainable for row in rows)
        found.append(Group(f"PGY-{pgy}", len(rows), reached, attainable, rows))
    return tuple(found)


def rows_of(
    facts: GridFacts, columns: Sequence[Column], weeks: Weeks, places: Iterable[ResidentYear]
) -> tuple[Row, ...]:
    """The rows of some residents, in their order."""
    row_facts = _row_facts(facts, weeks)
    names = short_names(facts.places)
    return tuple(
        _row(facts, place, names, row_cells(facts, columns, row_facts[place.resident_id])) for place in places
    )


def _row_facts(facts: GridFacts, weeks: Weeks) -> dict[int, RowFacts]:
    half_day_of = {session.id: session.half_day for session in facts.described.sessions}
    return {
        key_of(resident.id): RowFacts(
            key_of(resident.id),
            resident,
            {half_day_of[session] for week in weeks[resident.id] for session in week.sessions},
        )
        for resident in facts.described.residents
    }


def _row(facts: GridFacts, place: ResidentYear, names: Mapping[int, str], cells: tuple[Cell, ...]) -> Row:
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

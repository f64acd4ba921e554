"""The grid of differences: residents and half-days of one week in which results do not say the same."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduling.domain.calendar import HalfDay, day_label, monday_of
from scheduling.domain.findings import differing_cells
from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.overlap import coach_on
from scheduling.selectors.run_compare.columns import Column, Names

Cell = tuple[ResidentId, HalfDay]


@dataclass(frozen=True, slots=True)
class Mark:
    """What one result says of a cell: the site's letter, whether the coach is there, and all of it in words."""

    letter: str
    is_overlap: bool
    said: str


@dataclass(frozen=True, slots=True)
class WeekLink:
    """A week with differences."""

    monday: date
    label: str
    count: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Differences:
    """One week's grid, and the weeks that there are; a cell is None where all say the same."""

    weeks: list[WeekLink]
    half_days: list[HalfDay]
    rows: list[tuple[str, list[list[Mark] | None]]]
    total: int
    people: int


@dataclass(frozen=True, slots=True)
class Sites:
    """Sites by code: the letter on chips, and the name."""

    letters: Mapping[str, str]
    names: Mapping[str, str]


def differences(columns: Sequence[Column], wanted: date | None, names: Names, sites: Sites) -> Differences:
    """The week asked for, or the first with differences."""
    first, *others = columns
    cells = set[Cell]().union(*(differing_cells(first.cells, other.cells) for other in others))
    counts = Counter(monday_of(half_day.date) for _, half_day in cells)
    shown = wanted if wanted in counts else min(counts, default=None)
    here = {cell for cell in cells if monday_of(cell[1].date) == shown}
    half_days = sorted({half_day for _, half_day in here})
    people = sorted({who for who, _ in here}, key=lambda who: names.get(who, who).casefold())
    return Differences(
        weeks=[WeekLink(one, day_label(one), counts[one], one == shown) for one in sorted(counts)],
        half_days=half_days,
        rows=[
            (
                names.get(who, who),
                [
                    [_mark(column, who, half_day, sites) for column in columns]
                    if (who, half_day) in here
                    else None
                    for half_day in half_days
                ],
            )
            for who in people
        ],
        total=len(cells),
        people=len({who for who, _ in cells}),
    )


def _mark(column: Column, who: ResidentId, half_day: HalfDay, sites: Sites) -> Mark:
    key = column.cells.get((who, half_day))
    if key is None:
        return Mark("", is_overlap=False, said=f"{column.name}: free")
    site = column.problem.session_by_id[key].site
    together = _is_together(column, who, key)
    said = f"{column.name}: {sites.names.get(site, site)}{', together with the coach' if together else ''}"
    return Mark(sites.letters.get(site, site[:1]), together, said)


def _is_together(column: Column, who: ResidentId, key: SessionId) -> bool:
    day = column.problem.session_by_id[key].half_day.date
    coach = coach_on(column.problem.resident_by_id[who], column.solution.coach[who], day)
    return key in column.there.get(coach, ())

"""The year as a heat map: half-days together by resident and week, and where none was possible."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from coaching.domain.clinics import Clinic
from coaching.domain.wording import short_date
from coaching.selectors.clinics import Together
from coaching.selectors.possible import possible_weeks
from scheduling.domain.calendar import DAYS_IN_WEEK, MONTHS, monday_of, week_index
from scheduling.models import AcademicYear, Faculty

STRIP_WEEKS = 14
STRIP_WEEKS_BEFORE = 5
SOLID_FROM = 2
WEEKS_FOR_A_LABEL = 2


@dataclass(frozen=True, slots=True)
class Week:
    """One cell: half-days together, whether there could be any, and whether the line of today stands before it."""

    count: int
    is_possible: bool
    is_today: bool
    label: str

    @property
    def kind(self) -> str:
        """The cell's look: ``none`` not possible, ``0``, ``1``, ``2`` for two or more."""
        if self.count == 0:
            return "0" if self.is_possible else "none"
        return str(min(self.count, SOLID_FROM))


@dataclass(frozen=True, slots=True)
class MonthLabel:
    """A month's name over its weeks; empty where it has too few to name."""

    label: str
    span: int


@dataclass(frozen=True, slots=True)
class Heat:
    """The weeks of each resident, with the months above and the panel's totals below."""

    months: tuple[MonthLabel, ...]
    totals: tuple[Week, ...]
    strip_label: str
    _strip: slice
    _weeks: Mapping[int, tuple[Week, ...]]

    def weeks_of(self, resident: int) -> tuple[Week, ...]:
        """A resident's whole year."""
        return self._weeks[resident]

    def strip_of(self, resident: int) -> tuple[Week, ...]:
        """The weeks around today that fit a phone."""
        return self._weeks[resident][self._strip]


def heat_of(
    year: AcademicYear,
    coach: Faculty,
    clinics: Iterable[Clinic],
    together: Sequence[Together],
    *,
    panel: Collection[int],
    today: date,
) -> Heat:
    """The year of a panel. The number of queries does not depend on its size."""
    possible = possible_weeks(year, coach, panel, clinics)
    counts = Counter(
        (shares.resident, week_index(shares.clinic.date, year.first_monday))
        for shares in together
        if shares.resident in panel
    )
    totals: Counter[int] = Counter()
    for (_, week), count in counts.items():
        totals[week] += count
    mondays = [year.first_monday + timedelta(weeks=week) for week in range(year.weeks)]
    strip = _strip(week_index(today, year.first_monday), year.weeks)
    return Heat(
        months=_months(mondays),
        totals=week_cells(mondays, today, totals, frozenset(range(year.weeks))),
        strip_label=_strip_label(mondays[strip]),
        _strip=strip,
        _weeks={
            pk: week_cells(
                mondays,
                today,
                {week: counts[pk, week] for week in range(year.weeks)},
                possible.get(pk, frozenset()),
            )
            for pk in panel
        },
    )


def week_cells(
    mondays: Sequence[date], today: date, counts: Mapping[int, int], possible: frozenset[int]
) -> tuple[Week, ...]:
    """The cell of each week, by its place in the year: how often together, and whether that was possible."""
    # The line stands before the week that holds today; from Saturday on that week is over.
    line = monday_of(today + timedelta(days=2))
    return tuple(
        Week(
            count=counts.get(week, 0),
            is_possible=week in possible,
            is_today=monday == line,
            label=f"Week of {short_date(monday)}",
        )
        for week, monday in enumerate(mondays)
    )


def _strip_label(mondays: Sequence[date]) -> str:
    last = mondays[-1] + timedelta(days=DAYS_IN_WEEK - 1)
    return f"{short_date(mondays[0])} to {short_date(last)}, by week"


def _months(mondays: Iterable[date]) -> tuple[MonthLabel, ...]:
    found = []
    for month, weeks in groupby(mondays, key=lambda monday: (monday.year, monday.month)):
        span = len(list(weeks))
        found.append(MonthLabel(MONTHS[month[1] - 1] if span >= WEEKS_FOR_A_LABEL else "", span))
    return tuple(found)


def _strip(this_week: int, weeks: int) -> slice:
    """Fourteen weeks around today, or as many as the year has, wholly inside the year."""
    first = max(0, min(this_week - STRIP_WEEKS_BEFORE, weeks - STRIP_WEEKS))
    return slice(first, min(first + STRIP_WEEKS, weeks))

"""What to look at in a resident's year of blocks: nothing here forbids anything, it says what will be missed later."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby, pairwise

from scheduling.domain.calendar import DAYS_IN_WEEK, HalfDay, day_label, days_from, week_index
from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.problem import ResidentWeek
from scheduling.domain.program_year import ProgramYear, ResidentYear
from scheduling.domain.wording import counted
from scheduling.domain.year_window import resident_weeks

WEEK = timedelta(days=DAYS_IN_WEEK - 1)
WEEKS_NAMED = 3


class Check(StrEnum):
    """What is looked for."""

    TWO_AT_ONCE = "two_at_once"
    NO_ROTATION = "no_rotation"
    LONG_GAP = "long_gap"
    YEAR_MINIMUM = "year_minimum"
    YEAR_MAXIMUM = "year_maximum"
    FEW_SESSIONS = "few_sessions"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: who, from which day on, and what in words."""

    check: Check
    resident: ResidentId
    since: date
    text: str


@dataclass(frozen=True, slots=True)
class _Year:
    """The year with what is looked up in it again and again."""

    described: ProgramYear
    half_days: Mapping[SessionId, HalfDay]
    minima: Mapping[str, int]

    def monday(self, week: int) -> date:
        """The first day of a week."""
        return self.described.first_monday + timedelta(weeks=week)

    def usable(self, week: ResidentWeek) -> int:
        """Dates with an allowed session; half-days, if more than one session a day is allowed."""
        half_days = {self.half_days[session] for session in week.sessions}
        if self.described.settings.rules.max_sessions_per_day > 1:
            return len(half_days)
        return len({half_day.date for half_day in half_days})


def findings(year: ProgramYear, among: Iterable[ResidentId], covered: frozenset[date]) -> Iterator[Finding]:
    """What to look at for some residents, one after the other; ``covered`` are the days that the year's blocks hold."""
    wanted = set(among)
    residents = [resident for resident in year.residents if resident.id in wanted]
    weeks = resident_weeks(replace(year, residents=tuple(residents)), year.first_monday, year.weeks)
    looked_up = _Year(
        year,
        {session.id: session.half_day for session in year.sessions},
        {rule.id: rule.min_per_week for rule in year.rotations},
    )
    for resident in residents:
        yield from _two_at_once(resident)
        yield from _no_rotation(resident, covered)
        if year.sessions:
            yield from _clinics(looked_up, resident, weeks.get(resident.id, ()))


def _two_at_once(resident: ResidentYear) -> Iterator[Finding]:
    for earlier, later in pairwise(sorted(resident.assignments, key=lambda one: (one.first, one.last))):
        if later.first <= earlier.last:
            text = f"On {earlier.rotation} and {later.rotation} at once from {day_label(later.first)}."
            yield Finding(Check.TWO_AT_ONCE, resident.id, later.first, text)


def _no_rotation(resident: ResidentYear, covered: frozenset[date]) -> Iterator[Finding]:
    """Nothing is expected of the days before somebody came."""
    held = {day for one in resident.assignments for day in days_from(one.first, one.last)}
    came = resident.intern_from
    expected = sorted(day for day in covered - held if came is None or day >= came)
    for first, last in _stretches(expected):
        text = f"No rotation from {day_label(first)} to {day_label(last)}."
        yield Finding(Check.NO_ROTATION, resident.id, first, text)


def _clinics(year: _Year, resident: ResidentYear, weeks: Sequence[ResidentWeek]) -> Iterator[Finding]:
    first = year.described.first_monday
    most, least = sum(week.max for week in weeks), sum(week.min for week in weeks)
    if most < resident.year_min:
        text = f"At most {counted(most, 'clinic')} can be; the yearly minimum is {resident.year_min}."
        yield Finding(Check.YEAR_MINIMUM, resident.id, first, text)
    if least > resident.year_max:
        text = f"At least {counted(least, 'clinic')} must be; the yearly maximum is {resident.year_max}."
        yield Finding(Check.YEAR_MAXIMUM, resident.id, first, text)
    yield from _long_gaps(year, resident, {week.week for week in weeks})
    yield from _few_sessions(year, resident, {week.week: year.usable(week) for week in weeks})


def _long_gaps(year: _Year, resident: ResidentYear, open_weeks: set[int]) -> Iterator[Finding]:
    """Rotations in a row that leave no clinic for as long as the program's longest gap, or longer.

    Of one rotation alone that is known, and of leave nobody can make another order; weeks without a rotation are
    told apart.
    """
    limit = year.described.settings.rules.max_gap_weeks
    away = {day for one in resident.absences if one.period is None for day in days_from(one.first, one.last)}
    closed = [week for week in range(year.described.weeks) if week not in open_weeks]
    days = [day for week in closed for day in days_from(year.monday(week), year.monday(week) + WEEK)]
    held = {day for one in resident.assignments for day in days_from(one.first, one.last)}
    for first, last in _stretches([day for day in days if day in held and day not in away]):
        weeks = ((last - first).days + 1) // DAYS_IN_WEEK
        within = [one for one in resident.assignments if one.first <= last and one.last >= first]
        if weeks >= limit and len(within) > 1:
            codes = " and ".join(
                dict.fromkeys(one.rotation for one in sorted(within, key=lambda one: one.first))
            )
            text = (
                f"No clinic can be for {weeks} weeks from {day_label(first)}: {codes} in a row. "
                f"The longest gap is {limit}."
            )
            yield Finding(Check.LONG_GAP, resident.id, first, text)


def _few_sessions(year: _Year, resident: ResidentYear, usable: Mapping[int, int]) -> Iterator[Finding]:
    """Weeks with fewer dates than their rotation asks for: there the minimum is relieved."""
    asked = _asked_by_week(year, resident)
    short = [year.monday(week) for week in sorted(asked) if usable.get(week, 0) < asked[week]]
    if short:
        named = ", ".join(day_label(monday) for monday in short[:WEEKS_NAMED])
        more = f" and {len(short) - WEEKS_NAMED} more" if len(short) > WEEKS_NAMED else ""
        text = (
            f"Fewer clinic dates than the rotation asks for in {counted(len(short), 'week')}: {named}{more}."
        )
        yield Finding(Check.FEW_SESSIONS, resident.id, short[0], text)


def _asked_by_week(year: _Year, resident: ResidentYear) -> dict[int, int]:
    """The rotation's minimum in each week that it holds whole."""
    days: Counter[tuple[int, str]] = Counter()
    for one in resident.assignments:
        for day in days_from(one.first, one.last):
            days[week_index(day, year.described.first_monday), one.rotation] += 1
    whole = {week: year.minima.get(code, 0) for (week, code), count in days.items() if count == DAYS_IN_WEEK}
    return {week: minimum for week, minimum in whole.items() if 0 <= week < year.described.weeks}


def _stretches(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """First and last day of each run of days that follow one another."""
    for _, run in groupby(enumerate(days), key=lambda pair: pair[1] - timedelta(days=pair[0])):
        found = [day for _, day in run]
        yield found[0], found[-1]

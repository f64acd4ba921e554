"""The heads of the month grid: weeks, days and half-days."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from scheduling.domain.calendar import HalfDay, day_label, monday_of, week_index
from scheduling.domain.problem_building import lessons_at
from scheduling.domain.program_year import Teaching
from scheduling.selectors.month_grid.cells import Column
from scheduling.selectors.month_grid.content import Counter, HalfDayHead, Head
from scheduling.selectors.month_grid.counters import Left
from scheduling.selectors.month_grid.reading import GridFacts

LONG_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def columns_with_starts(half_days: list[HalfDay], today: date, teaching: Iterable[Teaching]) -> list[Column]:
    """The half-days in their order, with where weeks, days and today begin, and the lessons held."""
    found: list[Column] = []
    today_at = _today_at(half_days, today)
    for at, half_day in enumerate(half_days):
        starts = _starts(half_days[at - 1] if at else None, half_day)
        lessons = lessons_at(teaching, half_day)
        found.append(Column(half_day, starts, is_today_start=at == today_at, lessons=lessons))
    return found


def _today_at(half_days: list[HalfDay], today: date) -> int | None:
    """Where the line of today stands: before today's first half-day, on a weekend before the next one."""
    if not half_days or not monday_of(half_days[0].date) <= today <= half_days[-1].date:
        return None
    return next(at for at, half_day in enumerate(half_days) if half_day.date >= today)


def _starts(previous: HalfDay | None, half_day: HalfDay) -> str:
    """Whether a week or a day begins with this column."""
    if previous is None or monday_of(previous.date) != monday_of(half_day.date):
        return "week"
    return "day" if previous.date != half_day.date else ""


def week_heads(facts: GridFacts, half_days: list[HalfDay]) -> tuple[Head, ...]:
    """``Mon 23 Nov``, and as a note ``week 22 · Thanksgiving``."""
    found = []
    for monday, members in groupby(half_days, key=lambda half_day: monday_of(half_day.date)):
        listed = list(members)
        days = {half_day.date for half_day in listed}
        number = week_index(monday, facts.frame.described.first_monday) + 1
        named = dict.fromkeys(name for day, name in sorted(facts.frame.holidays.items()) if day in days)
        found.append(Head(day_label(monday), len(listed), "week", " · ".join([f"week {number}", *named])))
    return tuple(found)


def day_heads(half_days: list[HalfDay]) -> tuple[Head, ...]:
    """``Mon 23``, over as many columns as the day has half-days."""
    found = []
    previous: HalfDay | None = None
    for day, members in groupby(half_days, key=lambda half_day: half_day.date):
        listed = list(members)
        label = day_label(day).rsplit(" ", 1)[0]
        found.append(Head(label, len(listed), _starts(previous, listed[0])))
        previous = listed[-1]
    return tuple(found)


def half_day_head(column: Column, left: Left, sessions: Iterable[tuple[str, int]]) -> HalfDayHead:
    """AM, PM or EVE, with its open sessions (a letter and a key each), and what is left of rooms and supervision."""
    half_day = column.half_day
    return HalfDayHead(
        key=f"{half_day.date.isoformat()}/{half_day.period}",
        sessions=" ".join(f"{letter}:{pk}" for letter, pk in sessions),
        period=half_day.period,
        spoken=f"{long_day(half_day.date)}, {half_day.period}",
        starts=column.starts,
        is_today_start=column.is_today_start,
        rooms=left.rooms.get(half_day, Counter()),
        supervision=left.supervision.get(half_day, Counter()),
    )


def long_day(day: date) -> str:
    """``Wednesday 2 December``, for people who listen."""
    return f"{LONG_WEEKDAYS[day.weekday()]} {day.day} {LONG_MONTHS[day.month - 1]}"

"""How dates of one academic year come back in the next."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from scheduling.domain.calendar import DAYS_IN_WEEK, nth_weekday_of_month

# Holidays that many calendars keep on their date; all others keep their weekday. People check each one.
FIXED = {(1, 1), (5, 1), (6, 19), (7, 4), (11, 11), (12, 24), (12, 25), (12, 26), (12, 31)}
LAST_OF_MONTH = 5


def moved_holiday(day: date) -> date:
    """Where a holiday falls a year later: on its date, or on the same weekday of the month, the last where it was."""
    if (day.month, day.day) in FIXED:
        return day.replace(year=day.year + 1)
    first = date(day.year + 1, day.month, 1)
    nth = nth_weekday_of_month(day)
    found = first + timedelta(days=(day.weekday() - first.weekday()) % DAYS_IN_WEEK, weeks=nth - 1)
    return found if found.month == day.month else found - timedelta(weeks=1)


def weekly_value(values: Iterable[int], weeks: int) -> int | None:
    """The value that a half-day of the week usually has; None where it is held in fewer than half of the weeks."""
    counts = Counter(values)
    if counts.total() * 2 < weeks:
        return None
    return counts.most_common(1)[0][0]

"""How pages say days, counts and lists of names."""

from collections.abc import Iterable, Sequence
from datetime import date

from scheduling.domain.calendar import MONTHS, WEEKDAYS, Period


def day_away(day: date, today: date) -> str:
    """``today``, ``tomorrow``, ``in 3 days``, ``yesterday``, ``39 days ago``."""
    days = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def sentence_case(words: str) -> str:
    """The first letter large, the others as they are."""
    return words[:1].upper() + words[1:]


def joined(words: Sequence[str], last: str = "and") -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, singular: str, plural: str = "") -> str:
    """``1 week``, ``5 weeks``."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def short_date(day: date) -> str:
    """``29 Nov``."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def month_and_year(day: date) -> str:
    """``Jul 2025``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def usual_half_days(pattern: Iterable[tuple[str, int, Period]]) -> str:
    """A weekly pattern of (site, weekday, period) in words: ``Main clinic, Mon PM and Wed AM``; sites one by one."""
    by_site: dict[str, list[str]] = {}
    for site, weekday, period in sorted(pattern, key=lambda entry: (entry[1], entry[2].order)):
        by_site.setdefault(site, []).append(f"{WEEKDAYS[weekday]} {period}")
    return "; ".join(f"{clinic_words(site)}, {joined(half_days)}" for site, half_days in by_site.items())


def short_site(name: str) -> str:
    """``Main`` for a site called ``Main`` or ``Main clinic``."""
    short = name.removesuffix("clinic").removesuffix("Clinic").strip()
    return short or name


def clinic_words(name: str) -> str:
    """``Main clinic`` for a site called ``Main`` or ``Main clinic``."""
    return f"{short_site(name)} clinic"

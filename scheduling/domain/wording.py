"""Figures as people read them, the same on every page."""

from datetime import date, datetime

from scheduling.domain.calendar import day_label

MINUTE = 60
HOUR = 3600
SMALLEST_SHARE = 0.0001
NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def score_text(score: float) -> str:
    """``12,880.5``; whole scores without a decimal."""
    rounded = round(score, 1)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"


def share_text(share: float) -> str:
    """``0.44%``. What is not nothing never prints as nothing."""
    if 0 < share < SMALLEST_SHARE:
        return "under 0.01%"
    return f"{share:.2%}"


def seconds_text(seconds: float) -> str:
    """``0.4 s`` and ``42 s`` under a minute, then ``2:05``, then ``1:02:05``."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    return clock_text(seconds)


def clock_text(seconds: float) -> str:
    """``0:42``, ``2:05``, ``1:02:05``."""
    hours, rest = divmod(int(seconds), HOUR)
    minutes, left = divmod(rest, MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def moment_text(moment: datetime, now: datetime) -> str:
    """``18:16`` today, ``Fri 20 Nov, 18:16`` this year, with the year before that; both in one time zone."""
    clock = f"{moment:%H:%M}"
    if moment.date() == now.date():
        return clock
    year = "" if moment.year == now.year else f" {moment.year}"
    return f"{day_label(moment.date())}{year}, {clock}"


def signed_text(count: int) -> str:
    """``+3``, ``0`` or ``−2`` with a true minus sign."""
    return f"{count:+d}".replace("-", "−") if count else "0"


def counted(count: int, one: str, many: str = "") -> str:
    """``1 resident``, ``2 residents``; thousands apart."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def dates_words(first: date, last: date, period: str) -> str:
    """``Mon 2 Mar to Fri 6 Mar``, and ``, AM`` where it is not the whole day."""
    days = day_label(first) if first == last else f"{day_label(first)} to {day_label(last)}"
    return f"{days}, {period}" if period else days


def number_word(count: int) -> str:
    """``four``; figures from thirteen."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}"


def capitalised(sentence: str) -> str:
    """With a capital first letter; the rest as it is."""
    return sentence[:1].upper() + sentence[1:]

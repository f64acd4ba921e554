"""Single cells written so that `cells` reads them back."""

from collections.abc import Iterable
from datetime import time

from scheduling.domain.calendar import WEEKDAYS
from scheduling.exchange.workbook.tables import Slot


def written_slots(slots: Iterable[Slot]) -> str:
    """``Mon PM, Wed PM`` in the order of the week."""
    in_order = sorted(slots, key=lambda slot: (slot[0], slot[1].order))
    return ", ".join(f"{WEEKDAYS[weekday]} {period}" for weekday, period in in_order)


def written_allowed(slots: frozenset[Slot] | None) -> str:
    """``any`` for any half-day, ``none`` for none, else which."""
    if slots is None:
        return "any"
    return written_slots(slots) or "none"


def written_hours(hours: tuple[time, time]) -> str:
    """``08:00-12:00``."""
    start, end = hours
    return f"{start:%H:%M}-{end:%H:%M}"


def written_numbers(numbers: Iterable[int]) -> str:
    """``1, 3`` in ascending order."""
    return ", ".join(str(number) for number in sorted(numbers))

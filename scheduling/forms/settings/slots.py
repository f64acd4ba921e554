"""Half-days of the week as a table of boxes or fields: weekdays across, periods down."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django import forms

from scheduling.domain.calendar import WEEKDAYS, Period

LAST_WORKDAY = 4


@dataclass(frozen=True, slots=True)
class SlotTable:
    """The weekdays on top, then a row a period with what stands in each half-day."""

    weekdays: list[str]
    rows: list[tuple[str, list[forms.BoundField]]]


def slot_table(field_of: Callable[[int, Period], forms.BoundField], weekdays: Iterable[int]) -> SlotTable:
    """Fields by weekday and period as a table."""
    days = list(weekdays)
    return SlotTable(
        [WEEKDAYS[day] for day in days],
        [(period.value, [field_of(day, period) for day in days]) for period in Period],
    )

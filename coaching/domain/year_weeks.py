"""A resident's year week by week: where together, where it could have been, and the longest times without."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class WeekTogether:
    """One week of a year, counted from 0: half-days together, and the most that its rotation and the coach allow."""

    week: int
    together: int
    possible: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Weeks in a row without the coach, from ``first`` to ``last``, both included; in ``possible`` of them it could have been."""

    first: int
    last: int
    possible: int

    @property
    def weeks(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


def longest_gaps(weeks: Sequence[WeekTogether], *, at_least: int, most: int) -> list[Gap]:
    """The longest runs of weeks without the coach, at least so many weeks each, the longest first; of equals the earlier."""
    found = [gap for gap in _gaps(weeks) if gap.weeks >= at_least]
    return sorted(found, key=lambda gap: (-gap.weeks, gap.first))[:most]


def _gaps(weeks: Sequence[WeekTogether]) -> Iterator[Gap]:
    marks = [-1, *(place for place, week in enumerate(weeks) if week.together), len(weeks)]
    for earlier, later in pairwise(marks):
        between = weeks[earlier + 1 : later]
        if between:
            yield Gap(between[0].week, between[-1].week, sum(week.possible > 0 for week in between))


def totals(weeks: Collection[WeekTogether]) -> tuple[int, int]:
    """Half-days together in some weeks, and how many there could have been; never fewer than there are."""
    together = sum(week.together for week in weeks)
    return together, max(together, sum(week.possible for week in weeks))

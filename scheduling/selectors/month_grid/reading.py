"""What the month grid needs from the database: a fixed number of queries, whatever the program's size."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from scheduling.models import Faculty, Schedule
from scheduling.selectors.month_grid.content import Window
from scheduling.selectors.month_grid.frame import Frame, frame_of
from scheduling.selectors.month_grid.version import InYear, Version, version_of


@dataclass(frozen=True)
class GridFacts:
    """One version in a window: the frame, and everything read of the version, by primary keys and half-days."""

    schedule: Schedule
    frame: Frame
    version: Version

    @cached_property
    def attended(self) -> Mapping[int, InYear]:
        """Who attends what within the window."""
        return self.version.in_window(self.frame.window)

    @cached_property
    def sites_attended(self) -> frozenset[tuple[int, int]]:
        """Who is at which site within the window."""
        return frozenset(
            (resident, one.site) for resident, attended in self.attended.items() for one in attended.values()
        )

    def coach_of(self, resident: int) -> Faculty | None:
        """With whom this version counts the resident's overlaps."""
        found = self.version.coaches.get(resident)
        return found.faculty if found else None


def read_grid(schedule: Schedule, window: Window) -> GridFacts:
    """Read one version: one query where this process knows it, two more for what was edited since."""
    frame = frame_of(schedule.year, window)
    return GridFacts(schedule, frame, version_of(schedule, frame.described.first_monday, frame.marks))

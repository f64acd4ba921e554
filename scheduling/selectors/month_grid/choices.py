"""Whom the grid shows, under which heads, and in which order."""

from dataclasses import dataclass
from enum import StrEnum


class Grouping(StrEnum):
    """What the residents under one head have in common."""

    PGY = "pgy"
    COHORT = "cohort"
    COACH = "coach"


class RowOrder(StrEnum):
    """The order of the rows under one head: by name, or those first whom it goes worst."""

    NAME = "name"
    SHARE = "share"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What somebody chose to see. Coaches and sites by primary key; None: all of them."""

    search: str = ""
    group: Grouping = Grouping.PGY
    order: RowOrder = RowOrder.NAME
    pgy: int | None = None
    coach: int | None = None
    site: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether some residents may be left out."""
        return bool(self.search or self.pgy or self.coach or self.site)

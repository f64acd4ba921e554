"""Everything that the parts of the board are made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduling.models import Faculty, Resident
from scheduling.selectors.pairing_board.attained import Reached
from scheduling.selectors.pairing_board.situation import Pair, Plan, Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """How pairings stand, what each pair could reach and what those of today do, what is proposed, short names."""

    situation: Situation
    worth: Mapping[Pair, int]
    reached: Mapping[Pair, Reached]
    proposed: Plan
    residents: Mapping[int, str]
    faculty: Mapping[int, str]

    def value(self, resident: int, faculty: int) -> int:
        """Half-days that the two could be together in a year; 0 where the coach is not in clinic."""
        return self.worth.get((resident, faculty), 0)

    def best(self, resident: int, among: Iterable[int]) -> int:
        """The most that the resident could reach with any of these coaches."""
        return max((self.value(resident, faculty) for faculty in among), default=0)

    def who(self, resident: int) -> Resident:
        """The resident."""
        return self.situation.places[resident].resident

    def coach(self, faculty: int) -> Faculty:
        """The coach."""
        return self.situation.members[faculty]

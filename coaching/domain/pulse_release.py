"""Which figures of a survey may be shown, so that nobody's answer can be worked out from them.

For one question the people who answered fall into groups that share nobody, one way for good. Shown are the figure of
everybody and figures of whole groups; what is not shown is, all together, itself a cell that could be shown. So whatever is
added up or taken away, what comes out is a sum over whole cells, each of at least so many answers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """Answers to one question by one group: how many, their sum, from whom at most (None: each from another), of which years."""

    answers: int
    total: int
    people: frozenset[int] | None = None
    years: frozenset[str] = frozenset()

    def __add__(self, other: "Cell") -> "Cell":
        people = None if self.people is None or other.people is None else self.people | other.people
        return Cell(self.answers + other.answers, self.total + other.total, people, self.years | other.years)

    @property
    def mean(self) -> float:
        """The mean of its answers; there must be one."""
        return self.total / self.answers


@dataclass(frozen=True, slots=True)
class Rule:
    """What a cell needs to be shown: answers, people, years, and not all at one end of the scale of 1 to ``highest``."""

    answers: int
    highest: int
    people: int = 0
    years: int = 0

    def shows(self, cell: Cell) -> bool:
        """Whether the cell says something of the group and nothing of anybody in it."""
        of_enough = cell.people is None or len(cell.people) >= self.people
        says_all = cell.total in {cell.answers, cell.answers * self.highest}
        is_long_enough = len(cell.years) >= self.years
        return cell.answers >= self.answers and of_enough and is_long_enough and not says_all


@dataclass(frozen=True, slots=True)
class Released:
    """What is shown of one question: everybody, if that much, and some of the groups."""

    everybody: Cell | None
    groups: Mapping[str, Cell]


NOTHING = Released(None, {})


def release(cells: Mapping[str, Cell], rule: Rule) -> Released:
    """The figures that may be shown of ``cells``, which share nobody."""
    everybody = together(cells.values())
    if not rule.shows(everybody):
        return NOTHING
    hidden = {name for name, cell in cells.items() if not rule.shows(cell)}
    while hidden and not rule.shows(together(cells[name] for name in hidden)):
        hidden.add(min(cells.keys() - hidden, key=lambda name: (cells[name].answers, name)))
    return Released(everybody, {name: cell for name, cell in cells.items() if name not in hidden})


def together(cells: Iterable[Cell]) -> Cell:
    """All of them as one cell."""
    found = list(cells)
    return sum(found[1:], found[0]) if found else Cell(0, 0)

"""What a closed round shows, as tables and strips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coaching.domain.pulse_release import Cell
from coaching.models import PulseResult, PulseRound, RoundState

LEFT, RIGHT = 8, 192


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure, or that there is none to be shown. ``x`` is its place on a strip from 0 to 200."""

    group: str
    mean: str = ""
    answers: int = 0
    x: int = 0

    @property
    def is_shown(self) -> bool:
        """Whether there is a figure."""
        return bool(self.mean)


@dataclass(frozen=True, slots=True)
class Row:
    """One question with the figure of everybody and of each group."""

    theme: str
    text: str
    is_reversed: bool
    everybody: Shown
    groups: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What was written to one question; empty where too few wrote."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that is shown of a round."""

    groups: tuple[str, ...]
    ticks: tuple[int, ...]
    rows: tuple[Row, ...]
    said: tuple[Said, ...]
    hides: bool

    @property
    def is_empty(self) -> bool:
        """Whether no figure at all can be shown."""
        return not any(row.everybody.is_shown for row in self.rows)


def results_of(held: PulseRound) -> Results | None:
    """The results of a closed round; None of any other. One query."""
    if held.state != RoundState.CLOSED:
        return None
    kept = PulseResult.objects.get(round=held)
    groups = tuple(held.groups) if len(held.groups) > 1 else ()
    rows = tuple(_rows(held, kept.tables, groups))
    asked = held.asked()
    said = tuple(Said(asked[one["place"]].text, tuple(one["texts"])) for one in kept.words)
    hides = any(not shown.is_shown for row in rows for shown in (row.everybody, *row.groups))
    ticks = tuple(place_of(number, held.highest) for number in range(1, held.highest + 1))
    return Results(groups, ticks, rows, said, hides)


def _rows(held: PulseRound, tables: Sequence[Mapping[str, Any]], groups: Sequence[str]) -> list[Row]:
    asked, found, last = held.asked(), [], ""
    for table in tables:
        question = asked[table["place"]]
        everybody = shown_of("Everybody", table["everybody"], held.highest)
        by_group = tuple(shown_of(name, table["groups"].get(name), held.highest) for name in groups)
        theme = question.theme if question.theme != last else ""
        found.append(Row(theme, question.text, question.is_reversed, everybody, by_group))
        last = question.theme
    return found


def shown_of(group: str, kept: Sequence[int] | None, highest: int) -> Shown:
    """A figure as pages show it."""
    if kept is None:
        return Shown(group)
    cell = Cell(kept[0], kept[1])
    return Shown(group, f"{cell.mean:.1f}", cell.answers, place_of(cell.mean, highest))


def place_of(value: float, highest: int) -> int:
    """Where a value stands on a strip."""
    return round(LEFT + (value - 1) / (highest - 1) * (RIGHT - LEFT))

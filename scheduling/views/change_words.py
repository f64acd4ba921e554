"""How pages say what changes for somebody: when, the chips before and after, line by line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scheduling.domain.calendar import day_label
from scheduling.domain.seats import Change, Seat
from scheduling.domain.wording import counted

PAIRS_SHOWN = 2
LINES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Chip:
    """A clinic half-day as a chip, or that there is none (no letter)."""

    letter: str
    is_overlap: bool
    name: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Was and will be; ``times`` where the same happens more than once."""

    was: Chip
    will: Chip
    times: str = ""


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """One person's changes: when, in chips, and one by one where there are several."""

    when: str
    pairs: list[Pair]
    rest: str
    lines: list[str]


def change_words(changes: Sequence[Change]) -> ChangeWords:
    """The words for some changes of one person."""
    if move := _move(changes):
        return ChangeWords(move, [_pair(_gone(changes).was, _come(changes).will)], "", [])
    if len(changes) == 1:
        return ChangeWords(_when(changes[0]), [_pair(changes[0].was, changes[0].will)], "", [])
    found = Counter((change.was, change.will) for change in changes)
    shown = list(found.items())[:PAIRS_SHOWN]
    pairs = [_pair(was, will, count if len(found) > 1 else 1) for (was, will), count in shown]
    rest = sum(found.values()) - sum(count for _, count in shown)
    return ChangeWords(
        when=f"{counted(len(changes), 'half-day')}, from {day_label(changes[0].half_day.date)}",
        pairs=pairs,
        rest=f"and {rest} more" if rest else "",
        lines=_lines(changes),
    )


def chip(seat: Seat | None) -> Chip:
    """A place as a chip."""
    if seat is None:
        return Chip("", is_overlap=False, name="no clinic")
    return Chip(seat.letter, seat.together, _place(seat))


def _when(change: Change) -> str:
    """``Tue 1 Dec, PM → AM`` for a move within a date."""
    return f"{change.came_from} → {change.half_day.period}" if change.came_from else str(change.half_day)


def _pair(was: Seat | None, will: Seat | None, times: int = 1) -> Pair:
    return Pair(chip(was), chip(will), f"{times}×" if times > 1 else "")


def _move(changes: Sequence[Change]) -> str:
    """``Tue 1 Dec, PM → Fri 4 Dec, AM`` where one half-day takes the place of another; empty where that is not all."""
    if len(changes) != 2 or {(change.was is None, change.will is None) for change in changes} != {
        (True, False),
        (False, True),
    }:
        return ""
    gone, come = _gone(changes).half_day, _come(changes).half_day
    return f"{gone} → {come}"


def _gone(changes: Sequence[Change]) -> Change:
    return next(change for change in changes if change.will is None)


def _come(changes: Sequence[Change]) -> Change:
    return next(change for change in changes if change.was is None)


def _lines(changes: Sequence[Change]) -> list[str]:
    lines = [
        f"{_when(change)}: {_place(change.was)} → {_place(change.will)}" for change in changes[:LINES_SHOWN]
    ]
    more = len(changes) - LINES_SHOWN
    return [*lines, f"and {more} more"] if more > 0 else lines


def _place(seat: Seat | None) -> str:
    if seat is None:
        return "no clinic"
    return f"{seat.site}, together" if seat.together else seat.site

"""A resident's cell of the block schedule as text: one rotation, or a block split between several.

``WARDS / 2026-12-07 ELEC`` reads: wards until Sunday 6 December, an elective from Monday 7 December. A code that is
left out means that nothing is known of those days.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from scheduling.domain.calendar import day_label

DAY = timedelta(days=1)
_SPLIT = re.compile(r"\s*/\s*(?=\d{4}-\d{2}-\d{2}(?:\s|$))")


class CellUnreadable(ValueError):
    """A text that is no cell of that block; the message says why."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Dates from ``first`` to ``last``, both included."""

    first: date
    last: date

    def holds(self, other: "Span") -> bool:
        """Whether another lies within this one and is shorter."""
        return self.first <= other.first and other.last <= self.last and self != other


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A rotation's code, or nothing, for some days of a block."""

    span: Span
    code: str


def columns_of(spans: Iterable[Span]) -> list[Span]:
    """The blocks that are columns: those that lie in no other. The rest are parts of a block split for somebody."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.first, -span.last.toordinal())):
        if not (found and found[-1].holds(span)):
            found.append(span)
    return found


def parts_of_text(text: str, block: Span) -> tuple[Part, ...]:
    """The parts that a cell's text names, in their order; raises ``CellUnreadable``."""
    first, *later = _SPLIT.split(" ".join(text.split()))
    starts = [(block.first, first.strip())]
    for piece in later:
        day, _, code = piece.partition(" ")
        starts.append((_date_within(day, block), code.strip()))
    if any(here >= there for (here, _), (there, _) in pairwise(starts)):
        raise CellUnreadable("The dates of a split block must follow one another.")
    ends = [day - DAY for day, _ in starts[1:]] + [block.last]
    parts = (Part(Span(day, end), code) for (day, code), end in zip(starts, ends, strict=True))
    return joined(parts)


def joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts of the same rotation that follow one another are one."""
    found: list[Part] = []
    for part in parts:
        if found and found[-1].code == part.code and found[-1].span.last + DAY == part.span.first:
            found[-1] = Part(Span(found[-1].span.first, part.span.last), part.code)
        else:
            found.append(part)
    return tuple(found)


def with_gaps(parts: Iterable[Part], block: Span) -> tuple[Part, ...]:
    """The parts in order, with the days of the block that none of them holds as parts without a code."""
    found: list[Part] = []
    next_day = block.first
    for part in sorted(parts):
        if part.span.first > next_day:
            found.append(Part(Span(next_day, part.span.first - DAY), ""))
        found.append(part)
        next_day = max(next_day, part.span.last + DAY)
    if next_day <= block.last:
        found.append(Part(Span(next_day, block.last), ""))
    return joined(found)


def text_of(parts: Sequence[Part]) -> str:
    """The text that ``parts_of_text`` reads."""
    later = (f"{part.span.first.isoformat()} {part.code}".strip() for part in parts[1:])
    return " / ".join((parts[0].code, *later)).strip() if parts else ""


def in_words(parts: Sequence[Part]) -> str:
    """``WARDS until Sun 6 Dec, ELEC from Mon 7 Dec``; the code alone where the block is not split."""
    if len(parts) < 2:
        return parts[0].code if parts else ""
    first, *later = parts
    words = [f"{first.code or 'nothing'} until {day_label(first.span.last)}"]
    words += [f"{part.code or 'nothing'} from {day_label(part.span.first)}" for part in later]
    return ", ".join(words)


def differ_before(before: Sequence[Part], after: Sequence[Part], day: date) -> bool:
    """Whether the two give different rotations to any date before ``day``."""
    return _clipped(before, day) != _clipped(after, day)


def _clipped(parts: Sequence[Part], day: date) -> tuple[Part, ...]:
    kept = (part for part in parts if part.span.first < day)
    return joined(Part(Span(part.span.first, min(part.span.last, day - DAY)), part.code) for part in kept)


def _date_within(text: str, block: Span) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CellUnreadable(f"{text} is not a date.") from error
    if not block.first < day <= block.last:
        raise CellUnreadable(
            f"{day_label(day)} does not split this block, which lasts from {day_label(block.first)} "
            f"to {day_label(block.last)}."
        )
    return day

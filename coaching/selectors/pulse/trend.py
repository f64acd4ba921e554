"""What everybody said in the rounds before, beside what they said now.

Nothing is worked out here: each figure is one that its own round shows to the same readers, and what that round hides stays
hidden. Groups are left out, since a small change between two rounds can be one person's coming or going.
"""

from dataclasses import dataclass

from coaching.models import PulseResult, PulseRound, RoundState
from coaching.selectors.pulse.results import Shown, shown_of
from scheduling.domain.calendar import MONTHS

ROUNDS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A question with the figure of each round, by the round's day and the newest first; None where it was not asked."""

    text: str
    is_reversed: bool
    by_round: tuple[tuple[str, Shown | None], ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """The rounds by the day on which they closed, the newest first, and what they show of each question."""

    rounds: tuple[str, ...]
    lines: tuple[Line, ...]


def trend_of(held: PulseRound) -> Trend | None:
    """A closed round beside those before it that asked the same people on the same scale; None without any. One query."""
    rows = PulseResult.objects.filter(
        round__program=held.program_id,
        round__state=RoundState.CLOSED,
        round__opens_at__lte=held.opens_at,
        round__with_faculty=held.with_faculty,
    )
    found = rows.select_related("round").order_by("-round__opens_at", "-round")
    kept = [one for one in found if one.round.anchors == held.anchors][: ROUNDS_SHOWN + 1]
    if held.state != RoundState.CLOSED or len(kept) < 2:
        return None
    figures = [_figures(one) for one in kept]
    days = tuple(_day(one.round, held) for one in kept)
    lines = (
        Line(*asked, tuple(zip(days, (one.get(asked) for one in figures), strict=True)))
        for asked in figures[0]
    )
    return Trend(days, tuple(lines))


def _figures(result: PulseResult) -> dict[tuple[str, bool], Shown]:
    """What a round shows of everybody, by what was asked and how it was scored."""
    asked = result.round.asked()
    return {
        (asked[table["place"]].text, asked[table["place"]].is_reversed): shown_of(
            "", table["everybody"], result.round.highest
        )
        for table in result.tables
    }


def _day(one: PulseRound, held: PulseRound) -> str:
    """``3 Mar 2027``."""
    closed = one.closes_at.astimezone(held.program.zone)
    return f"{closed.day} {MONTHS[closed.month - 1]} {closed.year}"

"""Where a resident's year goes, in words for the resident: from a year of full weeks down to the half-days together."""

from collections.abc import Iterator
from dataclasses import dataclass

from coaching.domain.wording import counted
from scheduling.domain.division import Division


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the year: how many half-days, and what they go to. ``is_sum``: what is left at that point."""

    half_days: int
    words: str
    is_sum: bool = False

    @property
    def figure(self) -> str:
        """``26``; what is taken off with a true minus sign."""
        return str(self.half_days) if self.is_sum else f"−{self.half_days}"


def shares_of(parts: Division, coach: str, rotations: str) -> Iterator[Share]:
    """From the fullest year that could be thought of to what is reached; parts of nothing are left out.

    ``rotations`` names those that leave no clinic. A division that does not add up by today's rules ends with what is possible.
    """
    yield Share(parts.full_year, f"your fullest week, all year long, with {coach} always there", is_sum=True)
    weeks = f"{counted(parts.weeks_without_clinic, 'week')} without clinic"
    losses = (
        Share(parts.no_clinic, f"{weeks}: {rotations}" if rotations else weeks),
        Share(
            parts.shorter_weeks, "weeks that hold fewer clinics: holidays, leave, or what the rotation asks"
        ),
        Share(
            parts.coach_away, f"{counted(parts.weeks_coach_away, 'week')} in which {coach} is not in clinic"
        ),
        Share(parts.coach_elsewhere, f"half-days on which {coach} is in clinic and you cannot be"),
        Share(parts.year_maximum, "more than your clinics of the year"),
    )
    yield from (share for share in losses if share.half_days > 0)
    yield Share(parts.attainable, f"could be together with {coach}", is_sum=True)
    if parts.rooms_or_tradeoff < 0:
        return
    if parts.rooms_or_tradeoff:
        yield Share(parts.rooms_or_tradeoff, "full rooms, or somebody else would have lost more")
    yield Share(parts.reached, "are together", is_sum=True)


def why(parts: Division, coach: str) -> str:
    """The answer in a sentence: what holds most back."""
    if parts.attainable == 0:
        return f"Your rotations and {coach}’s half-days leave none to share."
    if parts.rooms_or_tradeoff <= 0:
        return f"You have every half-day with {coach} that your rotations allow."
    missing = counted(parts.rooms_or_tradeoff, "half-day")
    return f"{missing} with {coach} went to full rooms, or to somebody who would have lost more."

"""What the pages of requests share: the price of leave, and what they say of a swap."""

from dataclasses import dataclass
from datetime import date

from connectedness.trail.kinds import EventKind
from scheduling.domain.calendar import Period
from scheduling.domain.wording import counted, signed_text
from scheduling.forms.requests import Person
from scheduling.models import AcademicYear
from scheduling.selectors.effects import effect_of_leave
from scheduling.selectors.published import published_of_year
from scheduling.selectors.requests.judging import Judged, Side
from scheduling.selectors.years import program_today
from scheduling.services.leave import leave_key
from scheduling.services.program_data import Change
from scheduling.views.proposals import Proposal

OLD_PAGE = "The page was incomplete. Load it again, then repeat it."


def leave_price(year: AcademicYear, person: Person, days: tuple[date, date], period: str) -> Proposal:
    """What leave would cost in what is published. What it is for plays no part."""
    first, last = days
    change = Change({leave_key(person, first, last, period): ""}, person.name, EventKind.LEAVE_CHANGED)
    published = published_of_year(year.pk)
    if published is None:
        return Proposal(change, None)
    when = Period(period) if period else None
    today = program_today(year.program)
    return Proposal(change, effect_of_leave(published, person, first, last, when, today=today))


@dataclass(frozen=True, slots=True)
class SideWords:
    """One of the two in words; ``change`` is ``+1``, ``0`` or ``−1``."""

    side: Side
    name: str
    change: str
    overlaps: str
    gap: str


@dataclass(frozen=True, slots=True)
class SwapWords:
    """Both sides, and what to know beside; ``mine`` first."""

    mine: SideWords
    theirs: SideWords
    against: tuple[str, ...]
    note: str


def swap_words(judged: Judged, *, reader: int = 0) -> SwapWords:
    """The swap as a resident (by primary key) reads it, or as somebody else does."""
    mine, theirs = judged.sides
    if theirs.resident.pk == reader:
        mine, theirs = theirs, mine
    note = "A whole contact window would pass without an overlap." if judged.misses_contact else ""
    return SwapWords(_side(mine, reader), _side(theirs, reader), judged.against, note)


def _side(side: Side, reader: int) -> SideWords:
    now, after = side.overlaps_before, side.overlaps_after
    if side.change:
        overlaps = f"{now} → {counted(after, 'half-day')} together"
    else:
        overlaps = f"{counted(now, 'half-day')} together, as before"
    gap = ""
    if side.gap_before != side.gap_after:
        gap = f"Longest time without the coach: {side.gap_before} → {counted(side.gap_after, 'week')}"
    name = "You" if side.resident.pk == reader else side.resident.full_name
    return SideWords(side, name, signed_text(side.change), overlaps, gap)

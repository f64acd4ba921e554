"""Whether two residents may exchange two sessions in what is published, and what it does to both."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from scheduling.domain.ids import SessionId
from scheduling.domain.wording import moment_text
from scheduling.models import Assignment, Resident, Schedule, Session, SwapRequest, SwapState
from scheduling.selectors.program_year import resident_id
from scheduling.selectors.workbench.desk import Desk
from scheduling.selectors.workbench.words import Words
from scheduling.solver.advice import Price, Swap


@dataclass(frozen=True, slots=True)
class Side:
    """What a swap is to one of the two; ``gives`` and ``takes`` are ``Wed 2 Dec, AM at Main``."""

    resident: Resident
    gives: str
    takes: str
    letter: str
    gives_together: bool
    takes_together: bool
    overlaps_before: int
    overlaps_after: int
    gap_before: int
    gap_after: int

    @property
    def change(self) -> int:
        """How many half-days with the coach more, or fewer."""
        return self.overlaps_after - self.overlaps_before


@dataclass(frozen=True, slots=True)
class Judged:
    """A swap in what is published now: both sides, and a sentence for all that stands against it."""

    sides: tuple[Side, Side]
    against: tuple[str, ...]
    misses_contact: bool

    @property
    def is_legal(self) -> bool:
        """Whether nothing stands against it."""
        return not self.against

    def side_of(self, resident: Resident) -> Side:
        """The side of one of the two."""
        return next(side for side in self.sides if side.resident == resident)


@dataclass(frozen=True, slots=True)
class Pair:
    """Who would give what; residents, and sessions with their sites, are loaded."""

    resident: Resident
    session: Session
    other: Resident
    other_session: Session

    @property
    def edit(self) -> Swap:
        """The same as an edit."""
        return Swap(
            resident_id(self.resident.pk),
            SessionId(self.session.key),
            resident_id(self.other.pk),
            SessionId(self.other_session.key),
        )


def pair_of(swap: SwapRequest) -> Pair:
    """The two of a request."""
    return Pair(swap.resident, swap.session, swap.other, swap.other_session)


def place_words(session: Session) -> str:
    """``Wed 2 Dec, AM at Main``; its site must be loaded."""
    return f"{session.half_day} at {session.site.name}"


def judged(published: Schedule, desk: Desk, pair: Pair) -> Judged:
    """By today's data and what is published. A query only where something stands against it."""
    against = list(_unknown(desk, pair))
    price = None if against else desk.advisor.price(pair.edit, max_repairs=0)
    if price is not None and price.broken:
        against = Words(desk.problem, published.year.program).sentences(price.broken)
    misses = price is not None and price.after.missed_windows < price.before.missed_windows
    return Judged((_side(desk, pair, price), _side(desk, _turned(pair), price)), tuple(against), misses)


def priced(desk: Desk, pair: Pair, price: Price) -> Judged:
    """The same of a swap whose price is known and breaks nothing."""
    misses = price.after.missed_windows < price.before.missed_windows
    return Judged((_side(desk, pair, price), _side(desk, _turned(pair), price)), (), misses)


def how_it_went(published: Schedule, pair: Pair) -> Iterator[str]:
    """For each half-day that one of the two does not have any more: who took it away, and when."""
    for who, session in ((pair.resident, pair.session), (pair.other, pair.other_session)):
        if not Assignment.objects.filter(schedule=published, resident=who, session=session).exists():
            yield _swapped(published, who, session) or _published(published)


def _turned(pair: Pair) -> Pair:
    return Pair(pair.other, pair.other_session, pair.resident, pair.session)


def _unknown(desk: Desk, pair: Pair) -> Iterator[str]:
    """What makes the swap none: somebody or something in it is not there, or is there already."""
    known = desk.problem
    for side in (pair, _turned(pair)):
        who, name = resident_id(side.resident.pk), side.resident.full_name
        gives, takes = SessionId(side.session.key), SessionId(side.other_session.key)
        if who not in known.resident_by_id:
            yield f"{name} has no coach or takes no part in this year any more."
        elif gives not in known.session_by_id:
            yield f"{place_words(side.session)} is closed by now."
        elif not desk.advisor.attends(who, gives):
            yield f"{name} is not in clinic on {place_words(side.session)} any more."
        elif desk.advisor.attends(who, takes):
            yield f"{name} is in clinic on {place_words(side.other_session)} already."


def _side(desk: Desk, pair: Pair, price: Price | None) -> Side:
    who = resident_id(pair.resident.pk)
    met = next((one for one in price.meetings if one.resident == who), None) if price else None
    year = desk.advisor.board.years.get(who)
    now = year.overlaps if year else 0
    person = desk.advisor.board.people.get(who)
    here = [SessionId(one.key) for one in (pair.session, pair.other_session)]
    there = [person is not None and key in desk.problem.session_by_id and person.meets(key) for key in here]
    return Side(
        resident=pair.resident,
        gives=place_words(pair.session),
        takes=place_words(pair.other_session),
        letter=pair.other_session.site.letter,
        gives_together=there[0],
        takes_together=there[1],
        overlaps_before=met.overlaps_before if met else now,
        overlaps_after=met.overlaps_after if met else now,
        gap_before=met.longest_gap_before if met else 0,
        gap_after=met.longest_gap_after if met else 0,
    )


def _swapped(published: Schedule, who: Resident, session: Session) -> str:
    """That it went to somebody else by another swap."""
    rows = SwapRequest.objects.filter(year=published.year_id, state=SwapState.APPROVED)
    given = rows.filter(resident=who, session=session) | rows.filter(other=who, other_session=session)
    last = given.select_related("resident", "other", "decided_by").order_by("-changed_at").first()
    if last is None:
        return ""
    taker = last.other if last.resident_id == who.pk else last.resident
    by = f" that {last.decided_by} approved" if last.decided_by else ""
    return f"{taker.full_name} took it in a swap{by} at {_moment(published, last.changed_at)}."


def _published(published: Schedule) -> str:
    by = f", published by {published.published_by}" if published.published_by else " was published"
    at = f" at {_moment(published, published.published_at)}" if published.published_at else ""
    return f"It changed with version {published.version}{by}{at}, or with one before it."


def _moment(published: Schedule, at: datetime) -> str:
    zone = published.year.program.zone
    return moment_text(at.astimezone(zone), timezone.now().astimezone(zone))


def in_order(swaps: Collection[SwapRequest]) -> list[SwapRequest]:
    """The earliest half-day first."""
    return sorted(swaps, key=lambda swap: (swap.first_date, swap.pk))

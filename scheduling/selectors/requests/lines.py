"""Requests in lines: one's own with their state, and what waits for those who build the schedule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from scheduling.models import (
    Disruption,
    DisruptionState,
    LeaveRequest,
    LeaveState,
    Program,
    Resident,
    Schedule,
    ScheduleState,
    SwapRequest,
    SwapState,
)
from scheduling.models.requests import OPEN_SWAPS
from scheduling.selectors.published import published_of_year
from scheduling.selectors.requests.judging import Judged, in_order, judged, pair_of, place_words
from scheduling.selectors.workbench.desk import Desk, NoAdvice, desk_of

KEPT = timedelta(days=60)
SHOWN = 40


@dataclass(frozen=True, slots=True)
class OutLine:
    """That somebody is out, and what became of it."""

    disruption: Disruption
    words: str
    can_take_back: bool


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """A request for leave with its state."""

    request: LeaveRequest
    words: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class SwapLine:
    """A swap as one of the two sees it; ``is_asked``: the reader's answer is awaited."""

    swap: SwapRequest
    other: str
    gives: str
    takes: str
    words: str
    is_open: bool
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A swap that waits for approval, and how it stands today; None where nothing can be said."""

    swap: SwapRequest
    judged: Judged | None


def out_lines(rows: QuerySet[Disruption], user_pk: int, today: date) -> list[OutLine]:
    """Reports of the last weeks and of what is to come. One query."""
    found = rows.filter(last_date__gte=today - KEPT).order_by("-first_date", "-pk")[:SHOWN]
    return [OutLine(row, _became(row), _can_take_back(row, user_pk, today)) for row in found]


def _became(row: Disruption) -> str:
    if row.state == DisruptionState.DISMISSED:
        return "Taken back"
    if row.state == DisruptionState.SETTLED:
        return "Seen: the schedule stays as it is"
    if row.repair is None or row.repair.undone_at is not None:
        return "Waits on the coordinator’s repair list"
    is_out = row.repair.schedule.state != ScheduleState.DRAFT
    return "Repaired and published" if is_out else "Repaired in a draft, not published yet"


def _can_take_back(row: Disruption, user_pk: int, today: date) -> bool:
    """While nobody has acted, and before it is over."""
    untouched = row.state == DisruptionState.OPEN and row.repair is None
    return untouched and row.reported_by_id == user_pk and row.last_date >= today


def leave_lines(rows: QuerySet[LeaveRequest], today: date) -> list[LeaveLine]:
    """Requests that are open or were not long ago, those to come first. One query."""
    found = rows.filter(last_date__gte=today - KEPT)[:SHOWN]
    return [LeaveLine(row, row.state_words(today), row.is_open(today)) for row in found]


def swap_lines(rows: QuerySet[SwapRequest], user_pk: int, today: date) -> list[SwapLine]:
    """Swaps, those that ask something of the reader first. One query."""
    recent = Q(session__date__gte=today - KEPT) | Q(other_session__date__gte=today - KEPT)
    lines = [_swap_line(row, user_pk, today) for row in rows.filter(recent)[:SHOWN]]
    return sorted(lines, key=lambda line: (not line.is_asked, not line.is_open))


def _swap_line(swap: SwapRequest, user_pk: int, today: date) -> SwapLine:
    gives, takes, other = swap.session, swap.other_session, swap.other
    is_other = swap.other.user_id == user_pk
    if is_other:
        gives, takes, other = takes, gives, swap.resident
    is_open = swap.is_open(today)
    is_asked = is_open and is_other and swap.state == SwapState.ASKED
    words = "Waits for your answer" if is_asked else swap.state_words(today)
    return SwapLine(swap, other.full_name, place_words(gives), place_words(takes), words, is_open, is_asked)


def waiting_leave(rows: QuerySet[LeaveRequest], today: date) -> list[LeaveRequest]:
    """Requests for leave that can still be answered, the first day first. One query."""
    return list(rows.filter(state=LeaveState.ASKED, first_date__gte=today)[:SHOWN])


def waiting_swaps(rows: QuerySet[SwapRequest], closes: date) -> list[SwapRequest]:
    """Swaps that both want and nobody has approved, and those not answered yet, the earliest first. One query.

    ``closes`` is the last day whose half-days are too near to be swapped.
    """
    ahead = rows.filter(state__in=OPEN_SWAPS, session__date__gt=closes, other_session__date__gt=closes)
    found = in_order(ahead[:SHOWN])
    return sorted(found, key=lambda swap: swap.state != SwapState.ACCEPTED)


def with_judgement(swaps: Sequence[SwapRequest]) -> list[Waiting]:
    """How each stands today; the number of queries depends on the number of years alone."""
    desks = dict(_desks({swap.year_id for swap in swaps}))
    found = []
    for swap in swaps:
        known = desks.get(swap.year_id)
        found.append(Waiting(swap, judged(*known, pair_of(swap)) if known else None))
    return found


def judgement_of(swap: SwapRequest) -> tuple[Schedule, Judged] | None:
    """How one stands today; None where nothing can be said."""
    known = dict(_desks({swap.year_id})).get(swap.year_id)
    return (known[0], judged(*known, pair_of(swap))) if known else None


def _desks(years: Iterable[int]) -> Iterable[tuple[int, tuple[Schedule, Desk]]]:
    for year in years:
        version = published_of_year(year)
        if version is None:
            continue
        try:
            yield year, (version, desk_of(version))
        except NoAdvice:
            continue


def how_many_ask(rows: QuerySet[SwapRequest], resident: Resident, today: date) -> int:
    """How many swaps wait for a resident's answer. One query."""
    closes = resident.program.swaps_close(today)
    asked = rows.filter(
        other=resident, state=SwapState.ASKED, session__date__gt=closes, other_session__date__gt=closes
    )
    return asked.count()


def how_many_wait(program: Program, today: date) -> int:
    """How many requests of a program wait for those who build its schedule. Two queries."""
    closes = program.swaps_close(today)
    leave = LeaveRequest.objects.filter(year__program=program, state=LeaveState.ASKED, first_date__gte=today)
    swaps = SwapRequest.objects.filter(
        year__program=program,
        state=SwapState.ACCEPTED,
        session__date__gt=closes,
        other_session__date__gt=closes,
    )
    return leave.count() + swaps.count()


def decided_leave(rows: QuerySet[LeaveRequest], today: date) -> list[LeaveRequest]:
    """The last that were answered, withdrawn, or have expired. One query."""
    over = rows.exclude(state=LeaveState.ASKED, first_date__gte=today)
    return list(over.order_by("-decided_at", "-asked_at", "-pk")[:12])


def decided_swaps(rows: QuerySet[SwapRequest], closes: date) -> list[SwapRequest]:
    """The last that were decided, cancelled, or have expired. One query."""
    waiting = Q(state__in=OPEN_SWAPS, session__date__gt=closes, other_session__date__gt=closes)
    return list(rows.exclude(waiting)[:12])

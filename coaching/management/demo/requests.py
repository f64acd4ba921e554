"""What people of the demo have asked for: a swap to answer, a swap to approve, leave to approve."""

from datetime import date, timedelta
from uuid import uuid4

from connectedness.accounts.models import Role, User
from scheduling.domain.calendar import monday_of
from scheduling.domain.effect_wording import headline
from scheduling.models import Faculty, LeaveKind, Resident, Schedule
from scheduling.selectors.effects import effect_of_leave
from scheduling.selectors.requests.judging import Pair
from scheduling.selectors.requests.partners import clinics_to_give, partners
from scheduling.selectors.workbench.desk import desk_of
from scheduling.services.requesting.leave import LeaveAsked, ask_leave
from scheduling.services.requesting.swaps import accept_swap, ask_swap

WEEKS_AHEAD = 6
SWAPS = 2


def make_requests(published: Schedule, resident: Resident, coach: Faculty, today: date) -> None:
    """One of each, about the resident and the coach who have accounts; fewer where the year is nearly over."""
    pairs = _swaps(published, resident, today)
    for asked in pairs[:1]:
        turned = Pair(asked.other, asked.other_session, asked.resident, asked.session)
        _ask(published, turned, "Could you take mine?")
    for accepted in pairs[1:]:
        _accepted(published, accepted)
    _leave(published, coach, today)


def _swaps(published: Schedule, resident: Resident, today: date) -> list[Pair]:
    """Two of the resident's half-days, each with another legal partner."""
    desk = desk_of(published)
    found: list[Pair] = []
    for row in clinics_to_give(resident, today):
        taken = {pair.other for pair in found}
        legal = partners(desk, resident, row.session, today) if len(found) < SWAPS else []
        best = next((one for one in legal if one.other not in taken), None)
        if best is not None:
            found.append(Pair(resident, row.session, best.other, best.session))
    return found


def _ask(published: Schedule, pair: Pair, note: str) -> None:
    ask_swap(version=published, pair=pair, key=uuid4(), actor=pair.resident.user, note=note)


def _accepted(published: Schedule, pair: Pair) -> None:
    """The other has no account, so a coordinator has accepted for them."""
    coordinator = User.objects.get(
        memberships__program=published.year.program, memberships__role=Role.COORDINATOR
    )
    swap = ask_swap(version=published, pair=pair, key=uuid4(), actor=pair.resident.user)
    accept_swap(swap=swap, actor=coordinator, edition=swap.edition)


def _leave(published: Schedule, coach: Faculty, today: date) -> None:
    first = monday_of(today) + timedelta(weeks=WEEKS_AHEAD)
    last = first + timedelta(days=4)
    year = published.year
    if coach.user is None or not year.first_monday <= first <= last <= year.last_date:
        return
    asked = LeaveAsked(
        person=coach,
        year=year,
        first=first,
        last=last,
        period="",
        kind=LeaveKind.CONFERENCE,
        reason="Presents a poster",
        cost=headline(effect_of_leave(published, coach, first, last, today=today))[:200],
    )
    ask_leave(asked=asked, key=uuid4(), actor=coach.user)

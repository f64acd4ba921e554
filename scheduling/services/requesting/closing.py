"""Requests of somebody who leaves the program: those of days from then on are closed, with the reason, and the others told."""

from datetime import date

from django.db.models import Q

from connectedness.accounts.models import User
from scheduling.domain.calendar import day_label
from scheduling.models import Faculty, LeaveRequest, LeaveState, Resident, SwapRequest
from scheduling.models.requests import OPEN_SWAPS
from scheduling.selectors.years import program_today
from scheduling.services.requesting.holding import held_leave, held_swap
from scheduling.services.requesting.leave import close_leave
from scheduling.services.requesting.swaps import close_swap


def close_requests(*, person: Resident | Faculty, on: date, actor: User | None) -> None:
    """Close what is open of days on which they will not be here any more. In the caller's transaction."""
    why = f"{person.full_name} leaves the program on {day_label(on)}."
    today = program_today(person.program)
    asked: list[LeaveRequest] = list(person.leave_requests.filter(state=LeaveState.ASKED, first_date__gte=on))
    for request in map(held_leave, asked):
        if request.is_open(today):
            close_leave(held=request, actor=actor, why=why)
    if isinstance(person, Resident):
        _close_swaps(person, on, today, actor, why)


def _close_swaps(resident: Resident, on: date, today: date, actor: User | None, why: str) -> None:
    rows = SwapRequest.objects.filter(
        Q(resident=resident) | Q(other=resident),
        Q(session__date__gte=on) | Q(other_session__date__gte=on),
        state__in=OPEN_SWAPS,
    ).select_related("year__program")
    for swap in map(held_swap, rows):
        if swap.is_open(today):
            close_swap(held=swap, by=resident, actor=actor, why=why)

"""A request held while somebody takes a step, so that two do not at once."""

from typing import TypeVar

from scheduling.models import LeaveRequest, SwapRequest
from scheduling.services.data_edits import lock_data, lock_year

SENT_BEFORE = "This page was sent before, and that request was answered or taken back since. Open the page anew to send another."
R = TypeVar("R", LeaveRequest, SwapRequest)


class RequestRefused(Exception):
    """Nothing was changed; the message says why and what to do."""


class RequestChanged(RequestRefused):
    """The page was older than the request."""

    def __init__(self) -> None:
        super().__init__(
            "The request was changed meanwhile. Here it is as it stands now: look, then decide again."
        )


def held_swap(swap: SwapRequest) -> SwapRequest:
    """The swap as it is now; its program's data and year are held until the transaction ends."""
    lock_data(swap.year.program)
    lock_year(swap.year)
    rows = SwapRequest.objects.select_related(
        "year__program",
        "resident__user",
        "resident__program",
        "session__site",
        "other__user",
        "other__program",
        "other_session__site",
        "decided_by",
    )
    return rows.get(pk=swap.pk)


def held_leave(request: LeaveRequest) -> LeaveRequest:
    """The request for leave as it is now, held in the same way."""
    lock_data(request.year.program)
    lock_year(request.year)
    rows = LeaveRequest.objects.select_related(
        "year__program", "resident__user", "resident__program", "faculty__user", "faculty__program"
    )
    return rows.get(pk=request.pk)


def refuse_stale(request: R, edition: int) -> None:
    """Raises `RequestChanged` where the page saw another edition."""
    if request.edition != edition:
        raise RequestChanged

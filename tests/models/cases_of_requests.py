"""Requests: rows the database takes, and rows it refuses."""

from datetime import timedelta

from scheduling.models import LeaveRequest, SwapRequest
from tests.factories import FIRST_MONDAY, make_faculty, make_resident, make_session, make_site, make_year
from tests.models.cases import Rows, case

DAY = {"first_date": FIRST_MONDAY, "last_date": FIRST_MONDAY, "kind": "vacation"}


@case
def leave_request_is_of_one_person() -> Rows:
    year = make_year()
    resident, faculty = make_resident(year.program), make_faculty(year.program)
    return (
        LeaveRequest(year=year, resident=resident, **DAY),
        LeaveRequest(year=year, resident=resident, faculty=faculty, **DAY),
    )


@case
def leave_request_ends_after_it_starts() -> Rows:
    held = {"year": make_year(), "resident": make_resident(), "kind": "vacation", "first_date": FIRST_MONDAY}
    return (
        LeaveRequest(last_date=FIRST_MONDAY, **held),
        LeaveRequest(last_date=FIRST_MONDAY - timedelta(days=1), **held),
    )


def _swap() -> dict[str, object]:
    year = make_year()
    site = make_site(year.program)
    return {
        "year": year,
        "resident": make_resident(year.program),
        "session": make_session(site),
        "other": make_resident(year.program),
        "other_session": make_session(site, day=FIRST_MONDAY + timedelta(days=1)),
    }


@case
def swap_is_between_two() -> Rows:
    held = _swap()
    return SwapRequest(**held), SwapRequest(**{**held, "other": held["resident"]})


@case
def swap_is_of_two_sessions() -> Rows:
    held = _swap()
    return SwapRequest(**held), SwapRequest(**{**held, "other_session": held["session"]})


@case
def swap_open_once() -> Rows:
    held = _swap()
    SwapRequest.objects.create(**held, state="declined")
    return SwapRequest(**held), SwapRequest(**held, state="accepted")

"""Disruptions: rows the database takes, and rows it refuses."""

from datetime import timedelta

from scheduling.models import ClosedSession, Disruption
from tests.factories import FIRST_MONDAY, make_resident, make_session, make_site, make_year
from tests.models.cases import Rows, case

DAY = {"first_date": FIRST_MONDAY, "last_date": FIRST_MONDAY}


@case
def disruption_key_once_in_year() -> Rows:
    held = {"year": make_year(), "kind": "clinic", "key": "snow-0001", **DAY}
    return Disruption(**held), Disruption(**held)


@case
def disruption_ends_after_it_starts() -> Rows:
    year = make_year()
    before = {"first_date": FIRST_MONDAY, "last_date": FIRST_MONDAY - timedelta(days=1)}
    return (
        Disruption(year=year, kind="clinic", key="snow-0001", **DAY),
        Disruption(year=year, kind="clinic", key="snow-0002", **before),
    )


@case
def disruption_says_whom_or_where() -> Rows:
    year = make_year()
    resident = make_resident(year.program)
    site = make_site(year.program)
    return (
        Disruption(year=year, kind="resident", key="sick-0001", resident=resident, **DAY),
        Disruption(year=year, kind="resident", key="sick-0002", resident=resident, site=site, **DAY),
    )


@case
def session_closed_once_by_disruption() -> Rows:
    year = make_year()
    snow = Disruption.objects.create(year=year, kind="clinic", key="snow-0001", **DAY)
    held = {"disruption": snow, "session": make_session(make_site(year.program)), "rooms_before": 8}
    return ClosedSession(**held), ClosedSession(**held)

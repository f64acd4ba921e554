"""Dismissing a report restores exactly what it changed."""

import pytest

from connectedness.accounts.models import User
from scheduling.models import Absence, Session
from scheduling.services.repairing.deciding import dismiss
from scheduling.solver.advice import WayKind
from tests.services.drafting import Drafting
from tests.services.repairing.reports import closed, reported, rooms, sick, snow, ways

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_snow_day_closes_every_session_and_dismissing_restores_them_exactly(
    at: Drafting, alma: User
) -> None:
    Session.objects.filter(pk=at.monday().pk).update(note="Two rooms lent", rooms=2)
    before = rooms(at)
    disruption = reported(at, snow(at))
    assert (at.monday().rooms, at.monday().note) == (0, "Clinic closed")
    assert at.tuesday().rooms == 3
    found = ways(at, disruption)
    assert found[WayKind.NOTHING].dropped == 2
    assert {one.target.label for one in found[WayKind.THIS_WEEK].moves if one.target} == {
        "Wed 1 Jul, AM at Main"
    }
    assert dismiss(disruption=disruption, actor=alma) == 0
    assert rooms(at) == before
    assert dismiss(disruption=disruption, actor=alma) == 0


@pytest.mark.parametrize("first_out", [0, 1])
def test_two_closures_of_one_session_are_dismissed_in_any_order(
    first_out: int, at: Drafting, alma: User
) -> None:
    before = rooms(at)
    made = [reported(at, closed(at, rooms=2)), reported(at, snow(at))]
    dismiss(disruption=made[first_out], actor=alma)
    assert at.monday().rooms == (0 if first_out == 0 else 2)
    dismiss(disruption=made[1 - first_out], actor=alma)
    assert rooms(at) == before


def test_a_session_that_was_changed_since_stays_as_it_is(at: Drafting, alma: User) -> None:
    disruption = reported(at, snow(at))
    Session.objects.filter(pk=at.monday().pk).update(rooms=5)
    assert dismiss(disruption=disruption, actor=alma) == 1
    assert at.monday().rooms == 5


def test_leave_that_was_known_before_stays_when_the_report_is_dismissed(at: Drafting, alma: User) -> None:
    Absence.objects.create(resident=at.nadia, first_date=at.day(0), last_date=at.day(0))
    disruption = reported(at, sick(at))
    dismiss(disruption=disruption, actor=alma)
    assert Absence.objects.count() == 1

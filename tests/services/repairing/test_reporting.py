"""A disruption is entered once, and mistakes are refused in words."""

from datetime import timedelta

import pytest
import time_machine

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Absence, Disruption, DisruptionKind
from scheduling.selectors.repair.disruptions import waiting_disruptions
from scheduling.services.repairing.reporting import Report, ReportRefused
from tests.factories import make_program
from tests.services.drafting import Drafting, make_drafting
from tests.services.repairing.reports import broken, reported, sick, snow

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_sick_call_is_entered_once_as_leave_and_waits_on_the_list(at: Drafting, alma: User) -> None:
    first = reported(at, sick(at, note="Flu line"), alma)
    again = reported(at, sick(at, note="Flu line"), alma)
    assert first == again
    assert waiting_disruptions(at.small.year) == [first]
    absence = Absence.objects.get()
    assert (absence.resident, absence.first_date, absence.reason) == (at.nadia, at.day(0), "")
    event = Event.objects.get(kind=EventKind.DISRUPTION_REPORTED)
    assert (event.actor_id, event.subject) == (alma.pk, "Nadia Boateng is away, Mon 29 Jun")


@pytest.mark.parametrize(
    ("days", "also", "why"),
    [
        ((-3, -3), {}, "within one academic year"),
        ((400, 400), {}, "within one academic year"),
        ((2, 1), {}, "last day is before the first"),
        ((0, 7), {}, "at most 7 days"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    days: tuple[int, int], also: dict[str, object], why: str, at: Drafting
) -> None:
    first, last = (at.day(0) + timedelta(days=one) for one in days)
    with pytest.raises(ReportRefused, match=why):
        reported(at, Report(kind=DisruptionKind.CLINIC, first=first, last=last, key="odd-00001"))
    assert not Disruption.objects.exists()


def test_past_days_are_entered_only_where_that_is_meant_and_their_schedule_stays(at: Drafting) -> None:
    with time_machine.travel("2026-07-01T14:00Z", tick=False):
        with pytest.raises(ReportRefused, match="Mon 29 Jun is past"):
            reported(at, sick(at))
        disruption = reported(at, sick(at, past_is_meant=True))
        assert broken(at, disruption).lost == ()


def test_strangers_and_people_who_left_are_refused(at: Drafting) -> None:
    elsewhere = make_drafting(make_program())
    with pytest.raises(ReportRefused, match="not the program's"):
        reported(at, sick(at, resident=elsewhere.nadia))
    at.nadia.left_on = at.day(0)
    at.nadia.save()
    with pytest.raises(ReportRefused, match="has left by then"):
        reported(at, sick(at))


def test_rooms_that_are_closed_already_are_refused(at: Drafting) -> None:
    reported(at, snow(at))
    with pytest.raises(ReportRefused, match="no clinic there has more than 0 rooms"):
        reported(at, snow(at, key="snow-0002"))

"""The demo's coaching meetings: of the coach who can sign in, one that is booked, one overdue, one due, others held."""

import uuid
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from coaching.models import Meeting, MeetingState
from coaching.selectors.meeting_times import suggested_times
from coaching.services.meeting_notes import Shared, share
from coaching.services.meetings import Slot, agree, propose
from connectedness.accounts.models import User
from scheduling.models import Faculty, Pairing, Program

# Days since each resident of the panel met the coach, in turn; with two meetings a year the next is due after 182.
MET_DAYS_AGO = (75, 215, 160, 20)
NOON = time(12, 15)
WORKDAYS = 5


@transaction.atomic
def make_meetings(program: Program) -> int:
    """Meetings through the doors that users have; how many. Nothing where no coach can sign in."""
    coach = Faculty.objects.filter(program=program, user__isnull=False).select_related("user").first()
    if coach is None or coach.user is None:
        return 0
    now = timezone.now()
    today = now.astimezone(program.zone).date()
    panel = (
        Pairing.objects.on(today)
        .filter(faculty=coach)
        .select_related("resident__program", "resident__user", "faculty__user")
    )
    first_to_show = sorted(panel, key=lambda one: (one.resident.user_id is None, one.resident.name))
    for place, pairing in enumerate(first_to_show):
        _held(pairing, coach.user, _workday(today - timedelta(days=MET_DAYS_AGO[place % len(MET_DAYS_AGO)])))
    if first_to_show:
        _booked(first_to_show[0], coach.user, now)
    return Meeting.objects.filter(faculty=coach).count()


def _held(pairing: Pairing, coach: User, day: date) -> None:
    slot = Slot(day, NOON, 30, "Clinic, room 4")
    meeting = propose(pairing=pairing, actor=coach, key=uuid.uuid4(), slot=slot)
    said = Shared(
        fields={"summary": "Settling in well. We looked at how the week is planned."},
        goals=[{"text": "Lead one visit plan a week", "measure": "Four by our next meeting"}],
        steps=[{"text": "Send two articles about planning visits", "whose": "coach"}],
    )
    if meeting.state == MeetingState.HELD:
        share(meeting=meeting, author=coach, edition=meeting.edition, shared=said)


def _booked(pairing: Pairing, coach: User, now: datetime) -> None:
    """At the first time that suits both; the resident has agreed."""
    times = suggested_times(pairing, now)
    if not times or pairing.resident.user is None:
        return
    slot = Slot(times[0].half_day.date, times[0].begins, 30, times[0].place)
    meeting = propose(pairing=pairing, actor=coach, key=uuid.uuid4(), slot=slot)
    agree(meeting=meeting, actor=pairing.resident.user, edition=meeting.edition)


def _workday(day: date) -> date:
    """The day itself, or the Friday before."""
    return day - timedelta(days=max(0, day.weekday() - WORKDAYS + 1))

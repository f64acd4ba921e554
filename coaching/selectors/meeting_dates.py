"""That and when a resident met their coaches: for the record, never a word of what was said."""

from dataclasses import dataclass
from datetime import date

from coaching.models import Meeting, MeetingState
from scheduling.models import Resident


@dataclass(frozen=True, slots=True)
class MeetingHeld:
    """One meeting."""

    day: date
    coach: str


def meeting_dates(resident: Resident) -> list[MeetingHeld]:
    """Meetings held, the latest first. One query."""
    held = Meeting.objects.filter(resident=resident, state=MeetingState.HELD).only("date", "faculty__name")
    return [MeetingHeld(one.date, one.faculty.short_name) for one in held.select_related("faculty")]

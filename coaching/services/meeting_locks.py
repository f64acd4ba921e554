"""Who changes meetings of somebody, or reminds them to meet, does so one after the other."""

from coaching.models import Meeting
from scheduling.services.people_locks import lock_people


def lock_meeting(meeting: Meeting) -> None:
    """Hold the rows of its two, then read the meeting as it stands now."""
    lock_people([meeting.resident_id], [meeting.faculty_id])
    meeting.refresh_from_db()

"""Who changes meetings of somebody, or reminds them to meet, does so one after the other.

Residents before faculty and each by their keys, so that of two none waits for the other forever.
"""

from collections.abc import Collection

from coaching.models import Meeting
from scheduling.models import Faculty, Resident


def lock_people(residents: Collection[int], faculty: Collection[int]) -> None:
    """Hold the rows of these people, by their keys, until the transaction ends."""
    for model, keys in ((Resident, residents), (Faculty, faculty)):
        rows = model.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
        list(rows.values_list("pk", flat=True))


def lock_meeting(meeting: Meeting) -> None:
    """Hold the rows of its two, then read the meeting as it stands now."""
    lock_people([meeting.resident_id], [meeting.faculty_id])
    meeting.refresh_from_db()

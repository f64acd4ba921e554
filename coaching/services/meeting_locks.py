"""Who changes meetings of somebody, or reminds them to meet, does so one after the other."""

from django.db.models import Q

from coaching.models import Meeting
from scheduling.models import Faculty, Pairing, Resident
from scheduling.services.people_locks import lock_people


def lock_meeting(meeting: Meeting) -> None:
    """Hold the rows of its two, then read the meeting as it stands now."""
    lock_pair(meeting)
    meeting.refresh_from_db()


def lock_pair(pair: Meeting | Pairing) -> None:
    """Hold the rows of a resident and a coach, and those by which other programs know them."""
    accounts = [one.user_id for one in (pair.resident, pair.faculty) if one.user_id]
    residents, faculty = (
        model._default_manager.filter(Q(pk=pk) | Q(user__in=accounts)).values_list("pk", flat=True)
        for model, pk in ((Resident, pair.resident_id), (Faculty, pair.faculty_id))
    )
    lock_people(list(residents), list(faculty))

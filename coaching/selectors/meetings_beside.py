"""What else a pair has open: whoever agrees to one of two times is asked what becomes of the other."""

from collections.abc import Iterable
from datetime import datetime

from coaching.models import OPEN_STATES, Meeting, MeetingState
from scheduling.models import Pairing


def meetings_beside(pair: Meeting | Pairing, now: datetime) -> list[Meeting]:
    """Meetings to come that the two have proposed or agreed, without the one asked about. One query."""
    rows = Meeting.objects.filter(
        resident=pair.resident_id, faculty=pair.faculty_id, state__in=OPEN_STATES
    ).dates_only()
    if isinstance(pair, Meeting):
        rows = rows.exclude(pk=pair.pk)
    found = list(rows.order_by("date", "begins", "pk"))
    for one in found:
        one.resident, one.faculty = pair.resident, pair.faculty
    return [one for one in found if one.starts > now]


def proposals(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Those that nobody has agreed to."""
    return [one for one in meetings if one.state == MeetingState.PROPOSED]


def mark_of(meetings: Iterable[Meeting]) -> str:
    """What a page showed of them, for whoever answers it: it changes with each of their steps."""
    return " ".join(sorted(f"{one.pk}.{one.edition}" for one in meetings))

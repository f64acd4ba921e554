"""Which meetings stand where a resident and a coach want to meet, in any program in which either of them works."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from coaching.domain.spans import Span
from coaching.models import OPEN_STATES, Meeting, MeetingState
from scheduling.models import Faculty, Pairing, Resident

# A meeting may last beyond midnight, and another program's clock may be a day behind or ahead.
AROUND = timedelta(days=2)


def planned_with_anybody(pair: Meeting | Pairing, first: date, last: date) -> list[tuple[Meeting, Span]]:
    """Open meetings of either of the two around these days, each with its time by the clock of the pair's program."""
    return _in_days(pair, _theirs(pair), Q(state__in=OPEN_STATES), first, last)


def clash(
    pair: Meeting | Pairing, span: Span, *, is_past: bool = False, but: int | None = None
) -> Meeting | None:
    """A meeting that stands there, one of the two first. In the past these alone count; ``but`` is the one moved."""
    own = Q(resident=pair.resident_id, faculty=pair.faculty_id)
    noted = Q(state__in=(*OPEN_STATES, MeetingState.HELD))
    of_both = _in_days(pair, own, noted, span.date, span.date)
    others = [] if is_past else planned_with_anybody(pair, span.date, span.date)
    return next((one for one, there in (*of_both, *others) if one.pk != but and span.overlaps(there)), None)


def who_is_taken(pair: Meeting | Pairing, there: Meeting) -> Iterator[Resident | Faculty]:
    """Which of the two the meeting is of, be it in another program."""
    for person in (pair.resident, pair.faculty):
        rows = (there.resident, there.faculty)
        if person in rows or (person.user_id and person.user_id in {row.user_id for row in rows}):
            yield person


def _theirs(pair: Meeting | Pairing) -> Q:
    accounts = [one.user_id for one in (pair.resident, pair.faculty) if one.user_id]
    return (
        Q(resident=pair.resident_id)
        | Q(faculty=pair.faculty_id)
        | Q(resident__user__in=accounts)
        | Q(faculty__user__in=accounts)
    )


def _in_days(
    pair: Meeting | Pairing, whose: Q, state: Q, first: date, last: date
) -> list[tuple[Meeting, Span]]:
    rows = Meeting.objects.filter(whose, state, date__range=(first - AROUND, last + AROUND)).dates_only()
    here = pair.resident.program.zone
    found = rows.select_related("resident__program", "faculty").order_by("date", "begins", "pk")
    return [(one, one.span.by_the_clock_of(here, instead_of=one.resident.program.zone)) for one in found]

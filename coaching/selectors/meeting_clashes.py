"""Which meetings stand where a resident and a coach want to meet."""

from datetime import date, timedelta

from django.db.models import Q

from coaching.domain.spans import Span
from coaching.models import OPEN_STATES, Meeting, MeetingState

ONE_DAY = timedelta(days=1)
Pair = tuple[int, int]


def planned_with_anybody(pair: Pair, first: date, last: date) -> list[Meeting]:
    """Open meetings of a resident or of a coach, by their keys, that touch the days from first to last."""
    resident, faculty = pair
    return _in_days(Q(resident=resident) | Q(faculty=faculty), Q(state__in=OPEN_STATES), first, last)


def clash(pair: Pair, span: Span, *, is_past: bool = False, but: int | None = None) -> Meeting | None:
    """A meeting that stands there, one of the two first. In the past these alone count; ``but`` is the one moved."""
    resident, faculty = pair
    of_both = _in_days(
        Q(resident=resident, faculty=faculty),
        Q(state__in=(*OPEN_STATES, MeetingState.HELD)),
        span.date,
        span.date,
    )
    others = [] if is_past else planned_with_anybody(pair, span.date, span.date)
    return next((one for one in (*of_both, *others) if one.pk != but and span.overlaps(one.span)), None)


def _in_days(whose: Q, state: Q, first: date, last: date) -> list[Meeting]:
    """One of the day before may last beyond midnight."""
    rows = Meeting.objects.filter(whose, state, date__range=(first - ONE_DAY, last + ONE_DAY)).dates_only()
    return list(rows.select_related("resident__program", "faculty").order_by("date", "begins", "pk"))

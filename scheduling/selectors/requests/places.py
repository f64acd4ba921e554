"""Where somebody is expected on a day, by what is published."""

from datetime import date

from scheduling.models import Assignment, Faculty, Precepting, Resident, ScheduleState
from scheduling.selectors.requests.judging import place_words


def places_on(person: Resident | Faculty, day: date) -> list[str]:
    """``Tue 3 Mar, AM at Main`` for each half-day. One query."""
    rows = (
        Assignment.objects.filter(resident=person)
        if isinstance(person, Resident)
        else Precepting.objects.filter(faculty=person)
    )
    there = rows.filter(schedule__state=ScheduleState.PUBLISHED, date=day).select_related("session__site")
    return [place_words(row.session) for row in sorted(there, key=lambda row: row.session.half_day)]

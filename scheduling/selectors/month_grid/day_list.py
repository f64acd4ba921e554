"""One day as a list, which a phone shows in the grid's place."""

from collections.abc import Sequence
from datetime import date

from scheduling.domain.calendar import HalfDay, day_label
from scheduling.models import ResidentYear
from scheduling.selectors.month_grid.content import Attendance, Counter, DayList, DayPart
from scheduling.selectors.month_grid.counters import Left
from scheduling.selectors.month_grid.reading import GridFacts


def day_list(
    facts: GridFacts, half_days: Sequence[HalfDay], day: date, left: Left, wanted: Sequence[ResidentYear]
) -> DayList:
    """The wanted residents in clinic on a day, on a weekend on the next; those together with their coach first."""
    days = sorted({half_day.date for half_day in half_days})
    at = next((n for n, listed in enumerate(days) if listed >= day), 0)
    return DayList(
        day=days[at],
        label=day_label(days[at]),
        previous=days[at - 1] if at else None,
        next=days[at + 1] if at + 1 < len(days) else None,
        holiday=facts.frame.holidays.get(days[at], ""),
        parts=tuple(
            DayPart(
                half_day.period,
                left.rooms.get(half_day, Counter()),
                left.supervision.get(half_day, Counter()),
                _attendances(facts, half_day, wanted),
            )
            for half_day in half_days
            if half_day.date == days[at]
        ),
    )


def _attendances(
    facts: GridFacts, half_day: HalfDay, wanted: Sequence[ResidentYear]
) -> tuple[Attendance, ...]:
    found = []
    for place in wanted:
        attended = facts.attended.get(place.resident_id, {}).get(half_day)
        if attended is None:
            continue
        site, coach = facts.frame.sites[attended.site], facts.coach_of(place.resident_id)
        is_overlap = coach is not None and (coach.pk, attended.session) in facts.version.there
        found.append(
            Attendance(
                f"{place.resident_id}/{half_day.date.isoformat()}/{half_day.period}",
                facts.frame.names[place.resident_id],
                site.letter,
                site.name,
                is_overlap,
                coach.short_name if coach else "no coach",
            )
        )
    return tuple(sorted(found, key=lambda entry: (entry.site, not entry.is_overlap, entry.name)))

"""Where a clinic in hand could go: the half-days to come on which its resident may have clinic and has none."""

from datetime import date

from scheduling.domain.calendar import DAYS_IN_WEEK
from scheduling.models import Schedule
from scheduling.selectors.program_year import resident_id
from scheduling.selectors.workbench.cells import Place
from scheduling.selectors.workbench.desk import desk_of

TOGETHER, ALLOWED = "together", "allowed"


def targets(schedule: Schedule, place: Place, monday: date, weeks: int) -> dict[str, str]:
    """By half-day (``2026-12-02/AM``) whether the coach would be there, or whether it is merely allowed.

    A clinic that is past goes nowhere. What other residents take of rooms and supervision is not asked here: the price tells. Raises `NoAdvice`.
    """
    desk = desk_of(schedule)
    person = desk.advisor.board.people.get(resident_id(place.resident))
    held_before = desk.problem.frozen_before
    if person is None or (held_before is not None and place.half_day.date < held_before):
        return {}
    first = max(monday, held_before or monday)
    days = DAYS_IN_WEEK * weeks
    attended = desk.solution.assignments.get(resident_id(place.resident), ())
    taken = {
        desk.problem.session_by_id[key].half_day for key in attended if key in desk.problem.session_by_id
    }
    found: dict[str, str] = {}
    for key in person.listed:
        half_day = desk.problem.session_by_id[key].half_day
        if half_day in taken or half_day.date < first or (half_day.date - monday).days >= days:
            continue
        name = f"{half_day.date.isoformat()}/{half_day.period}"
        if person.meets(key):
            found[name] = TOGETHER
        else:
            found.setdefault(name, ALLOWED)
    return found

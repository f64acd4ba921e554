"""What it costs a resident to be away."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q

from scheduling.domain.calendar import HalfDay, monday_of
from scheduling.domain.effects import ClinicLost, ResidentEffect, WeekTouched, contact_lost
from scheduling.domain.problem_building import absent_half_days, weeks_of
from scheduling.domain.program_year import Absence, ProgramYear, ResidentYear
from scheduling.models import Faculty, Resident, Schedule
from scheduling.selectors.effects.places import Place, assignments, day_from, frame_of, preceptings
from scheduling.selectors.program_year import program_year, resident_id


def effect_on_resident(
    schedule: Schedule, resident: Resident, away: Absence, *, today: date | None = None
) -> ResidentEffect:
    """What it costs in this version if a resident is away."""
    year = program_year(schedule.year, with_faculty=False)
    mine = next((one for one in year.residents if one.id == resident_id(resident.pk)), None)
    earlier = absent_half_days(mine.absences) if mine else frozenset()
    since = day_from(schedule, today)
    new = frozenset(one for one in absent_half_days([away]) if one.date >= since) - earlier
    attended = [
        place for place in assignments(schedule, Q(resident=resident)) if place.half_day not in earlier
    ]
    coach = _coach(schedule, resident)
    there = {place.session for place in preceptings(schedule, coach.pk)} if coach else set()
    clinics = sorted(
        (
            ClinicLost(place.half_day, place.site, place.session in there)
            for place in attended
            if place.half_day in new
        ),
        key=lambda clinic: clinic.half_day,
    )
    contact = contact_lost(
        frame_of(schedule),
        resident.family_name,
        [place.half_day for place in attended if place.session in there],
        [clinic.half_day for clinic in clinics],
    )
    under = mine.year_min - len(attended) + len(clinics) if mine and clinics else 0
    return ResidentEffect(
        schedule=str(schedule),
        coach=coach.short_name if coach else "",
        clinics=tuple(clinics),
        contact=contact if contact.half_days else None,
        weeks=tuple(_weeks_touched(year, mine, away, attended, new)) if mine else (),
        under_year_minimum=max(0, under),
    )


def clinics_held_again(
    schedule: Schedule, resident: Resident, away: Absence, *, today: date | None = None
) -> list[ClinicLost]:
    """The clinics of this version that leave stands against, and that could be held without it."""
    since = day_from(schedule, today)
    during = frozenset(one for one in absent_half_days([away]) if one.date >= since)
    coach = _coach(schedule, resident)
    there = {place.session for place in preceptings(schedule, coach.pk)} if coach else set()
    found = (
        ClinicLost(place.half_day, place.site, place.session in there)
        for place in assignments(schedule, Q(resident=resident))
        if place.half_day in during
    )
    return sorted(found, key=lambda clinic: clinic.half_day)


def _coach(schedule: Schedule, resident: Resident) -> Faculty | None:
    row = schedule.coaches.filter(resident=resident).select_related("faculty").first()
    return row.faculty if row else None


def _weeks_touched(
    year: ProgramYear,
    resident: ResidentYear,
    away: Absence,
    attended: list[Place],
    new: frozenset[HalfDay],
) -> Iterator[WeekTouched]:
    """Those of the weeks in which clinics are missing, or the minimum can no longer be had."""
    after = replace(resident, absences=(*resident.absences, away))
    later = {week.week: week for week in weeks_of(year, after)}
    touched = {monday_of(half_day.date) for half_day in new}
    stays = [monday_of(place.half_day.date) for place in attended if place.half_day not in new]
    for week in weeks_of(year, resident):
        monday = year.first_monday + timedelta(weeks=week.week)
        if monday not in touched:
            continue
        then = later.get(week.week)
        missing = max(0, then.min - stays.count(monday)) if then else 0
        found = WeekTouched(monday, week.min, then.max if then else 0, missing)
        if found.missing or found.breaks_minimum:
            yield found

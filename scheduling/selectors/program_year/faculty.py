"""The faculty of a year: when they do what, when they are away, and how many residents they take."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q

from scheduling.domain import program_year as described
from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.ids import SiteId
from scheduling.models import AcademicYear, Faculty, FacultyDate, FacultyHalfDay, Pairing
from scheduling.selectors.program_year.keys import faculty_id
from scheduling.selectors.program_year.people import absences_of


def faculty_of(year: AcademicYear) -> tuple[described.FacultyYear, ...]:
    """Who is in clinic in the year or coaches one of its residents; others of the program take no part."""
    half_days, dates = _half_days(year), _dates(year)
    absences = absences_of("faculty_id", year)
    of_year = Pairing.objects.during(year.first_monday, year.last_date).filter(resident__years__year=year)
    coached = Q(pk__in=of_year.values("faculty"))
    at_the_end = of_year.on(year.last_date)
    in_clinic = half_days.keys() | dates.keys()
    members = Faculty.objects.filter(coached | Q(pk__in=in_clinic), program=year.program).annotate(
        coaches=Exists(at_the_end.filter(faculty=OuterRef("pk")))
    )
    # Somebody who coached earlier in the year, or goes within it, has a past in it and no panel to fill.
    return tuple(
        described.FacultyYear(
            id=faculty_id(member.pk),
            panel_min=member.panel_min if has_panel else 0,
            panel_max=member.panel_max if has_panel else 0,
            weekly_quota=member.weekly_quota,
            half_days=tuple(half_days[member.pk]),
            dates=tuple(dates[member.pk]),
            absences=(*absences[member.pk], *_away_after_leaving(member, year)),
        )
        for member in members.order_by("pk")
        for has_panel in [_stays(member, year) and (member.coaches or member.pk in in_clinic)]
    )


def _stays(member: Faculty, year: AcademicYear) -> bool:
    return member.left_on is None or member.left_on > year.last_date


def _away_after_leaving(member: Faculty, year: AcademicYear) -> tuple[described.Absence, ...]:
    if member.left_on is None or member.left_on > year.last_date:
        return ()
    return (described.Absence(max(member.left_on, year.first_monday), year.last_date),)


def _half_days(year: AcademicYear) -> dict[int, list[described.FacultyHalfDay]]:
    found: dict[int, list[described.FacultyHalfDay]] = defaultdict(list)
    fields = ("faculty_id", "weekday", "period", "duty", "site__code", "weeks_of_month")
    rows = FacultyHalfDay.objects.filter(year=year).values_list(*fields)
    for member, weekday, period, duty, site, weeks in rows:
        half_day = described.FacultyHalfDay(
            weekday, Period(period), described.Duty(duty), SiteId(site), frozenset(weeks)
        )
        found[member].append(half_day)
    return found


def _dates(year: AcademicYear) -> dict[int, list[described.FacultyDate]]:
    found: dict[int, list[described.FacultyDate]] = defaultdict(list)
    rows = FacultyDate.objects.filter(
        faculty__program=year.program, date__range=(year.first_monday, year.last_date)
    )
    for member, day, period, duty, site in rows.values_list(
        "faculty_id", "date", "period", "duty", "site__code"
    ):
        found[member].append(_faculty_date(HalfDay(day, Period(period)), duty, site))
    return found


def _faculty_date(half_day: HalfDay, duty: str, site: str | None) -> described.FacultyDate:
    if site is None:
        return described.FacultyDate(half_day, None)
    return described.FacultyDate(half_day, described.Duty(duty), SiteId(site))

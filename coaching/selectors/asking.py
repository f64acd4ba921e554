"""Whom a resident can ask now, from the published schedule."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from coaching.domain.asking import Answer, InClinic, LastResort, whom_to_ask
from coaching.domain.clinics import Clinic
from coaching.domain.contact import Contact
from coaching.domain.wording import clinic_words
from coaching.selectors.clinics import clinic_of
from coaching.selectors.people import Someone, contact_of
from scheduling.domain.calendar import HalfDay
from scheduling.domain.program_year import Duty
from scheduling.models import Absence, Holiday, Precepting, Program, Schedule, Site

LOOKS_AHEAD = timedelta(days=7)


def answer_for(
    program: Program,
    schedule: Schedule | None,
    *,
    now: datetime,
    coach: int | None,
    next_clinic: Clinic | None,
    coordinator: Someone | None,
) -> Answer:
    """Whom to ask at ``now``, in the program's time zone. ``coach`` is a faculty key. Four queries."""
    last = now.date() + LOOKS_AHEAD
    holidays = dict(
        Holiday.objects.filter(program=program, date__range=(now.date(), last)).values_list("date", "name")
    )
    people = _in_clinic(program, schedule, now, coach)
    return whom_to_ask(
        [person for person in people if person.clinic.date not in holidays],
        now=now,
        own_site=next_clinic.site if next_clinic else "",
        last_resort=_last_resort(program, coordinator),
        holiday=holidays.get(now.date(), ""),
    )


def _in_clinic(
    program: Program, schedule: Schedule | None, now: datetime, coach: int | None
) -> list[InClinic]:
    """Faculty in clinic from today, as published, without those who have been entered as away since."""
    first, last = now.date(), now.date() + LOOKS_AHEAD
    away = _away(program, now)
    rows = (
        Precepting.objects.filter(schedule=schedule, date__range=(first, last))
        .select_related("faculty", "session__site")
        .order_by("session__site__code", "faculty__name")
    )
    return [
        InClinic(
            name=row.faculty.short_name,
            contact=contact_of(row.faculty),
            clinic=clinic_of(row.session, row.schedule_id, program.zone),
            is_coach=row.faculty_id == coach,
            precepts=row.duty == Duty.PRECEPTS,
        )
        for row in rows
        if not _is_away(away, row.faculty_id, row.session.half_day)
    ]


def _away(program: Program, now: datetime) -> list[Absence]:
    return list(
        Absence.objects.filter(
            faculty__program=program,
            last_date__gte=now.date(),
            first_date__lte=now.date() + LOOKS_AHEAD,
        )
    )


def _is_away(absences: Sequence[Absence], faculty: int, half_day: HalfDay) -> bool:
    return any(
        absence.faculty_id == faculty
        and absence.first_date <= half_day.date <= absence.last_date
        and absence.period in {"", half_day.period}
        for absence in absences
    )


def _last_resort(program: Program, coordinator: Someone | None) -> LastResort:
    """The clinic's line, else a site's telephone, else the coordinator's mail."""
    if program.clinic_line:
        words = "Answers when nobody is in clinic"
        return LastResort("Clinic line", words, Contact(phone=program.clinic_line).quickest)
    site = Site.objects.filter(program=program).exclude(phone="").first()
    if site is not None:
        return LastResort(clinic_words(site.name), "Its telephone", Contact(phone=site.phone).quickest)
    if coordinator is not None:
        return LastResort(coordinator.name, "Program coordinator", coordinator.contact.quickest)
    words = "The program has given no telephone line. Ask at the clinic's front desk."
    return LastResort("Front desk", words, None)

"""Whom a resident can ask now, from the published schedule."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import F

from coaching.domain.asking import Answer, InClinic, LastResort, whom_to_ask
from coaching.domain.clinics import Clinic
from coaching.domain.contact import Contact
from coaching.domain.teams import Kind
from coaching.domain.wording import clinic_words
from coaching.selectors.clinics import clinics_of, sites_of
from coaching.selectors.people import contact_of, coordinator_of
from coaching.selectors.presence import presence
from coaching.selectors.team_people import key_of, mate_of
from scheduling.domain.calendar import HalfDay
from scheduling.domain.program_year import Duty
from scheduling.models import Absence, Faculty, Holiday, Precepting, Program, Resident, Schedule, TeamMember

LOOKS_AHEAD = timedelta(days=7)


def answer_for(
    resident: Resident,
    schedules: Sequence[Schedule],
    *,
    now: datetime,
    coach: int | None,
    next_clinic: Clinic | None,
) -> Answer:
    """Whom to ask at ``now``, in the program's time zone, by the published years from today on. ``coach`` is a faculty key.

    Seven queries at most; six more where the resident is in a team.
    """
    program = resident.program
    last = now.date() + LOOKS_AHEAD
    holidays = dict(
        Holiday.objects.filter(program=program, date__range=(now.date(), last)).values_list("date", "name")
    )
    team = _team_of(resident, now)
    teams = {member.faculty_id: member.team.name for member in reversed(team) if member.faculty_id}
    people = _in_clinic(program, schedules, now, coach, teams) + _others(program, schedules, now, team)
    return whom_to_ask(
        [person for person in people if person.clinic.date not in holidays],
        now=now,
        own_site=next_clinic.site if next_clinic else "",
        last_resort=_last_resort(program),
        holiday=holidays.get(now.date(), ""),
    )


def _team_of(resident: Resident, now: datetime) -> list[TeamMember]:
    """Who else is in the resident's teams today, in the order of the teams' names. One query for who never was in one."""
    ever = set(TeamMember.objects.filter(resident=resident).order_by().values_list("team", flat=True))
    if not ever:
        return []
    there = TeamMember.objects.on(now.date()).filter(team__in=ever)
    members = list(there.with_people().select_related("team").order_by("team__name", "pk"))
    mine = {member.team_id for member in members if member.resident_id == resident.pk}
    return [one for one in members if one.team_id in mine and one.resident_id != resident.pk]


def _others(
    program: Program, schedules: Sequence[Schedule], now: datetime, team: Sequence[TeamMember]
) -> list[InClinic]:
    """Nurses and residents of the teams in clinic from today, by site and name."""
    members = {key_of(member): member for member in reversed(team) if not member.faculty_id}
    if not schedules or not members:
        return []
    last = now.date() + LOOKS_AHEAD
    there = presence(program, members, schedules, first=now.date(), last=last)
    found = [
        InClinic(
            name=mate.name,
            contact=mate.contact,
            clinic=clinic,
            is_coach=False,
            precepts=False,
            team=member.team.name,
            kind=mate.kind,
        )
        for key, member in members.items()
        for mate in [mate_of(member, there.of(*key), None)]
        for clinic in mate.clinics
    ]
    return sorted(found, key=lambda person: (person.clinic.code, person.name))


def _in_clinic(
    program: Program, schedules: Sequence[Schedule], now: datetime, coach: int | None, teams: dict[int, str]
) -> list[InClinic]:
    """Faculty in clinic from today, as published, without who has left or is away and what was closed since."""
    first, last = now.date(), now.date() + LOOKS_AHEAD
    away = _away(program, now)
    rows = (
        Precepting.objects.filter(schedule__in=schedules, date__range=(first, last), session__rooms__gt=0)
        .exclude(faculty__left_on__lte=F("date"))
        .order_by("session__site__code", "faculty__name")
    )
    there = clinics_of(rows, program, "faculty_id", "duty")
    faculty = Faculty.objects.in_bulk({member for _, member, _ in there})
    contacts = {pk: contact_of(member) for pk, member in faculty.items()}
    return [
        InClinic(
            name=faculty[member].short_name,
            contact=contacts[member],
            clinic=clinic,
            is_coach=member == coach,
            precepts=duty == Duty.PRECEPTS,
            team=teams.get(member, ""),
            kind=Kind.FACULTY,
        )
        for clinic, member, duty in there
        if not _is_away(away.get(member, ()), clinic.half_day)
    ]


def _away(program: Program, now: datetime) -> dict[int | None, list[Absence]]:
    found: dict[int | None, list[Absence]] = defaultdict(list)
    rows = Absence.objects.filter(
        faculty__program=program, last_date__gte=now.date(), first_date__lte=now.date() + LOOKS_AHEAD
    )
    for absence in rows.defer("reason"):
        found[absence.faculty_id].append(absence)
    return found


def _is_away(absences: Iterable[Absence], half_day: HalfDay) -> bool:
    return any(
        absence.first_date <= half_day.date <= absence.last_date and absence.period in {"", half_day.period}
        for absence in absences
    )


def _last_resort(program: Program) -> LastResort:
    """The clinic's line, else a site's telephone, else the coordinator's mail."""
    if program.clinic_line:
        words = "Answers when nobody is in clinic"
        return LastResort("Clinic line", words, Contact(phone=program.clinic_line).quickest)
    site = next((site for site in sites_of(program).values() if site.phone), None)
    if site is not None:
        return LastResort(clinic_words(site.name), "Its telephone", Contact(phone=site.phone).quickest)
    coordinator = coordinator_of(program)
    if coordinator is not None:
        return LastResort(coordinator.name, "Program coordinator", coordinator.contact.quickest)
    words = "The program has given no telephone line. Ask at the clinic's front desk."
    return LastResort("Front desk", words, None)

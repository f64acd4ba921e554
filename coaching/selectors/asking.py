"""Whom a resident can ask now, from the published schedule."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from coaching.domain.asking import Answer, InClinic, LastResort, whom_to_ask
from coaching.domain.clinics import Clinic
from coaching.domain.contact import Contact
from coaching.domain.teams import Kind
from coaching.domain.wording import clinic_words
from coaching.selectors.people import contact_of, coordinator_of
from coaching.selectors.presence import presence
from coaching.selectors.program_book import ProgramBook, book_of
from coaching.selectors.team_people import key_of, mate_of
from scheduling.domain.calendar import HalfDay
from scheduling.domain.program_year import Duty
from scheduling.models import Absence, Program, Resident, Schedule, TeamMember

LOOKS_AHEAD = timedelta(days=7)


class _There(NamedTuple):
    """A faculty member in clinic, whoever asks."""

    clinic: Clinic
    faculty: int
    precepts: bool
    name: str
    contact: Contact


def answer_for(
    resident: Resident,
    schedules: Sequence[Schedule],
    *,
    now: datetime,
    coach: int | None,
    next_clinic: Clinic | None,
) -> Answer:
    """Whom to ask at ``now``, in the program's time zone, by the published years from today on. ``coach`` is a faculty key.

    All from the program's book; six queries more where the resident is in a team.
    """
    program = resident.program
    book = book_of(program)
    team = _team_of(book, resident, now)
    teams = {member.faculty_id: member.team.name for member in reversed(team) if member.faculty_id}
    people = _in_clinic(book, schedules, now, coach, teams) + _others(program, schedules, now, team)
    return whom_to_ask(
        [person for person in people if person.clinic.date not in book.holidays],
        now=now,
        own_site=next_clinic.site if next_clinic else "",
        last_resort=_last_resort(book, program),
        holiday=book.holidays.get(now.date(), ""),
    )


def _team_of(book: ProgramBook, resident: Resident, now: datetime) -> list[TeamMember]:
    """Who else is in the resident's teams today, in the order of the teams' names."""
    if not book.was_ever_in_a_team(resident=resident.pk):
        return []
    ever = TeamMember.objects.filter(resident=resident).order_by().values("team")
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
    book: ProgramBook, schedules: Sequence[Schedule], now: datetime, coach: int | None, teams: dict[int, str]
) -> list[InClinic]:
    """Faculty in clinic from today, as published, without who has left or is away and what was closed since."""
    return [
        InClinic(
            name=one.name,
            contact=one.contact,
            clinic=one.clinic,
            is_coach=one.faculty == coach,
            precepts=one.precepts,
            team=teams.get(one.faculty, ""),
            kind=Kind.FACULTY,
        )
        for one in book.once(
            ("in clinic", now.date(), tuple((schedule.pk, schedule.edition) for schedule in schedules)),
            lambda: _faculty_there(book, schedules, now.date()),
        )
    ]


def _faculty_there(book: ProgramBook, schedules: Sequence[Schedule], today: date) -> list[_There]:
    """The same for everybody who asks, by site and name."""
    away = book.absences_from(today)
    found = []
    for schedule in schedules:
        for clinic, member, duty in book.timetable(schedule).present_between(today, today + LOOKS_AHEAD):
            person = book.member(member)
            if not person.has_left_by(clinic.date) and not _is_away(
                away.get((None, member), ()), clinic.half_day
            ):
                found.append(
                    _There(clinic, member, duty == Duty.PRECEPTS, person.short_name, contact_of(person))
                )
    return sorted(found, key=lambda one: (one.clinic.code, book.member(one.faculty).name))


def _is_away(absences: Iterable[Absence], half_day: HalfDay) -> bool:
    return any(
        absence.first_date <= half_day.date <= absence.last_date and absence.period in {"", half_day.period}
        for absence in absences
    )


def _last_resort(book: ProgramBook, program: Program) -> LastResort:
    """The clinic's line, else a site's telephone, else the coordinator's mail."""
    if program.clinic_line:
        words = "Answers when nobody is in clinic"
        return LastResort("Clinic line", words, Contact(phone=program.clinic_line).quickest)
    site = next((site for site in book.sites.values() if site.phone), None)
    if site is not None:
        return LastResort(clinic_words(site.name), "Its telephone", Contact(phone=site.phone).quickest)
    coordinator = coordinator_of(program)
    if coordinator is not None:
        return LastResort(coordinator.name, "Program coordinator", coordinator.contact.quickest)
    words = "The program has given no telephone line. Ask at the clinic's front desk."
    return LastResort("Front desk", words, None)

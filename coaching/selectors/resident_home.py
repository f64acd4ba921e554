"""A resident's first screen: the coach, the next half-days together, the next clinic, whom to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coaching.domain.asking import Answer
from coaching.domain.clinics import Clinic, still_to_come
from coaching.domain.contact import Contact
from coaching.domain.months import month_of
from coaching.domain.wording import (
    day_away,
    joined,
    month_and_year,
    sentence_case,
    short_date,
    usual_half_days,
)
from coaching.selectors.asking import answer_for
from coaching.selectors.clinics import coaches_counted, preceptors, resident_clinics
from coaching.selectors.people import Someone, contact_of, coordinator_of
from coaching.selectors.program_book import ProgramBook, book_of
from coaching.selectors.published import published_schedules
from coaching.selectors.rotations import leave_on
from coaching.selectors.timetable import Counted
from scheduling.domain.calendar import Period, day_label
from scheduling.domain.program_year import Duty
from scheduling.models import AcademicYear, Pairing, Resident, Schedule
from scheduling.selectors.years import current_year, day_looked_at

NEXT_TOGETHER = 3


@dataclass(frozen=True, slots=True)
class CoachCard:
    """The coach, since when, and where to find them."""

    name: str
    initials: str
    since: str
    line: str
    contact: Contact


@dataclass(frozen=True, slots=True)
class Tile:
    """One next half-day together."""

    away: str
    day: str
    line: str


@dataclass(frozen=True, slots=True)
class NextClinic:
    """The resident's next clinic, which may be on now."""

    over: str
    month: str
    when: str
    detail: str
    letter: str
    is_together: bool
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentHome:
    """Everything on the screen. Without a published schedule, ``year_name`` says which one is awaited.

    ``coordinator`` is whom to ask where there is no coach or no schedule yet.
    """

    program: int
    first_name: str
    now: str
    year_name: str
    is_published: bool
    coach: CoachCard | None
    earlier_coach: str
    on_leave: str
    coordinator: Someone | None
    counted_with: str
    tiles: tuple[Tile, ...]
    reached: int
    attainable: int | None
    next_clinic: NextClinic | None
    ask: Answer


def resident_home(resident: Resident, now: datetime) -> ResidentHome:
    """The screen at ``now``, which is aware. Two queries, once the program's book is read, and those of the teams."""
    program = resident.program
    book = book_of(program)
    here = now.astimezone(program.zone)
    schedules = published_schedules(program, here.date())
    schedule = next(iter(schedules), None)
    year = schedule.year if schedule else current_year(program, here.date())
    pairing = book.coach_on(resident.pk, here.date() if year is None else day_looked_at(year, here.date()))
    coaches = coaches_counted(book, resident, schedules)
    counted = coaches.get(schedule.pk) if schedule else None
    clinics = resident_clinics(resident, schedules) if schedules else []
    ahead = still_to_come(clinics, here)
    return ResidentHome(
        program=program.pk,
        first_name=resident.full_name.partition(" ")[0],
        now=f"{day_label(here.date())}, {here:%H:%M}",
        year_name=year.name if year else "",
        is_published=schedule is not None,
        coach=_coach_card(book, pairing, year) if pairing else None,
        earlier_coach="" if pairing else _earlier_coach(resident, here.date()),
        on_leave=_on_leave(book, resident, here.date()),
        coordinator=None if pairing and schedule else coordinator_of(program),
        counted_with=_counted_with(book, pairing, counted),
        tiles=_tiles(ahead, here.date()),
        reached=sum(clinic.is_together for clinic in clinics if schedule and clinic.schedule == schedule.pk),
        attainable=counted.attainable if counted else None,
        next_clinic=_next_clinic(book, schedules, ahead, coaches, here),
        ask=answer_for(
            resident,
            schedules,
            now=here,
            coach=pairing.faculty_id if pairing else None,
            next_clinic=ahead[0] if ahead else None,
        ),
    )


def _earlier_coach(resident: Resident, today: date) -> str:
    """``Dr. Achebe coached you until 14 Nov``, for somebody whose coach has gone; empty for who never had one."""
    begun = Pairing.objects.filter(resident=resident, first_date__lte=today).select_related("faculty")
    pairing = begun.order_by("-first_date").first()
    until = pairing.holds_until if pairing else None
    if pairing is None or until is None:
        return ""
    return f"{pairing.faculty.short_name} coached you until {short_date(until)}"


def _on_leave(book: ProgramBook, resident: Resident, today: date) -> str:
    """``On leave until 29 Nov``, on a day of it."""
    leave = leave_on(book, resident.pk, today)
    return f"On leave until {short_date(leave.last)}" if leave else ""


def _counted_with(book: ProgramBook, pairing: Pairing | None, counted: Counted | None) -> str:
    """The coach of the published schedule, named only where the pairing has changed since."""
    if counted is None or (pairing is not None and pairing.faculty_id == counted.faculty):
        return ""
    return book.member(counted.faculty).short_name


def _coach_card(book: ProgramBook, pairing: Pairing, year: AcademicYear | None) -> CoachCard:
    coach = pairing.faculty
    rows = book.half_days(year).get(coach.pk, ()) if year else ()
    pattern = [
        (book.sites[row.site_id].name, row.weekday, Period(row.period))
        for row in rows
        if row.duty != Duty.OFFERED
    ]
    parts = (coach.shown_pronouns, usual_half_days(pattern))
    return CoachCard(
        name=coach.formal_name,
        initials=coach.initials,
        since=month_and_year(pairing.first_date),
        line=" · ".join(part for part in parts if part),
        contact=contact_of(coach),
    )


def _tiles(ahead: Sequence[Clinic], today: date) -> tuple[Tile, ...]:
    together = [clinic for clinic in ahead if clinic.is_together][:NEXT_TOGETHER]
    return tuple(
        Tile(
            sentence_case(day_away(clinic.date, today)),
            day_label(clinic.date),
            f"{clinic.half_day.period} · {clinic.site}",
        )
        for clinic in together
    )


def _next_clinic(
    book: ProgramBook,
    schedules: Sequence[Schedule],
    ahead: Sequence[Clinic],
    coaches: Mapping[int, Counted],
    now: datetime,
) -> NextClinic | None:
    if not ahead:
        return None
    clinic = ahead[0]
    return NextClinic(
        over=f"In clinic now, until {clinic.ends:%H:%M}"
        if clinic.is_on(now)
        else f"Next clinic, {day_away(clinic.date, now.date())}",
        month=month_of(clinic.date).key,
        when=str(clinic.half_day),
        detail=f"{clinic.clock} · {clinic.site}",
        letter=clinic.letter,
        is_together=clinic.is_together,
        line=_who(book, clinic, schedules, coaches.get(clinic.schedule)),
    )


def _who(book: ProgramBook, clinic: Clinic, schedules: Sequence[Schedule], counted: Counted | None) -> str:
    if clinic.is_together and counted:
        return f"Together with {book.member(counted.faculty).short_name}"
    precepting = preceptors(book, schedules, [clinic.session]).get(clinic.session, [])
    if not precepting:
        return "Nobody is down to precept yet"
    return f"{joined(precepting)} {'precepts' if len(precepting) == 1 else 'precept'}"

"""Who is in clinic on a day: by site and half-day, preceptors and residents, overlaps marked."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F

from coaching.domain.wording import counted, day_away, sentence_case, short_site
from coaching.selectors.published import published_schedule
from scheduling.domain.calendar import HalfDay, day_label
from scheduling.domain.program_year import Duty
from scheduling.models import Assignment, Holiday, Precepting, Program, Schedule, Session

DAYS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Attending:
    """A resident in a session; ``is_together`` where the coach is there."""

    name: str
    is_together: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """One session with the people in it."""

    half_day: HalfDay
    site: str
    letter: str
    hours: str
    preceptors: tuple[str, ...]
    own_clinics: tuple[str, ...]
    residents: tuple[Attending, ...]


@dataclass(frozen=True, slots=True)
class ClinicDay:
    """A day; without sessions ``why_none`` says why."""

    away: str
    label: str
    why_none: str
    sessions: tuple[OpenSession, ...]


@dataclass(frozen=True, slots=True)
class InClinic:
    """Today and tomorrow in a program's clinics."""

    is_published: bool
    days: tuple[ClinicDay, ...]

    @property
    def title(self) -> str:
        """Today in a sentence: ``9 residents in clinic today, 7 with their coach``."""
        attending = [resident for session in self.days[0].sessions for resident in session.residents]
        if not self.days[0].sessions:
            return "No clinic today"
        together = sum(resident.is_together for resident in attending)
        return f"{counted(len(attending), 'resident')} in clinic today, {together} with their coach"


def in_clinic(program: Program, now: datetime) -> InClinic:
    """Who is in clinic at ``now``'s date and the day after, in the program's time zone. Four queries."""
    today = now.astimezone(program.zone).date()
    days = [today + timedelta(days=n) for n in range(DAYS_SHOWN)]
    schedule = published_schedule(program, today)
    holidays = dict(Holiday.objects.filter(program=program, date__in=days).values_list("date", "name"))
    sessions = _sessions(schedule, [day for day in days if day not in holidays])
    return InClinic(
        is_published=schedule is not None,
        days=tuple(_day(day, today, holidays.get(day, ""), sessions.get(day, [])) for day in days),
    )


def _day(day: date, today: date, holiday: str, sessions: list[OpenSession]) -> ClinicDay:
    why = holiday or "No clinic"
    return ClinicDay(
        sentence_case(day_away(day, today)), day_label(day), "" if sessions else why, tuple(sessions)
    )


def _sessions(schedule: Schedule | None, days: list[date]) -> dict[date, list[OpenSession]]:
    """As published, without sessions that were closed since and people who have left."""
    open_ones = {"schedule": schedule, "date__in": days, "session__rooms__gt": 0}
    faculty = (
        Precepting.objects.filter(**open_ones)
        .exclude(faculty__left_on__lte=F("date"))
        .select_related("faculty", "session__site")
        .order_by("faculty__name")
    )
    residents = (
        Assignment.objects.filter(**open_ones)
        .exclude(resident__left_on__lte=F("date"))
        .with_together()
        .select_related("resident", "session__site")
        .order_by("resident__name")
    )
    sessions: dict[int, Session] = {}
    duties: dict[tuple[int, str], list[str]] = defaultdict(list)
    attending: dict[int, list[Attending]] = defaultdict(list)
    for there in faculty:
        sessions[there.session_id] = there.session
        duties[there.session_id, there.duty].append(there.faculty.short_name)
    for row in residents:
        sessions[row.session_id] = row.session
        attending[row.session_id].append(Attending(row.resident.full_name, row.together))
    found: dict[date, list[OpenSession]] = defaultdict(list)
    for session in sorted(sessions.values(), key=lambda session: (session.half_day, session.site.code)):
        found[session.date].append(
            _open_session(
                session,
                duties[session.pk, Duty.PRECEPTS],
                duties[session.pk, Duty.OWN_CLINIC],
                attending[session.pk],
            )
        )
    return found


def _open_session(
    session: Session, preceptors: list[str], own_clinics: list[str], residents: list[Attending]
) -> OpenSession:
    begins, ends = session.site.hours(session.half_day.period)
    return OpenSession(
        half_day=session.half_day,
        site=short_site(session.site.name),
        letter=session.site.letter,
        hours=f"{begins:%H:%M} to {ends:%H:%M}",
        preceptors=tuple(preceptors),
        own_clinics=tuple(own_clinics),
        residents=tuple(residents),
    )

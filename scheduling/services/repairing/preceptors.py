"""Who precepts in a draft where a disruption has changed that: as the program's data say by now."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from scheduling.domain.calendar import HalfDay
from scheduling.domain.program_year import Duty
from scheduling.models import Disruption, DisruptionKind, Precepting, Schedule, Session
from scheduling.selectors.program_year import key_of
from scheduling.selectors.workbench.desk import Desk


@dataclass(frozen=True, slots=True)
class Concerned:
    """Which sessions, by primary key, and of whom where it is about one person."""

    sessions: tuple[int, ...]
    faculty: int | None


def concerned_by(disruption: Disruption) -> Concerned:
    """Whose presence a disruption changes; nobody's where a resident is away."""
    if disruption.kind == DisruptionKind.RESIDENT:
        return Concerned((), None)
    if disruption.faculty_id is None:
        return Concerned(tuple(disruption.closed.values_list("session_id", flat=True)), None)
    days = (disruption.first_date, disruption.last_date)
    rows = Session.objects.filter(site__program=disruption.year.program_id, date__range=days)
    if disruption.period:
        rows = rows.filter(period=disruption.period)
    return Concerned(tuple(rows.values_list("pk", flat=True)), disruption.faculty_id)


def match_preceptors(draft: Schedule, concerned: Concerned, desk: Desk) -> None:
    """Put the draft's preceptors of these sessions as they are today, and leave all others."""
    of_it = Q(session__in=concerned.sessions)
    if concerned.faculty is not None:
        of_it &= Q(faculty=concerned.faculty)
    draft.preceptings.filter(of_it).delete()
    rows = Session.objects.filter(pk__in=concerned.sessions).select_related("site")
    sessions = {session.key: session for session in rows}
    there: dict[tuple[int, HalfDay], Precepting] = {}
    for row in _there(desk, sessions):
        if concerned.faculty in {None, row.faculty_id}:
            row.schedule = draft
            there[row.faculty_id, row.session.half_day] = row
    Precepting.objects.bulk_create(there.values())


def _there(desk: Desk, sessions: dict[str, Session]) -> Iterator[Precepting]:
    for member in desk.problem.faculty:
        precepts = desk.solution.precepting.get(member.id, ())
        for duty, keys in ((Duty.OWN_CLINIC, member.present), (Duty.PRECEPTS, precepts)):
            for session in (sessions[key] for key in keys if key in sessions):
                yield Precepting(
                    faculty_id=key_of(member.id),
                    session=session,
                    date=session.date,
                    period=session.period,
                    duty=duty,
                )

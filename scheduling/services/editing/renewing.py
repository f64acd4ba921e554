"""The people of a draft brought up to what a result was solved with: who is in clinic, and what each can reach."""

from collections.abc import Iterator, Mapping
from datetime import date

from scheduling.domain.attainable import attainable
from scheduling.domain.ids import SessionId
from scheduling.domain.program_year import Duty
from scheduling.models import Faculty, Precepting, Schedule, ScheduleCoach, Session
from scheduling.selectors.program_year import key_of
from scheduling.selectors.run_results import RunResult
from scheduling.selectors.workbench.offers import session_rows
from scheduling.selectors.years import program_today

BATCH = 1000
Place = tuple[int, int, str]
"""Who is in clinic in which session, and as what."""


def renew_people(draft: Schedule, result: RunResult) -> None:
    """From today on faculty are in clinic as the result knew it, and ceilings follow; attendance is left alone."""
    _renew_preceptings(draft, result, program_today(draft.year.program))
    _renew_coaches(draft, result)


def _renew_preceptings(draft: Schedule, result: RunResult, today: date) -> None:
    sessions = session_rows(draft.year)
    faculty = set(Faculty.objects.filter(program=draft.year.program_id).values_list("pk", flat=True))
    wanted = {place for place in _places(result, sessions) if place[0] in faculty}
    by_pk = {row.pk: row for row in sessions.values()}
    rows = Precepting.objects.filter(schedule=draft, date__gte=today)
    there = {
        (who, session, duty): pk
        for pk, who, session, duty in rows.values_list("pk", "faculty_id", "session_id", "duty")
    }
    to_come = {place for place in wanted if by_pk[place[1]].date >= today}
    gone = [there[place] for place in there.keys() - to_come]
    for first in range(0, len(gone), BATCH):
        Precepting.objects.filter(pk__in=gone[first : first + BATCH]).delete()
    new = (_row(draft, place, by_pk[place[1]]) for place in sorted(to_come - there.keys()))
    Precepting.objects.bulk_create(new, batch_size=BATCH)


def _places(result: RunResult, sessions: Mapping[SessionId, Session]) -> Iterator[Place]:
    for member in result.problem.faculty:
        precepts = result.solution.precepting.get(member.id, ())
        for duty, keys in ((Duty.PRECEPTS, precepts), (Duty.OWN_CLINIC, member.present)):
            yield from ((key_of(member.id), sessions[key].pk, duty) for key in keys if key in sessions)


def _row(draft: Schedule, place: Place, session: Session) -> Precepting:
    who, _, duty = place
    return Precepting(
        schedule=draft, faculty_id=who, session=session, date=session.date, period=session.period, duty=duty
    )


def _renew_coaches(draft: Schedule, result: RunResult) -> None:
    """Ceilings anew, and the coach of whoever joined since the draft was made."""
    rows = {row.resident_id: row for row in draft.coaches.all()}
    problem, solution = result.problem, result.solution
    for resident in problem.residents:
        pk, coach = key_of(resident.id), solution.coach[resident.id]
        ceiling = attainable(problem, resident, coach, solution.precepting)
        row = rows.get(pk) or ScheduleCoach(schedule=draft, resident_id=pk, faculty_id=key_of(coach))
        if row.attainable != ceiling:
            row.attainable = ceiling
            row.save()

"""Drafts: a run's result becomes a version that people can look at, change and publish."""

from collections.abc import Iterator, Mapping
from typing import cast

from django.db import transaction
from django.db.models import Max

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.domain.attainable import attainable
from scheduling.domain.ids import FacultyId, ResidentId, SessionId
from scheduling.domain.program_year import Duty
from scheduling.domain.rules import violations
from scheduling.models import (
    AcademicYear,
    Assignment,
    Faculty,
    PinnedFree,
    Precepting,
    Resident,
    RunState,
    Schedule,
    ScheduleCoach,
    Session,
    SolveRun,
)
from scheduling.selectors.naming import with_names
from scheduling.selectors.program_year import key_of
from scheduling.selectors.run_results import RunResult, result_of
from scheduling.selectors.workbench.offers import session_rows
from scheduling.services.data_edits import lock_year

BATCH = 1000


class DraftRefused(Exception):
    """A result cannot become a draft; the message says why and what to do."""


@transaction.atomic
def make_draft(*, run: SolveRun, actor: User | None) -> Schedule:
    """Make a draft of a run's result, or return the one already made of it.

    Raises ``DraftRefused`` where there is no result, it breaks a rule, or people and sessions it names are gone.
    """
    run = SolveRun.objects.select_for_update(of=("self",)).select_related("year__program").get(pk=run.pk)
    made = run.schedules.first()
    if made is not None:
        return made
    result = checked_result(run)
    lock_year(run.year)
    schedule = Schedule.objects.create(
        year=run.year,
        version=next_version(run.year),
        run=run,
        based_on_id=run.base_id,
        objective=run.objective,
        bound=run.bound,
        created_by=actor,
    )
    _write(schedule, result)
    record(
        program_id=run.year.program_id,
        actor=actor,
        kind=EventKind.DRAFT_MADE,
        subject=str(schedule),
        after={"run": run.number, "objective": run.objective, "bound": run.bound},
    )
    return schedule


def next_version(year: AcademicYear) -> int:
    """The number that the year's next version gets, for whoever holds the year; no draft thrown away has it."""
    highest = Schedule.with_thrown_away.filter(year=year).aggregate(Max("version"))["version__max"]
    return (highest or 0) + 1


def checked_result(run: SolveRun) -> RunResult:
    """A run's schedule, checked against every rule once more. Raises ``DraftRefused`` where it cannot be used."""
    if run.state == RunState.CANCELLED:
        raise DraftRefused(f"{run} was cancelled, so its result is not used. Start another run.")
    if run.is_open:
        raise DraftRefused(f"{run} is still at work. Stop it and keep its best, or wait until it has ended.")
    if run.outcome is None:
        raise DraftRefused(f"{run} has no schedule to open. Start another run, with more time.")
    result = result_of(run)
    if result is None:
        raise DraftRefused(f"{run} found no schedule. Its page says what collides.")
    broken = next(iter(violations(result.asked, result.solution)), None)
    if broken is not None:
        said = with_names(str(broken), run.year.program)
        raise DraftRefused(f"{run} is not kept: its schedule breaks a rule ({said}). Start another run.")
    return result


def _write(schedule: Schedule, result: RunResult) -> None:
    sessions = session_rows(schedule.year)
    program = schedule.year.program
    residents = set(Resident.objects.filter(program=program).values_list("pk", flat=True))
    faculty = set(Faculty.objects.filter(program=program).values_list("pk", flat=True))
    try:
        ScheduleCoach.objects.bulk_create(_coaches(schedule, result, residents, faculty), batch_size=BATCH)
        Assignment.objects.bulk_create(_assignments(schedule, result, sessions, residents), batch_size=BATCH)
        Precepting.objects.bulk_create(_preceptings(schedule, result, sessions, faculty), batch_size=BATCH)
        PinnedFree.objects.bulk_create(_pinned_free(schedule, result, residents), batch_size=BATCH)
    except KeyError as gone:
        raise DraftRefused(
            f"{gone.args[0]} was in the program when the run was started and is not any more. Start another run."
        ) from gone


def _coaches(
    schedule: Schedule, result: RunResult, residents: set[int], faculty: set[int]
) -> Iterator[ScheduleCoach]:
    for resident, coach in result.solution.coach.items():
        yield ScheduleCoach(
            schedule=schedule,
            resident_id=_held(resident, residents),
            faculty_id=_held(coach, faculty),
            attainable=attainable(
                result.problem,
                result.problem.resident_by_id[resident],
                coach,
                result.solution.precepting,
            ),
        )


def _assignments(
    schedule: Schedule, result: RunResult, sessions: Mapping[SessionId, Session], residents: set[int]
) -> Iterator[Assignment]:
    pinned = result.problem.pins.attend
    for resident, attended in result.solution.assignments.items():
        pk = _held(resident, residents)
        for key in attended:
            session = sessions[key]
            yield Assignment(
                schedule=schedule,
                resident_id=pk,
                session=session,
                date=session.date,
                period=session.period,
                pinned=(resident, key) in pinned,
            )


def _preceptings(
    schedule: Schedule, result: RunResult, sessions: Mapping[SessionId, Session], faculty: set[int]
) -> Iterator[Precepting]:
    for member in result.problem.faculty:
        pk = _held(member.id, faculty)
        precepts = result.solution.precepting.get(member.id, ())
        for duty, keys in ((Duty.PRECEPTS, precepts), (Duty.OWN_CLINIC, member.present)):
            for key in keys:
                session = sessions[key]
                yield Precepting(
                    schedule=schedule,
                    faculty_id=pk,
                    session=session,
                    date=session.date,
                    period=session.period,
                    duty=duty,
                )


def _pinned_free(schedule: Schedule, result: RunResult, residents: set[int]) -> Iterator[PinnedFree]:
    """Half-days that people keep free: the problem says it of each session that is held there."""
    days = result.problem.session_by_id
    for who, half_day in {(who, days[key].half_day) for who, key in result.problem.pins.avoid}:
        pk = _held(who, residents)
        yield PinnedFree(schedule=schedule, resident_id=pk, date=half_day.date, period=half_day.period)


def _held(file_id: ResidentId | FacultyId, known: set[int]) -> int:
    pk = key_of(cast("str", file_id))
    if pk not in known:
        raise KeyError(file_id)
    return pk

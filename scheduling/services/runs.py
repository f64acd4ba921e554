"""Asking for a run, and asking it to stop."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.db.models.functions import Now

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling import queue
from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import Decision
from scheduling.domain.limiting import within
from scheduling.domain.problem import Problem
from scheduling.domain.problem_building import build_problem
from scheduling.domain.program_year import ProgramYear
from scheduling.domain.scope import Scope
from scheduling.exchange.problem_file import FORMAT, write_problem
from scheduling.exchange.solution_file import scope_as_json
from scheduling.models import (
    AcademicYear,
    Program,
    RunState,
    Schedule,
    SolveRun,
    StopRequest,
)
from scheduling.selectors.naming import with_names
from scheduling.selectors.program_year import program_year
from scheduling.selectors.version_problem import problem_from_here, with_coaches
from scheduling.selectors.years import program_today
from scheduling.services.data_edits import lock_year


class YearNotReady(Exception):
    """The year cannot be solved as it is; ``problems`` says what is missing, a sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@transaction.atomic
def request_run(
    *,
    year: AcademicYear,
    actor: User | None,
    decide_pairing: bool = True,
    time_limit: int = 120,
    seed: int = 1,
    base: Schedule | None = None,
    scope: Scope | None = None,
) -> SolveRun:
    """Freeze the year's problem in a new run and hand it to a worker once committed; ``time_limit`` in seconds.

    From a ``base``, a version of the year, its pins hold and it moves as little as it can; what lies outside ``scope``
    stays exactly as in it. The same question asked again while it is open, by a second click say, is the same run. A
    broker that is away delays the run, it does not lose it. Raises `YearNotReady`.
    """
    lock_year(year)
    base = _held_still(base) if base else None
    problem = frozen_problem(year, decide_pairing=decide_pairing, base=base, scope=scope)
    content = write_problem(problem).encode()
    question = {
        "problem_sha256": sha256(content).hexdigest(),
        "time_limit": time_limit,
        "seed": seed,
        "base": base,
        "scope": scope_as_json(scope) if scope else {},
    }
    if same := _open_runs(year).filter(**question).first():
        return same
    run = SolveRun.objects.create(
        year=year,
        number=_next_number(year),
        decide_pairing=decide_pairing,
        problem=gzip.compress(content, mtime=0),
        summary=_figures(problem),
        **question,
        base_edition=base.edition if base else None,
        versions={"problem": FORMAT},
        created_by=actor,
    )
    _note(run, actor, EventKind.RUN_REQUESTED, {"time_limit": time_limit, "seed": seed, **run.summary})
    transaction.on_commit(lambda: queue.send_run(run.pk))
    return run


def _open_runs(year: AcademicYear) -> QuerySet[SolveRun]:
    """Those that nobody asked to stop."""
    return SolveRun.objects.filter(year=year, state__in=[RunState.QUEUED, RunState.RUNNING], stop_request="")


def _next_number(year: AcademicYear) -> int:
    last: int | None = SolveRun.objects.filter(year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _held_still(base: Schedule) -> Schedule:
    """The version as it is now, unedited until the transaction ends: what is frozen is one edition of it."""
    held = Schedule.objects.select_for_update(of=("self",), no_key=True).filter(pk=base.pk)
    version = held.select_related("year__program").first()
    if version is None:
        raise YearNotReady([f"Draft {base.version} was thrown away. Choose another version, or begin anew."])
    return version


def frozen_problem(
    year: AcademicYear, *, decide_pairing: bool, base: Schedule | None = None, scope: Scope | None = None
) -> Problem:
    """The year's problem as a run would freeze it. Raises `YearNotReady`."""
    described = program_year(year)
    if base is None:
        return problem_described(described, year.program, decide_pairing=decide_pairing)
    described = with_coaches(base, described, decide_pairing=decide_pairing)
    problem = problem_described(described, year.program, decide_pairing=decide_pairing)
    problem = problem_from_here(problem, base, program_today(year.program))
    try:
        within(problem, scope)
    except ProblemError as error:
        raise YearNotReady([f"What was chosen is not in the year: {_named(error, year.program)}"]) from error
    return problem


def problem_described(described: ProgramYear, program: Program, *, decide_pairing: bool) -> Problem:
    """The problem of a described year; ``program`` puts names to whom a refusal is about. Raises `YearNotReady`."""
    if missing := list(_missing(described, decide_pairing=decide_pairing)):
        raise YearNotReady(missing)
    try:
        problem = build_problem(described)
        if not decide_pairing:
            return replace(problem, decide=frozenset({Decision.SESSIONS}))
    except ProblemError as error:
        raise YearNotReady([f"The year does not fit together: {_named(error, program)}"]) from error
    return problem


def _named(error: ProblemError, program: Program) -> str:
    return with_names(str(error), program)


@transaction.atomic
def request_stop(*, run: SolveRun, actor: User | None, keep: bool) -> SolveRun:
    """Stop a run, with ``keep`` to finish with the best found so far, else cancelled; the run as it is then.

    A run that waits ends at once, with what an interrupted attempt found if that is to be kept; one that works ends
    within seconds; one that has ended stays as it is.
    """
    request = StopRequest.KEEP if keep else StopRequest.CANCEL
    row = SolveRun.objects.filter(pk=run.pk)
    stopped = _end_waiting(row, request)
    # A worker may have claimed it just then, or handed it back: whichever it is now, one of the two holds.
    stopped = stopped or row.filter(state=RunState.RUNNING).update(stop_request=request)
    stopped = stopped or _end_waiting(row, request)
    run.refresh_from_db()
    if stopped:
        _note(run, actor, EventKind.RUN_STOPPED, {"keep": keep})
    return run


def _end_waiting(row: QuerySet[SolveRun], request: str) -> int:
    waiting = row.filter(state=RunState.QUEUED)
    ended: dict[str, Any] = {"stop_request": request, "ended_at": Now()}
    if request == StopRequest.KEEP:
        kept = waiting.filter(outcome__isnull=False).update(state=RunState.FINISHED, **ended)
        if kept:
            return kept
    return waiting.update(state=RunState.CANCELLED, **ended)


def _missing(year: ProgramYear, *, decide_pairing: bool) -> Iterator[str]:
    if not year.residents:
        yield "The year has no residents. Upload the workbook or add them first."
    if not year.faculty:
        yield "The program has no faculty. Upload the workbook or add them first."
    if not any(session.rooms for session in year.sessions):
        yield "The year has no open clinic sessions. Add the clinic's half-days and rooms first."
    if year.residents and not any(resident.assignments for resident in year.residents):
        yield "No resident has a rotation. Fill in the block schedule first."
    unpaired = sum(resident.coach is None for resident in year.residents)
    if unpaired and not decide_pairing:
        who = "1 resident has" if unpaired == 1 else f"{unpaired} residents have"
        yield f"{who} no coach. Pair them first, or let the run find coaches."


def _figures(problem: Problem) -> dict[str, int]:
    return {
        "residents": len(problem.residents),
        "faculty": len(problem.faculty),
        "sessions": len(problem.sessions),
        "weeks": problem.weeks,
        "to_pair": sum(problem.has_open_coach(resident) for resident in problem.residents),
    }


def _note(run: SolveRun, actor: User | None, kind: EventKind, detail: dict[str, Any]) -> None:
    record(
        program_id=run.year.program_id, actor=actor, kind=kind, subject=f"{run} of {run.year}", after=detail
    )

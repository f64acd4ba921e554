"""A generated program with a published year, a draft beside it, and a run whose result differs in nearly every cell."""

import gzip
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from django.utils import timezone

from coaching.management.demo.data import bring_in, show
from connectedness.accounts.models import Membership, Role, User
from scheduling.domain.calendar import monday_of
from scheduling.domain.problem import Pins, Problem
from scheduling.exchange.demo_program import DemoSize
from scheduling.exchange.problem_file import write_problem
from scheduling.exchange.solution_file import write_solution
from scheduling.models import RunState, Schedule, SolveRun
from scheduling.selectors.program_year import program_year
from scheduling.selectors.version_problem import attendance_of, bound_problem, problem_of_version
from scheduling.services.runs import request_run
from scheduling.services.solving.work import work_on
from scheduling.services.versions import restore_version
from scheduling.solver import solve

SOLVE_SECONDS = 20
NEXT_COACH = 5


@dataclass(frozen=True, slots=True)
class House:
    """What is measured: the draft, who edits it, and the first Monday whose weeks are on show."""

    draft: Schedule
    coordinator: User
    monday: date

    @property
    def pages(self) -> str:
        """Where the program's pages are."""
        return f"/programs/{self.draft.year.program_id}"

    @property
    def desk(self) -> str:
        """Where the draft's pages are."""
        return f"{self.pages}/schedules/{self.draft.pk}"


def furnish(size: DemoSize, today: date) -> House:
    """The program, solved and published, and a draft of it."""
    program = bring_in(size, today)
    coordinator = User.objects.create_user("coordinator@example.org", None, name="Coordinator")
    Membership.objects.create(user=coordinator, program=program, role=Role.COORDINATOR)
    run = request_run(year=program.years.get(), actor=coordinator, time_limit=SOLVE_SECONDS)
    work_on(run.pk)
    run.refresh_from_db()
    if run.state != RunState.FINISHED:
        raise RuntimeError(run.message)
    published = show(run, today)
    draft = restore_version(schedule=published, actor=coordinator, seen_newest=published.version)
    return House(draft, coordinator, monday_of(today) + timedelta(weeks=1))


def other_result(draft: Schedule, today: date) -> SolveRun:
    """A run from the draft that found the best schedule for other coaches: legal, and elsewhere in most cells."""
    problem = problem_of_version(draft, program_year(draft.year))
    bound = replace(bound_problem(problem, draft, today), pins=Pins())
    outcome = solve(_with_other_coaches(bound))
    if outcome.solution is None:
        raise RuntimeError(outcome.status)
    coach = {one.id: one.coach for one in problem.residents if one.coach is not None}
    found = replace(outcome, solution=replace(outcome.solution, coach=coach))
    asked = write_problem(replace(bound, published=attendance_of(draft))).encode()
    return SolveRun.objects.create(
        year=draft.year,
        number=1 + SolveRun.objects.filter(year=draft.year).count(),
        state=RunState.FINISHED,
        started_at=timezone.now(),
        ended_at=timezone.now(),
        base=draft,
        base_edition=draft.edition,
        problem=gzip.compress(asked),
        problem_sha256=sha256(asked).hexdigest(),
        outcome=gzip.compress(write_solution(found).encode()),
    )


def _with_other_coaches(problem: Problem) -> Problem:
    members = [member.id for member in problem.faculty if member.sessions]
    other = {one: members[(at + NEXT_COACH) % len(members)] for at, one in enumerate(members)}
    residents = (
        replace(one, coach=other.get(one.coach or members[0], members[0]), earlier_coaches=())
        for one in problem.residents
    )
    return replace(problem, residents=tuple(residents))

"""How little moves when a published year is solved again: a coach goes away for three weeks, for several coaches."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.instances import Shape, build, heavy_interns
from scheduling.domain.ids import FacultyId, ResidentId, SessionId
from scheduling.domain.problem import Problem
from scheduling.domain.score import changes, score
from scheduling.domain.solution import Outcome, Solution
from scheduling.solver import Limits, solve

YEARS = (
    (Shape(170), 12),
    (heavy_interns(170), 3),
)  # with how many coaches; the second is not proven so quickly
QUICK = ((Shape(60), 12),)
FREE_SECONDS = 20.0
WEEKS_AWAY = 3
MOST_CHANGES, MOST_SECONDS, MOST_LOSS = 30, 3.0, 0.001


@dataclass(frozen=True, slots=True)
class Resolve:
    """One year solved again. ``loss`` is the share of the best score, stability apart, that was given up for it.

    ``changes`` are the resident-sessions that differ from the published schedule; ``changes_at_best`` those of the best
    schedule, from which others may be spared; ``changes_if_free`` those of the best that knows of no published one.
    """

    year: str
    coach: FacultyId
    first_week: int
    sessions_lost: int
    changes: int
    changes_at_best: int
    changes_if_free: int
    loss: float
    seconds: float
    processor_seconds: float

    @property
    def kept(self) -> bool:
        """Whether the change is small, quick and costs nearly nothing."""
        return self.changes <= MOST_CHANGES and self.seconds <= MOST_SECONDS and self.loss <= MOST_LOSS


def resolve_rows(*, quick: bool) -> Iterator[Resolve]:
    """The years that are measured."""
    for shape, coaches in QUICK if quick else YEARS:
        yield from resolves(shape, coaches)


def resolves(shape: Shape, coaches: int) -> Iterator[Resolve]:
    """A generated year is solved and published; then each of some coaches in turn goes away for three weeks."""
    problem = build(shape)
    published = replace(problem, published=_solution(solve(problem)).assignments)
    leaving = [member for member in problem.faculty if member.panel_max]
    for member in leaving[:: max(len(leaving) // coaches, 1)][:coaches]:
        yield _resolve(shape.name, published, member.id)


def without_coach(problem: Problem, coach: FacultyId, first: int) -> Problem:
    """The problem in which a coach is away for three weeks."""

    def away(session: SessionId) -> bool:
        return first <= problem.week_of(session) < first + WEEKS_AWAY

    faculty = tuple(
        replace(member, sessions=tuple(s for s in member.sessions if not away(s)))
        if member.id == coach
        else member
        for member in problem.faculty
    )
    return replace(problem, faculty=faculty)


def busiest_weeks(problem: Problem, solution: Solution, coach: FacultyId) -> int:
    """The first of the three weeks in which a coach meets their own residents most."""
    there = set(problem.faculty_by_id[coach].sessions)
    panel: list[ResidentId] = solution.panels().get(coach, [])
    met = [problem.week_of(s) for who in panel for s in solution.assignments[who] if s in there]
    firsts = range(problem.weeks - WEEKS_AWAY + 1)
    return max(firsts, key=lambda first: sum(first <= week < first + WEEKS_AWAY for week in met))


def _resolve(year: str, problem: Problem, coach: FacultyId) -> Resolve:
    assert problem.published is not None
    published = Solution({r.id: r.coach for r in problem.residents if r.coach}, problem.published, {})
    first = busiest_weeks(problem, published, coach)
    changed = without_coach(problem, coach, first)
    free = _solution(solve(replace(changed, published=None), Limits(FREE_SECONDS)))
    began, spent = time.perf_counter(), time.process_time()
    outcome = solve(changed, Limits(MOST_SECONDS))
    seconds, processor = time.perf_counter() - began, time.process_time() - spent
    again = _solution(outcome)
    moved = changes(changed, again)
    unbiased = replace(changed, published=None)
    best, now = score(unbiased, free).total, score(unbiased, again).total
    before, after = problem.faculty_by_id[coach].sessions, changed.faculty_by_id[coach].sessions
    return Resolve(
        year=year,
        coach=coach,
        first_week=first,
        sessions_lost=len(before) - len(after),
        changes=moved,
        changes_at_best=moved if outcome.spared is None else outcome.spared.best_changes,
        changes_if_free=changes(changed, free),
        loss=round((best - now) / best, 6) + 0.0,  # never -0
        seconds=round(seconds, 2),
        processor_seconds=round(processor, 2),
    )


def _solution(outcome: Outcome) -> Solution:
    if outcome.solution is None:
        raise RuntimeError(f"{outcome.problem}: {outcome.status}")
    return outcome.solution

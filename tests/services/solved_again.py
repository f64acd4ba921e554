"""A draft in which everybody attends each Tuesday, without the coach, and runs from it whose answers are written by hand."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from scheduling.domain.calendar import Period
from scheduling.domain.ids import FacultyId, ResidentId, SessionId, Status
from scheduling.domain.scope import Scope
from scheduling.domain.score import score
from scheduling.domain.solution import Outcome, Solution
from scheduling.exchange.problem_file import read_problem
from scheduling.exchange.solution_file import write_solution
from scheduling.models import FacultyHalfDay, Program, Resident, RunState, Schedule, Session, SolveRun
from scheduling.selectors.program_year import faculty_id, resident_id
from scheduling.selectors.workbench.cells import CellChange, Place, State, states_at
from scheduling.services.runs import request_run
from scheduling.services.solving.judging import figures_found
from tests.factories import assign, coach_in, make_faculty, make_program, make_schedule, precept
from tests.scheduling_pages.years import WEEKS, SmallYear, make_small_year

BEFORE_THE_YEAR = datetime(2026, 6, 1, 12, tzinfo=UTC)
MON, TUE = 0, 1
Wishes = Mapping[tuple[int, int], tuple[int, ...]]
"""By number of the resident and of the week: the weekdays on which they are in clinic instead of Tuesday."""


@dataclass(frozen=True)
class Again:
    """The year, and the draft from which it is solved again."""

    small: SmallYear
    draft: Schedule

    def place(self, resident: int, week: int, weekday: int) -> Place:
        """A cell."""
        return Place(self._who(resident).pk, self._session(week, weekday).half_day)

    def state(self, resident: int, week: int, weekday: int) -> State:
        """What stands in a cell now."""
        place = self.place(resident, week, weekday)
        return states_at(self.draft, [place])[place]

    def move(self, resident: int, week: int, to: int) -> list[CellChange]:
        """The changes that bring a Tuesday's clinic to another weekday."""
        tuesday = self._session(week, TUE).pk
        return [
            CellChange(self.place(resident, week, TUE), State(tuesday), State()),
            CellChange(self.place(resident, week, to), State(), State(self._session(week, to).pk)),
        ]

    def put(self, resident: int, week: int, weekday: int | None, *, pinned: bool = False) -> None:
        """Somebody changes a week of the draft; None: no clinic."""
        days = [self._session(week, day).date for day in (MON, TUE)]
        self.draft.assignments.filter(resident=self._who(resident), date__in=days).delete()
        if weekday is not None:
            assign(self.draft, self._who(resident), self._session(week, weekday), pinned=pinned)
        Schedule.objects.filter(pk=self.draft.pk).update(edition=self.draft.edition + 1)
        self.draft.refresh_from_db()

    def outcome(self, run: SolveRun, wishes: Wishes, scope: Scope | None = None) -> Outcome:
        """The answer in which everybody attends Tuesdays but for the wishes, with its true score."""
        problem = read_problem(gzip.decompress(run.problem))
        people = self.small.residents
        solution = Solution(
            coach={
                ResidentId(resident_id(one.pk)): FacultyId(faculty_id(self.small.coach.pk)) for one in people
            },
            assignments={
                ResidentId(resident_id(one.pk)): tuple(
                    SessionId(self._session(week, day).key)
                    for week in range(WEEKS)
                    for day in wishes.get((number, week), (TUE,))
                )
                for number, one in enumerate(people)
            },
            precepting={member.id: member.sessions for member in problem.faculty},
        )
        total = score(problem, solution).total
        return Outcome(problem.name, Status.OPTIMAL, solution, total, total, "by hand", 1, scope=scope)

    def run(self, wishes: Wishes, scope: Scope | None = None) -> SolveRun:
        """A run from the draft that ended with that answer."""
        run = request_run(
            year=self.small.year, actor=None, base=self.draft, scope=scope, decide_pairing=False
        )
        return self.answered(run, self.outcome(run, wishes, scope))

    def answered(self, run: SolveRun, outcome: Outcome) -> SolveRun:
        """The run with an answer."""
        assert outcome.solution is not None
        run.state, run.started_at, run.ended_at = RunState.FINISHED, timezone.now(), timezone.now()
        run.outcome = gzip.compress(write_solution(outcome).encode())
        run.status, run.objective, run.bound = outcome.status, outcome.objective, outcome.bound
        run.found = figures_found(read_problem(gzip.decompress(run.problem)), outcome.solution)
        run.save()
        return run

    def with_other_coach(self, outcome: Outcome, other: str) -> Outcome:
        """The answer with everybody paired with somebody else."""
        assert outcome.solution is not None
        coach = {who: FacultyId(other) for who in outcome.solution.coach}
        return replace(outcome, solution=replace(outcome.solution, coach=coach))

    def _who(self, number: int) -> Resident:
        return self.small.residents[number]

    def _session(self, week: int, weekday: int) -> Session:
        return self.small.session(self.small.year.first_monday + timedelta(weeks=week, days=weekday))


def make_again(program: Program | None = None, *, residents: int = 2) -> Again:
    """Save it all."""
    small = make_small_year(program or make_program(), residents=residents)
    second = make_faculty(small.program, "Reyes, Omar", panel_max=9)
    tuesdays = {"weekday": TUE, "period": Period.AM, "duty": "precepts"}
    FacultyHalfDay.objects.create(faculty=second, year=small.year, site=small.site, **tuesdays)
    draft = make_schedule(small.year, objective=1.0, bound=1.0)
    for week in range(WEEKS):
        monday = small.year.first_monday + timedelta(weeks=week)
        precept(draft, small.coach, small.session(monday))
        precept(draft, second, small.session(monday + timedelta(days=1)))
        for resident in small.residents:
            assign(draft, resident, small.session(monday + timedelta(days=1)))
    for resident in small.residents:
        coach = coach_in(draft, resident, small.coach)
        coach.attainable = WEEKS
        coach.save()
    return Again(small, draft)

"""An advisor that is kept answers many questions; what it holds does not grow with them."""

import gc
from collections.abc import Iterable

from benchmarks.generator import year
from scheduling.domain.problem import Problem, Resident
from scheduling.domain.solution import Solution
from scheduling.solver import solve
from scheduling.solver.advice import Add, Advisor, Drop, Edit
from scheduling.solver.advice.board import Position
from scheduling.solver.advice.facts import WeekFacts, Year

GROWTH = 50  # objects; one search for a repair tries hundreds of positions


def edits(problem: Problem, solution: Solution, residents: Iterable[Resident]) -> list[Edit]:
    """Edits that break a rule as a rule, so that repairs are searched for."""
    found: list[Edit] = []
    for one in residents:
        attended = solution.assignments[one.id]
        listed = [session for week in one.weeks for session in week.sessions if session not in attended]
        found += [Drop(one.id, attended[0]), Add(one.id, listed[0]), Add(one.id, listed[-1])]
    return found


def held() -> int:
    """How many judgements of weeks, years and schedules there are."""
    gc.collect()
    # By type: to ask a lazy object of Django whether it is an instance would make it read the database.
    return sum(type(one) in {Position, WeekFacts, Year} for one in gc.get_objects())


def test_many_questions_leave_nothing_behind() -> None:
    problem = year(18, 4, interns_open=False)
    solution = solve(problem).solution
    assert solution is not None
    advisor = Advisor(problem, solution)
    first, *others = edits(problem, solution, problem.residents)
    repaired = advisor.price(first).repair is not None
    before = held()
    assert before > GROWTH  # it does hold something
    for edit in others:
        repaired |= advisor.price(edit).repair is not None
    assert repaired
    assert held() <= before + GROWTH

"""Golden cases: small real problems in ``tests/cases/golden/``, each with the best that is known of it.

``python -m benchmarks --golden`` writes the files and the index anew; a test solves each and compares.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

from benchmarks.instances import FIFTY_FIFTY, WEEKLY, Open, Shape, build, short_of_rooms, x_plus_y
from benchmarks.measure import PROJECT, measure
from benchmarks.rows import Row, attempted
from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import FacultyId, SessionId
from scheduling.domain.problem import Affinity, EarlierCoach, Pins, Preference, Problem, Rules
from scheduling.domain.solution import Outcome
from scheduling.exchange.problem_file import write_problem
from scheduling.exchange.solution_file import write_solution
from scheduling.solver import Limits, solve
from scheduling.solver.verify import HOLDS
from scheduling.solver.verify import main as verify

CASES = PROJECT / "tests" / "cases"
INDEX = CASES / "golden.json"
SEEDS = (1, 2, 3)
SECONDS, RIVAL_SECONDS = 60.0, 30.0
MISSING = 4  # clinics
SHORT = f"proven with seed 1; {MISSING} clinics are missing by construction"


def _two_a_day() -> Problem:
    problem = build(Shape(15, 2, FIFTY_FIFTY, weeks=8, open=Open.INTERNS, attendings=1))
    return replace(problem, rules=Rules(max_sessions_per_day=2, max_gap_weeks=5, contact_window_weeks=3))


def _revised() -> Problem:
    """A published year that is solved again: the first weeks are past, coaches changed, people wished and decided."""
    problem = build(Shape(12, 3, weeks=8, open=Open.INTERNS, attendings=1))
    solution = solve(problem).solution
    assert solution is not None
    people, coaches = problem.residents, [member.id for member in problem.faculty if member.panel_max]
    frozen_before = problem.first_monday + timedelta(weeks=2)
    residents = tuple(
        replace(
            one,
            team=tuple(sorted({coaches[n % len(coaches)], coaches[(n + 1) % len(coaches)]})) if n % 2 else (),
            earlier_coaches=_earlier(coaches[n % len(coaches)], problem) if n % 5 == 1 else (),
        )
        for n, one in enumerate(people)
    )

    def of_week(number: int, week: int, place: int) -> SessionId:
        listed = [one.sessions for one in people[number].weeks if one.week >= week]
        return listed[0][place % len(listed[0])]

    wishes = [Preference(people[n].id, of_week(n, 3 + n % 3, n), (-1) ** n * 1.5) for n in range(6)]
    liked = [
        Affinity(one.id, coaches[n % len(coaches)], 2.0) for n, one in enumerate(people) if one.coach is None
    ]
    return replace(
        problem,
        residents=residents,
        objective=replace(problem.objective, team_overlap=0.75),
        pins=Pins(
            frozenset({(people[7].id, of_week(7, 4, 1))}), frozenset({(people[8].id, of_week(8, 4, 0))})
        ),
        preferences=tuple(wishes),
        affinities=tuple(liked),
        published=solution.assignments,
        frozen_before=frozen_before,
    )


def _earlier(coach: FacultyId, problem: Problem) -> tuple[EarlierCoach, ...]:
    return (EarlierCoach(coach, problem.first_monday + timedelta(weeks=3, days=-1)),)


FOUR_PLUS_ONE = x_plus_y(4, 1)
MAKERS: dict[str, Callable[[], Problem]] = {
    "variable": lambda: build(Shape(15, weeks=10, attendings=1)),
    "weekly-interns-open": lambda: build(Shape(18, 1, WEEKLY, weeks=8, open=Open.INTERNS, attendings=1)),
    "4+1-everyone-open": lambda: build(
        Shape(12, 1, FOUR_PLUS_ONE, weeks=15, open=Open.EVERYONE, attendings=1)
    ),
    "two-programs-two-sites": lambda: build(
        Shape(16, weeks=6, programs=2, sites=2, open=Open.INTERNS, attendings=1)
    ),
    "two-a-day": _two_a_day,
    "interns-weigh-2": lambda: build(
        Shape(20, 4, weeks=8, residents_per_coach=4, half_days=2, intern_weight=2, attendings=1)
    ),
    "revised": _revised,
    "short-of-rooms": lambda: short_of_rooms(12, 1, MISSING, range(5, 10), 15).problem,
    "at-least-3-or-none": lambda: build(Shape(15, weeks=8, min_residents=3, attendings=1)),
    "faculty-half-days": lambda: build(Shape(12, weeks=6, offered=True, attendings=1)),
}


def write_golden() -> int:
    """Write every case that this version can solve, and the index; say which could not be built."""
    cases: list[Row] = []
    for name, make in MAKERS.items():
        try:
            problem = replace(make(), name=name)
        except ProblemError as error:
            sys.stdout.write(f"{name}: left out: {error}\n")
            continue
        path = CASES / "golden" / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(write_problem(problem), encoding="utf-8")
        named: Row = {"file": f"golden/{path.name}"}
        cases.append(named | best_known(problem, path))
        sys.stdout.write(f"{cases[-1]}\n")
    INDEX.write_text(json.dumps({"cases": cases}, indent=1) + "\n", encoding="utf-8")
    return 0


def best_known(problem: Problem, path: Path) -> Row:
    """The highest score and the lowest bound over the seeds, and in words how they were obtained."""
    outcomes = [solve(problem, Limits(SECONDS, seed)) for seed in SEEDS]
    first = outcomes[0]
    if first.objective is None:
        return {"status": first.status.value, "score": None, "bound": None, "obtained": SHORT}
    best = max(outcomes, key=lambda one: one.objective or 0.0)
    lowest = min(outcomes, key=lambda one: one.bound or 0.0)
    said = [f"{best.status.value} with seed {best.seed}, bound with seed {lowest.seed}"]
    said += (
        ["both verified by scheduling.solver.verify"]
        if _verified(path, best) and _verified(path, lowest)
        else []
    )
    return {
        "status": best.status.value,
        "score": best.objective,
        "bound": lowest.bound,
        "obtained": "; ".join(said + _second_opinion(problem, best)),
    }


def _verified(path: Path, outcome: Outcome) -> bool:
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(write_solution(outcome))
        file.flush()
        with redirect_stdout(StringIO()):
            return verify([str(path), file.name]) == HOLDS


def _second_opinion(problem: Problem, best: Outcome) -> list[str]:
    """What CP-SAT says of the whole model, which it states in its own way."""

    def run() -> Row:
        other = measure(problem, ("benchmarks.rivals", "cp-sat"), limit=RIVAL_SECONDS)
        score, bound = other.outcome.objective, other.outcome.bound
        if other.proven and score == best.objective:
            return {"said": "CP-SAT proves the same score"}
        return {"said": f"CP-SAT reaches {score} and bounds by {bound} in {RIVAL_SECONDS:g} s"}

    said = attempted({}, run).get("said")
    return [] if said is None else [str(said)]

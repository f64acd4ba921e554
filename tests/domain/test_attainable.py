"""A resident's own ceiling, worked by hand, and never below what any schedule gives."""

from dataclasses import replace

from hypothesis import given, settings

from scheduling.domain.attainable import attainable, attainable_with_all
from scheduling.domain.overlap import overlapping, presence
from scheduling.domain.problem import Problem, Rules
from scheduling.solver import solve
from tests.builders import coach, tiny, trainee
from tests.solver.random_problems import problems

WEEK = ("0 Mon AM", "0 Mon PM", "0 Tue AM", "0 Wed AM")


def ceiling(
    *, present: tuple[str, ...], load: tuple[int, int] = (0, 9), year_max: int = 99, a_day: int = 1
) -> int:
    resident = trainee("R1", (*WEEK, "1 Mon AM"), load, year_max=year_max)
    rules = Rules(max_sessions_per_day=a_day)
    problem = tiny((*WEEK, "1 Mon AM"), (coach("F1", present),), (resident,), rules=rules)
    return attainable(problem, problem.residents[0], problem.faculty[0].id)


def test_dates_with_the_coach_count_once_each() -> None:
    assert ceiling(present=("0 Mon AM", "0 Mon PM", "0 Tue AM")) == 2
    assert ceiling(present=("0 Mon AM", "0 Mon PM", "0 Tue AM"), a_day=2) == 3


def test_a_week_gives_at_most_its_maximum_and_the_year_its_own() -> None:
    everywhere = (*WEEK, "1 Mon AM")
    assert ceiling(present=everywhere) == 4
    assert ceiling(present=everywhere, load=(0, 2)) == 3
    assert ceiling(present=everywhere, year_max=1) == 1


def test_a_coach_who_is_never_there_gives_nothing() -> None:
    assert ceiling(present=()) == 0


@settings(max_examples=60, deadline=None)
@given(problems(pairing=True))
def test_no_schedule_gives_more_than_is_attainable(problem: Problem) -> None:
    outcome = solve(problem)
    if outcome.solution is None:
        return
    there = presence(problem)
    for resident in problem.residents:
        coach_id = outcome.solution.coach[resident.id]
        attended = outcome.solution.assignments[resident.id]
        overlaps = len(overlapping(problem, there, resident, coach_id, attended))
        assert overlaps <= attainable(problem, resident, coach_id)


@settings(max_examples=60, deadline=None)
@given(problems(pairing=True))
def test_all_pairs_at_once_are_what_each_pair_is_alone(problem: Problem) -> None:
    table = attainable_with_all(problem, problem.residents)
    alone = [
        [attainable(problem, replace(resident, earlier_coaches=()), member.id) for member in problem.faculty]
        for resident in problem.residents
    ]
    assert table.tolist() == alone


def test_all_pairs_at_once_keep_the_sessions_of_a_day_and_the_maxima() -> None:
    everywhere = (*WEEK, "1 Mon AM")
    residents = (
        trainee("R1", everywhere),
        trainee("R2", everywhere, (0, 2)),
        trainee("R3", everywhere, year_max=1),
    )
    problem = tiny(everywhere, (coach("F1", everywhere), coach("F2")), residents)
    assert attainable_with_all(problem, residents).tolist() == [[4, 0], [3, 0], [1, 0]]
    assert (
        attainable_with_all(replace(problem, rules=Rules(max_sessions_per_day=2)), residents[:1])[0, 0] == 5
    )

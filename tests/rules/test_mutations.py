"""A year that the solver made is legal; every way of spoiling it is noticed, by the rule that it breaks."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from benchmarks.generator import year
from scheduling.domain.ids import FacultyId, ResidentId, RuleId, SessionId
from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.domain.solution import Solution
from scheduling.solver import solve

WHO = ResidentId("R002")


@cache
def solved() -> tuple[Problem, Solution]:
    free = year(18, 4, interns_open=False)
    problem = replace(free, sessions=tuple(replace(one, min_residents=2) for one in free.sessions))
    solution = solve(problem).solution
    assert solution is not None
    return problem, solution


def attending(solution: Solution, *sessions: SessionId) -> Solution:
    return replace(solution, assignments={**solution.assignments, WHO: sessions})


def in_a_place_not_listed(problem: Problem, solution: Solution) -> Solution:
    allowed = {s for week in problem.resident_by_id[WHO].weeks for s in week.sessions}
    elsewhere = next(session.id for session in problem.sessions if session.id not in allowed)
    return attending(solution, *solution.assignments[WHO], elsewhere)


def twice_on_a_date(problem: Problem, solution: Solution) -> Solution:
    known = problem.session_by_id
    attended = solution.assignments[WHO]
    dates = {known[session].half_day.date for session in attended}
    allowed = (s for week in problem.resident_by_id[WHO].weeks for s in week.sessions)
    second = next(s for s in allowed if s not in attended and known[s].half_day.date in dates)
    return attending(solution, *attended, second)


def never_there(_: Problem, solution: Solution) -> Solution:
    return attending(solution)


def all_that_is_allowed(problem: Problem, solution: Solution) -> Solution:
    return attending(solution, *(s for week in problem.resident_by_id[WHO].weeks for s in week.sessions))


def everyone_in_one_session(problem: Problem, solution: Solution) -> Solution:
    session = problem.sessions[0].id
    crowded = {who: tuple({*sessions, session}) for who, sessions in solution.assignments.items()}
    return replace(solution, assignments=crowded)


def away_from_one_who_needs_company(_: Problem, solution: Solution) -> Solution:
    session, together = next(item for item in solution.by_session().items() if len(item[1]) == 2)
    left = tuple(one for one in solution.assignments[together[0]] if one != session)
    return replace(solution, assignments={**solution.assignments, together[0]: left})


def with_another_coach(_: Problem, solution: Solution) -> Solution:
    other = next(coach for coach in solution.coach.values() if coach != solution.coach[WHO])
    return replace(solution, coach={**solution.coach, WHO: other})


def with_a_coach_nobody_knows(_: Problem, solution: Solution) -> Solution:
    return replace(solution, coach={**solution.coach, WHO: FacultyId("F999")})


def with_faculty_who_stay_away(_: Problem, solution: Solution) -> Solution:
    return replace(solution, precepting=dict.fromkeys(solution.precepting, ()))


@pytest.mark.parametrize(
    ("spoil", "rules"),
    [
        (in_a_place_not_listed, {RuleId.ELIGIBLE}),
        (twice_on_a_date, {RuleId.ONE_PLACE}),
        (never_there, {RuleId.WEEKLY_LOAD, RuleId.YEARLY_LOAD, RuleId.GAP}),
        (all_that_is_allowed, {RuleId.ONE_PLACE, RuleId.WEEKLY_LOAD, RuleId.YEARLY_LOAD}),
        (everyone_in_one_session, {RuleId.ROOMS}),
        (away_from_one_who_needs_company, {RuleId.OPEN_SESSION}),
        (with_another_coach, {RuleId.PAIRING}),
        (with_a_coach_nobody_knows, {RuleId.PAIRING}),
        (with_faculty_who_stay_away, {RuleId.FACULTY_SESSIONS, RuleId.SUPERVISION}),
    ],
)
def test_a_spoilt_year_is_rejected(
    spoil: Callable[[Problem, Solution], Solution], rules: set[RuleId]
) -> None:
    problem, solution = solved()
    assert list(violations(problem, solution)) == []
    found = {violation.rule for violation in violations(problem, spoil(problem, solution))}
    assert found >= rules

"""Checkers and their twins in the model: each rule refuses what breaks it, and nothing else."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

import scheduling.domain
from scheduling.domain.ids import FacultyId, RuleId, Status
from scheduling.domain.problem import Pins
from scheduling.domain.rules import CHECKERS, violations
from scheduling.solver import solve
from scheduling.solver.rules import MODELLED
from tests.builders import coach, schedule, tiny, trainee
from tests.rules.cases import CASES, MON, TUE, Case
from tests.rules.holding import held_to

every_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def test_every_rule_is_stated_and_modelled() -> None:
    assert set(CHECKERS) == MODELLED == set(RuleId)


def test_every_rule_has_a_case() -> None:
    assert {case.rule for case in CASES} == set(RuleId) - {RuleId.FACULTY_SESSIONS}


@every_case
def test_a_schedule_that_just_keeps_the_rule_passes(case: Case) -> None:
    assert list(violations(case.problem, case.legal)) == []


@every_case
def test_a_schedule_that_breaks_the_rule_is_told_so_in_words(case: Case) -> None:
    found = list(violations(case.problem, case.broken))
    assert [(violation.rule, violation.message) for violation in found] == [(case.rule, case.says)]


@every_case
def test_the_model_finds_the_schedule_that_just_keeps_the_rule(case: Case) -> None:
    outcome = solve(held_to(case.problem, case.legal))
    assert outcome.status is Status.OPTIMAL
    assert outcome.solution is not None
    found = {who: set(sessions) for who, sessions in outcome.solution.assignments.items()}
    assert found == {who: set(sessions) for who, sessions in case.legal.assignments.items()}


@every_case
def test_the_model_has_no_schedule_that_breaks_the_rule_and_names_the_rule(case: Case) -> None:
    outcome = solve(held_to(case.problem, case.broken))
    assert outcome.status is Status.INFEASIBLE
    assert outcome.solution is None
    assert case.rule in {conflict.rule for conflict in outcome.conflicts}


def test_an_open_coach_is_one_of_the_candidates() -> None:
    there = coach("F1", (MON,))
    problem = tiny(
        (MON,), (there, coach("F2")), (trainee("R1", (MON,), of=None, candidates=(FacultyId("F2"),)),)
    )
    assert list(violations(problem, schedule(problem, {}, {"R1": "F2"}))) == []
    found = list(violations(problem, schedule(problem, {}, {"R1": "F1"})))
    assert [str(violation) for violation in found] == ["pairing: R1 may not be paired with F1."]
    outcome = solve(problem)
    assert outcome.solution is not None
    assert outcome.solution.coach == {"R1": "F2"}


def test_a_resident_without_a_coach_is_told() -> None:
    problem = tiny((MON,), (coach("F1", (MON,)),), (trainee("R1", (MON,), of=None),))
    assert [v.message for v in violations(problem, schedule(problem, {}))] == ["R1 has no coach."]


def test_faculty_precept_exactly_as_given() -> None:
    problem = tiny((MON, TUE), (coach("F1", (MON,)),), (trainee("R1", (MON,)),))
    legal = schedule(problem, {"R1": (MON,)})
    forged = replace(legal, precepting={FacultyId("F1"): (problem.sessions[1].id,)})
    assert list(violations(problem, legal)) == []
    assert RuleId.FACULTY_SESSIONS in {violation.rule for violation in violations(problem, forged)}


def test_a_pin_on_a_session_that_is_not_allowed_is_infeasible_and_not_ill_formed() -> None:
    resident = trainee("R1", (MON,))
    pinned = Pins(attend=frozenset(((resident.id, tiny((TUE,), (coach("F1"),), ()).sessions[0].id),)))
    problem = tiny((MON, TUE), (coach("F1", (MON, TUE)),), (resident,), pins=pinned)
    outcome = solve(problem)
    assert outcome.status is Status.INFEASIBLE
    assert {conflict.rule for conflict in outcome.conflicts} == {RuleId.ELIGIBLE, RuleId.PINS}


def test_the_checkers_share_no_code_with_the_model() -> None:
    places = [scheduling.domain.__path__[0]]
    files = [file for place in places for file in Path(place).rglob("*.py")]
    assert len(files) > len(CHECKERS)
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [m for m in modules if m.startswith(("scheduling.solver", "ortools", "django"))], file

"""The minimum of a session that is held: what it costs, where it leaves no schedule, and how a year keeps it."""

from collections import Counter
from dataclasses import replace

import pytest

from benchmarks.generator import year
from scheduling.domain.ids import ResidentId, RuleId, SessionId, Status
from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.domain.solution import Outcome, Solution
from scheduling.exchange.solution_file import read_solution, write_solution
from scheduling.solver import solve
from scheduling.solver.advice import Add, Advisor, Drop, Move, price
from scheduling.solver.verify import check
from scheduling.solver.verifying.certificate import read_certificate
from tests.builders import clinic, coach, pins, schedule, tiny, trainee
from tests.solver.enumeration import best_of_all

MON, TUE, LATER = SessionId("0 Mon AM"), SessionId("0 Tue AM"), SessionId("1 Mon AM")
R1, R2, R3 = (ResidentId(f"R{number}") for number in (1, 2, 3))


def asking(problem: Problem, least: int) -> Problem:
    """The same problem where every session asks for so many residents."""
    return replace(problem, sessions=tuple(replace(one, min_residents=least) for one in problem.sessions))


def held(solution: Solution) -> Counter[SessionId]:
    """How many attend each session that is held."""
    return Counter(session for attended in solution.assignments.values() for session in attended)


def lines(problem: Problem, outcome: Outcome) -> list[str]:
    """Whatever the verifier finds false in a solution file."""
    read = read_solution(write_solution(outcome))
    certificate = None if read.certificate is None else read_certificate(problem, read.certificate)
    return [finding.line for finding in check(problem, read, certificate) if not finding.holds]


def test_two_who_would_rather_be_apart_share_a_session_that_asks_for_two() -> None:
    apart = tiny(
        (MON, TUE),
        (coach("F1", (MON,)), coach("F2", (TUE,))),
        (
            trainee("R1", (MON, TUE), (1, 1), of="F1", year_min=1),
            trainee("R2", (MON, TUE), (1, 1), of="F2", year_min=1),
        ),
    )
    together = asking(apart, 2)
    found = []
    for problem in (apart, together):
        outcome, best = solve(problem), best_of_all(problem)
        assert outcome.solution is not None
        assert best is not None
        assert outcome.status is Status.OPTIMAL
        assert outcome.objective == pytest.approx(best.score)
        found.append((sorted(held(outcome.solution).values()), best.score))
    assert [sizes for sizes, _ in found] == [[1, 1], [2]]
    assert found[1][1] < found[0][1]


def three_in_pairs() -> Problem:
    """Each of three residents attends one of two sessions, which take two each, or nobody."""
    residents = tuple(trainee(f"R{number}", (MON, TUE), (1, 1)) for number in (1, 2, 3))
    sessions = (clinic(MON, 2, min_residents=2), clinic(TUE, 2, min_residents=2))
    return tiny(sessions, (coach("F1", (MON, TUE)),), residents)


def test_where_three_cannot_come_in_pairs_the_sessions_are_named_and_what_asks_for_them() -> None:
    problem = three_in_pairs()
    assert best_of_all(problem) is None
    outcome = solve(problem)
    assert outcome.status is Status.INFEASIBLE
    giving, *against = outcome.conflicts
    assert giving.rule is RuleId.OPEN_SESSION
    assert giving.sessions in {(MON,), (TUE,)}
    assert giving.message.endswith(
        "is held with at least 2 residents or not at all; at most 2 fit in. 1 short."
    )
    assert RuleId.WEEKLY_LOAD in {conflict.rule for conflict in against}
    assert solve(asking(problem, 1)).status is Status.OPTIMAL


def test_a_pin_into_a_session_that_cannot_be_filled_is_named_beside_it() -> None:
    alone = tiny(
        (clinic(MON, min_residents=2),),
        (coach("F1", (MON,)),),
        (trainee("R1", (MON,)),),
        pins=pins(attend=[("R1", MON)]),
    )
    outcome = solve(alone)
    assert outcome.status is Status.INFEASIBLE
    assert {RuleId.OPEN_SESSION, RuleId.PINS} <= {conflict.rule for conflict in outcome.conflicts}
    assert solve(asking(alone, 1)).status is Status.OPTIMAL


def test_a_week_that_collides_for_other_reasons_is_not_laid_to_a_minimum() -> None:
    """Nobody may attend the session that asks for two; R1 is to be in two places."""
    together = SessionId("0 Mon AM B")
    problem = tiny(
        (MON, together, clinic(TUE, min_residents=2)),
        (coach("F1", (MON, together, TUE)),),
        (trainee("R1", (MON, together), (2, 2)),),
    )
    outcome = solve(problem)
    assert outcome.status is Status.INFEASIBLE
    assert {conflict.rule for conflict in outcome.conflicts} == {RuleId.ONE_PLACE, RuleId.WEEKLY_LOAD}


def test_what_collides_only_over_weeks_is_found_as_well() -> None:
    """R1 needs both weeks; in each the session asks for R2 too, who may come once."""
    residents = (trainee("R1", (MON, LATER), year_min=2), trainee("R2", (MON, LATER), year_max=1))
    problem = asking(tiny((MON, LATER), (coach("F1", (MON, LATER)),), residents), 2)
    assert best_of_all(problem) is None
    outcome = solve(problem)
    assert outcome.status is Status.INFEASIBLE
    assert outcome.conflicts
    assert solve(asking(problem, 1)).status is Status.OPTIMAL


@pytest.mark.parametrize("least", [2, 3])
def test_a_year_keeps_its_minima_at_the_score_that_it_has_without_them(least: int) -> None:
    free = year(30, 2, interns_open=False)
    asked = asking(free, least)
    before, after = solve(free), solve(asked)
    assert before.solution is not None
    assert after.solution is not None
    assert min(held(before.solution).values()) < least  # else there was nothing to settle
    assert min(held(after.solution).values()) >= least
    assert (after.status, after.objective) == (Status.OPTIMAL, before.objective)
    assert after.certificate is not None
    assert lines(asked, after) == []


def test_with_interns_open_a_year_keeps_its_minima_under_a_certified_bound() -> None:
    free = year(15, 2, interns_open=True)
    one_week_in_seven = {one.id for one in free.sessions if free.week_of(one.id) % 7 == 0}
    problem = replace(
        free,
        sessions=tuple(
            replace(one, min_residents=2 if one.id in one_week_in_seven else 0) for one in free.sessions
        ),
    )
    outcome = solve(problem)
    assert outcome.solution is not None
    counts = held(outcome.solution)
    assert min(counts[one] for one in one_week_in_seven & counts.keys()) == 2
    assert list(violations(problem, outcome.solution)) == []
    assert outcome.certificate is not None
    assert lines(problem, outcome) == []


def two_of_three() -> tuple[Problem, Solution]:
    """Monday asks for two residents and has R1 and R2; R3 could come."""
    residents = tuple(trainee(f"R{number}", (MON, TUE), (0, 1)) for number in (1, 2, 3))
    problem = tiny((clinic(MON, min_residents=2), TUE), (coach("F1", (MON, TUE)),), residents)
    return problem, schedule(problem, {"R1": (MON,), "R2": (MON,), "R3": (TUE,)})


def test_who_leaves_a_session_that_needs_them_breaks_its_minimum_until_another_comes_or_all_leave() -> None:
    problem, solution = two_of_three()
    found = price(problem, solution, Drop(R1, MON))
    assert [(one.rule, one.sessions) for one in found.broken] == [(RuleId.OPEN_SESSION, (MON,))]
    assert found.repair is not None
    assert found.repair.changes in {(Move(R3, TUE, MON),), (Move(R2, MON, TUE),)}


def test_an_empty_session_that_asks_for_three_is_opened_by_bringing_two_others() -> None:
    residents = tuple(trainee(f"R{number}", (MON,), (0, 1)) for number in (1, 2, 3))
    problem = tiny((clinic(MON, min_residents=3),), (coach("F1", (MON,)),), residents)
    advisor = Advisor(problem, schedule(problem, {}))
    found = advisor.price(Add(R1, MON))
    assert [one.rule for one in found.broken] == [RuleId.OPEN_SESSION]
    assert found.repair is not None
    assert set(found.repair.changes) == {Add(R2, MON), Add(R3, MON)}
    assert advisor.price(Add(R1, MON), max_repairs=1).repair is None
    assert [reason.rule for reason in advisor.why_not(R1, MON) if reason.rule] == [RuleId.OPEN_SESSION]
    assert [fit.against[0].rule for fit in advisor.who_fits(MON)] == [RuleId.OPEN_SESSION] * 3

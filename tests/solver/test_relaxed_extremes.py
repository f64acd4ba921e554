"""What breaks least where the past, a pin or a minimum asks for what is not allowed, and where there is hardly anything."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scheduling.domain.ids import FacultyId, ProgramId, ResidentId, RuleId, Status
from scheduling.domain.problem import (
    ClinicSession,
    Objective,
    Preference,
    Problem,
    Program,
    ResidentWeek,
    Rules,
)
from scheduling.domain.rules import violations
from scheduling.domain.score import score
from scheduling.domain.solution import Relaxed
from scheduling.exchange.solution_file import read_solution, write_solution
from scheduling.solver import solve
from scheduling.solver.verify import check
from tests.builders import FIRST_MONDAY, clinic, coach, named, pins, tiny, trainee
from tests.solver.least_broken import least_broken, weight_of

MON, PM, TUE, NEXT = "0 Mon AM", "0 Mon PM", "0 Tue AM", "1 Mon AM"


def stayed(problem: Problem, **attended: tuple[str, ...]) -> Problem:
    """All of it lies in the past, and so was it attended."""
    published = {ResidentId(who): named(sessions) for who, sessions in attended.items()}
    end = problem.first_monday + timedelta(7 * problem.weeks)
    return replace(problem, published=published, frozen_before=end)


def of_one(sessions: tuple[ClinicSession | str, ...], allowed: tuple[str, ...], **changes: Any) -> Problem:
    """A problem of one resident and a coach who is there throughout."""
    return tiny(
        sessions,
        (coach("F1", [s for s in sessions if isinstance(s, str)]),),
        (trainee("R1", allowed),),
        **changes,
    )


def by_weight(weight: float) -> Problem:
    """A past session that is no longer allowed, in a week in which the resident weighs so much."""
    weeks = (ResidentWeek(0, 0, 1, named((TUE,)), weight),)
    unattended = tiny((MON, TUE), (coach("F1", (TUE,)),), (trainee("R1", weeks=weeks),))
    return stayed(unattended, R1=(MON,))


NOT_ALLOWED = {
    "lighter": by_weight(0.5),
    "heavier": by_weight(2),
    "weightless": by_weight(0),
    "it fills a gap": stayed(of_one((MON, TUE), (MON,), rules=Rules(max_gap_weeks=1)), R1=(TUE,)),
    "it is contact": stayed(
        of_one(
            (MON, NEXT), (MON,), rules=Rules(contact_window_weeks=2), objective=Objective(missed_window=0.5)
        ),
        R1=(NEXT,),
    ),
    "a pin fills a gap": of_one(
        (MON, TUE),
        (MON,),
        rules=Rules(max_gap_weeks=1),
        pins=pins(attend=[("R1", TUE)], avoid=[("R1", MON)]),
    ),
    "a pin where no week is listed": of_one((NEXT,), (), pins=pins(attend=[("R1", NEXT)])),
    "a minimum above the rooms, too few": stayed(
        of_one((clinic(MON, rooms=0, min_residents=5),), ()), R1=(MON,)
    ),
    "a minimum above the rooms, too many": tiny(
        (clinic(MON, rooms=1, min_residents=4),),
        (coach("F1", (MON,)),),
        [trainee(f"R{number}", (MON,)) for number in (1, 2, 3)],
        pins=pins(attend=[("R1", MON), ("R2", MON), ("R3", MON)]),
    ),
}


def relaxed(problem: Problem) -> Relaxed:
    outcome = read_solution(write_solution(solve(problem)))
    assert outcome.conflicts
    assert outcome.relaxed is not None
    assert [finding.line for finding in check(problem, outcome, None) if not finding.holds] == []
    return outcome.relaxed


@pytest.mark.parametrize("name", NOT_ALLOWED)
def test_what_is_not_allowed_breaks_no_less_and_earns_no_more_than_the_checkers_say(name: str) -> None:
    problem = NOT_ALLOWED[name]
    found = relaxed(problem)
    assert weight_of(problem, found.solution) == least_broken(problem)
    assert [one.violation for one in found.relaxations] == list(violations(problem, found.solution))
    assert found.objective == pytest.approx(score(problem, found.solution).total)


def test_rooms_and_a_minimum_above_them_are_each_broken_by_their_own_distance() -> None:
    found = relaxed(NOT_ALLOWED["a minimum above the rooms, too many"])
    amounts = {one.violation.rule: one.amount for one in found.relaxations}
    assert amounts[RuleId.ROOMS] == 2
    assert amounts[RuleId.OPEN_SESSION] == 1


def test_a_problem_without_residents_is_solved() -> None:
    problem = tiny((MON,), (coach("F1", (MON,)),), ())
    outcome = solve(problem)
    assert (outcome.status, outcome.objective) == (Status.OPTIMAL, 0)
    assert not [finding.line for finding in check(problem, outcome, None) if not finding.holds]


def test_a_panel_without_residents_is_too_small() -> None:
    problem = tiny((MON,), (coach("F1", (MON,), panel=(1, 2)),), ())
    assert [conflict.rule for conflict in solve(problem).conflicts] == [RuleId.PAIRING]


def test_what_collides_is_told_even_where_the_engine_cannot_take_the_figures() -> None:
    weeks = (ResidentWeek(0, 1, 1, named((MON,)), 0.1),)
    nobody_there = coach("F1", panel=(0, 0), program=ProgramId("B"))
    problem = tiny(
        (clinic(MON, rooms=0),),
        (nobody_there,),
        (trainee("R1", of=None, weeks=weeks, year_max=0),),
        programs=(Program(ProgramId("IM"), 0), Program(ProgramId("B"), 0)),
        preferences=(Preference(ResidentId("R1"), named((MON,))[0], 1e9),),
        frozen_before=FIRST_MONDAY + timedelta(3),
    )
    outcome = solve(problem)
    assert outcome.status is Status.INFEASIBLE
    assert {RuleId.PAIRING, RuleId.ROOMS} & {conflict.rule for conflict in outcome.conflicts}
    assert outcome.relaxed is None or set(outcome.relaxed.solution.coach.values()) == {FacultyId("F1")}

"""Where no schedule exists: the sums that are said are those of arithmetic, and what is relaxed is the least."""

import threading
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from scheduling.domain.ids import FacultyId, ResidentId, RuleId, Status
from scheduling.domain.problem import Problem, ResidentWeek, Rules
from scheduling.domain.rules import violations
from scheduling.domain.score import score
from scheduling.exchange.solution_file import read_solution, write_solution
from scheduling.solver import Limits, Report, Stage, solve
from scheduling.solver.infeasible.lightest import WEIGHT as RELAXING_WEIGHT
from scheduling.solver.verify import check
from tests.builders import clinic, coach, crowded, named, pins, tiny, trainee
from tests.solver.least_broken import least_broken, weight_of
from tests.solver.random_problems import problems

MON, PM, TUE = "0 Mon AM", "0 Mon PM", "0 Tue AM"


def first_sentence(problem: Problem) -> str:
    outcome = solve(problem)
    assert outcome.status is Status.INFEASIBLE
    return outcome.conflicts[0].message


def test_rooms_that_are_short_are_summed_over_their_weeks() -> None:
    outcome = solve(crowded(residents=10, weeks=2, least=3, rooms=4))
    said = outcome.conflicts[0]
    assert said.message == "20 resident-weeks need 60 clinics; 10 sessions of weeks 0 to 1 hold 40: 20 short."
    assert (said.rule, len(said.residents), len(said.sessions), said.weeks) == (RuleId.ROOMS, 10, 10, (0, 1))
    assert {conflict.rule for conflict in outcome.conflicts} == {RuleId.ROOMS, RuleId.WEEKLY_LOAD}


def test_the_smallest_part_that_collides_is_said_where_a_sum_holds_more() -> None:
    *_, last = solve(crowded(residents=10, weeks=2, least=3, rooms=4)).conflicts
    assert last.message == (
        "Even this alone collides: 7 resident-weeks need 21 clinics; 5 sessions of week 0 hold 20: 1 short."
    )
    assert (len(last.residents), len(last.sessions), last.weeks) == (7, 5, (0,))
    assert not [
        conflict
        for conflict in solve(crowded(residents=7, weeks=1, least=3, rooms=4)).conflicts
        if "alone" in conflict.message
    ]


@settings(max_examples=25, deadline=None)
@given(st.integers(4, 9), st.integers(1, 3), st.integers(1, 4), st.integers(0, 3))
def test_the_shortage_of_rooms_is_that_of_arithmetic(
    residents: int, weeks: int, least: int, rooms: int
) -> None:
    needed, held = residents * weeks * least, min(rooms, residents) * 5 * weeks
    outcome = solve(crowded(residents, weeks, least, rooms))
    if needed <= held:
        assert outcome.status is Status.OPTIMAL
        return
    assert f"need {needed} clinics; " in outcome.conflicts[0].message
    assert outcome.conflicts[0].message.endswith(f" {held}: {needed - held} short.")
    assert outcome.relaxed is not None
    assert sum(one.amount for one in outcome.relaxed.relaxations) == needed - held


def _heavy(weight: float) -> Any:
    return (ResidentWeek(0, 1, 1, named((MON,)), weight),)


def _one(load: tuple[int, int] = (0, 9), sessions: tuple[str, ...] = (MON, TUE), **changes: Any) -> Any:
    return trainee("R1", sessions, load, **changes)


def _alone(resident: Any, *, sessions: tuple[str, ...] = (MON, PM, TUE), **changes: Any) -> Problem:
    return tiny(sessions, (coach("F1", sessions),), (resident,), **changes)


FIVE_WEEKS = tuple(f"{week} Mon AM" for week in range(5))
CASES: dict[str, tuple[Problem, str]] = {
    "a coach away leaves supervision short": (
        tiny((MON,), (coach("F1", (MON,)),), [trainee(f"R{n}", (MON,), (1, 1)) for n in range(1, 7)]),
        "6 resident-weeks need 6 clinics; the faculty precepting in Mon 29 Jun, AM at MAIN may supervise 4: 2 short.",
    ),
    "residents who weigh more": (
        tiny(
            (MON,),
            (coach("F1", (MON,)),),
            [trainee(f"R{n}", weeks=_heavy(2 if n < 3 else 1)) for n in range(1, 5)],
        ),
        (
            "4 resident-weeks need 4 clinics, which weigh 6 in supervision; "
            "the faculty precepting in Mon 29 Jun, AM at MAIN may supervise 4: 2 short."
        ),
    ),
    "a yearly minimum above what the weeks allow": (
        _alone(_one((0, 1), FIVE_WEEKS, year_min=7), sessions=FIVE_WEEKS),
        "R1 needs 7 clinics in the year; 5 allowed: 2 short.",
    ),
    "a weekly minimum above the days": (
        _alone(_one((3, 3), (MON, PM, TUE))),
        "R1 needs 3 clinics in week 0; R1 can be in only 1 of 2 sessions on Mon 29 Jun; 1 more can be elsewhere: 1 short.",
    ),
    "a gap against a pin": (
        _alone(
            _one(sessions=(MON,)),
            sessions=(MON, "1 Mon AM"),
            rules=Rules(max_gap_weeks=2),
            pins=pins(avoid=[("R1", MON)]),
        ),
        "R1 needs 1 clinic in weeks 0 to 1; R1 is pinned to stay away from Mon 29 Jun, AM at MAIN: 1 short.",
    ),
    "two pins in one day": (
        _alone(_one(sessions=(MON, PM)), pins=pins(attend=[("R1", MON), ("R1", PM)])),
        (
            "2 pins of R1 ask for 2 on Mon 29 Jun, AM at MAIN and Mon 29 Jun, PM at MAIN; "
            "R1 can be in only 1 of 2 sessions on Mon 29 Jun: 1 short."
        ),
    ),
    "a pin on what is not allowed": (
        _alone(_one(sessions=(MON,)), pins=pins(attend=[("R1", TUE)])),
        (
            "R1 is pinned to attend Tue 30 Jun, AM at MAIN; "
            "Tue 30 Jun, AM at MAIN is not among the sessions that R1 may attend: 1 short."
        ),
    ),
    "the past against a new rule": (
        _alone(
            _one((0, 1)),
            sessions=(MON, TUE),
            published={ResidentId("R1"): named((MON, TUE))},
            frozen_before=date(2026, 7, 6),
        ),
        "2 clinics of R1 before the frozen date stay; week 0 allows R1 at most 1: 1 short.",
    ),
    "too few places in the panels": (
        tiny(
            (MON,),
            (coach("F1", (MON,), panel=(0, 1)), coach("F2", (MON,), panel=(0, 2))),
            [trainee(f"R{n}", (MON,), of=None) for n in range(1, 6)],
        ),
        "5 residents need a coach; F1 and F2 take at most 3 residents: 2 short.",
    ),
    "candidates exhausted": (
        tiny((MON,), (coach("F1", (MON,)),), (trainee("R1", (MON,), of=None, candidates=()),)),
        "R1 needs a coach; nobody is possible: 1 short.",
    ),
    "panels that cannot be filled": (
        tiny((MON,), (coach("F1", (MON,), panel=(3, 5)),), (trainee("R1", (MON,)),)),
        "F1 is to coach at least 3; 1 pair possible: 2 short.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_sentence_names_what_collides_and_what_is_short(name: str) -> None:
    problem, sentence = CASES[name]
    assert first_sentence(problem) == sentence


@pytest.mark.parametrize("name", CASES)
def test_the_relaxed_schedule_breaks_what_it_names_and_verification_says_so(name: str) -> None:
    problem, _ = CASES[name]
    outcome = read_solution(write_solution(solve(problem)))
    assert outcome.relaxed is not None
    named_rules = [one.violation for one in outcome.relaxed.relaxations]
    assert named_rules
    assert named_rules == list(violations(problem, outcome.relaxed.solution))
    assert [finding.line for finding in check(problem, outcome, None) if not finding.holds] == []


def test_many_alike_are_said_in_one_sum() -> None:
    residents = [trainee(f"R{number}", (MON, TUE), (0, 1), year_min=2) for number in range(1, 6)]
    problem = tiny((MON, TUE), [coach(f"F{number}", (MON, TUE)) for number in (1, 2)], residents)
    assert first_sentence(problem) == (
        "5 residents need 10 clinics in the year; 5 resident-weeks take at most 5: 5 short."
    )


def test_a_relaxed_schedule_that_says_less_or_more_than_it_breaks_is_found_out() -> None:
    problem = crowded(residents=5, weeks=1, least=2, rooms=1)
    outcome = solve(problem)
    assert outcome.relaxed is not None
    first, *others = outcome.relaxed.relaxations
    assert first.amount > 0
    forgeries = [
        replace(outcome.relaxed, relaxations=tuple(others)),
        replace(outcome.relaxed, relaxations=(replace(first, amount=first.amount + 1), *others)),
        replace(outcome.relaxed, relaxations=(first, first, *others)),
        replace(outcome.relaxed, objective=outcome.relaxed.objective + 1),
    ]
    for forgery in forgeries:
        findings = check(problem, replace(outcome, relaxed=forgery), None)
        assert [finding for finding in findings if not finding.holds]


def test_panels_and_schedule_that_both_collide_are_both_named_and_both_relaxed() -> None:
    problem = tiny(
        (clinic(MON, rooms=1),),
        (coach("F1", (MON,), panel=(0, 1)),),
        [trainee(f"R{n}", (MON,), (1, 1), of=None) for n in (1, 2)],
    )
    outcome = solve(problem)
    assert {RuleId.PAIRING, RuleId.ROOMS} <= {conflict.rule for conflict in outcome.conflicts}
    assert outcome.relaxed is not None
    assert {one.violation.rule for one in outcome.relaxed.relaxations} == {RuleId.PAIRING, RuleId.WEEKLY_LOAD}
    assert set(outcome.relaxed.solution.coach.values()) == {FacultyId("F1")}


tight = st.booleans().flatmap(lambda pairing: problems(pairing=pairing))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tight)
def test_no_schedule_breaks_less_than_the_relaxed_one(problem: Problem) -> None:
    outcome = solve(problem)
    event(outcome.status)
    if outcome.status is not Status.INFEASIBLE:
        assert outcome.relaxed is None
        return
    assert outcome.relaxed is not None
    assert weight_of(problem, outcome.relaxed.solution) == least_broken(problem)


def test_every_rule_has_a_weight() -> None:
    assert set(RELAXING_WEIGHT) == set(RuleId)


def test_supervision_is_let_off_by_a_part_of_a_resident() -> None:
    weeks = [(ResidentWeek(0, 0, 1, named((MON,)), weight),) for weight in (2.5, 2)]
    residents = [trainee(f"R{n}", weeks=own) for n, own in enumerate(weeks, 1)]
    pinned = pins(attend=[("R1", MON), ("R2", MON)])
    problem = tiny((MON,), (coach("F1", (MON,)),), residents, pins=pinned)
    outcome = solve(problem)
    assert outcome.relaxed is not None
    assert [(one.violation.rule, one.amount) for one in outcome.relaxed.relaxations] == [
        (RuleId.SUPERVISION, 0.5)
    ]
    assert weight_of(problem, outcome.relaxed.solution) == least_broken(problem) == 1


def test_collisions_that_have_nothing_to_do_with_each_other_are_told_apart() -> None:
    residents = (_one((0, 1), (MON,), year_min=3), trainee("R2", (TUE,), (2, 2)))
    problem = tiny((MON, TUE), (coach("F1", (MON, TUE)),), residents)
    said = [conflict.message for conflict in solve(problem).conflicts if "short" in conflict.message]
    assert said == [
        "R1 needs 3 clinics in the year; 1 allowed: 2 short.",
        "R2 needs 2 clinics in week 0; 1 allowed: 1 short.",
    ]


def test_needs_that_the_same_clinics_serve_are_not_added_up() -> None:
    days = (MON, TUE, "1 Mon AM")
    weeks = (ResidentWeek(0, 3, 5, named((MON, TUE))), ResidentWeek(1, 0, 5, named(days[2:])))
    problem = _alone(trainee("R1", weeks=weeks, year_min=4), sessions=days)
    assert {conflict.message for conflict in solve(problem).conflicts} == {
        "R1 needs 3 clinics in week 0; 2 allowed: 1 short.",
        "R1 needs 4 clinics in the year; 3 allowed: 1 short.",
    }


def test_needs_that_the_same_supervised_clinics_serve_are_not_weighed_together() -> None:
    days = (MON, "1 Mon AM", "1 Tue AM")  # 12 may be supervised
    heavy = (*_heavy(3), ResidentWeek(1, 0, 2, named(days[1:])))
    others = [trainee(f"R{n}", days, (0, 1), year_min=1) for n in range(2, 11)]
    residents = [trainee("R1", weeks=heavy, year_min=2), *others]
    said = solve(tiny(days, (coach("F1", days),), residents)).conflicts[0]
    assert said.rule is RuleId.SUPERVISION
    assert said.message.startswith("These cannot all hold: ")
    assert "R1 is asked for 1 to 1 session in week 0, with 1 allowed." in said.message
    assert "R1 is asked for 2 to 99 sessions in the year." in said.message
    assert "which weigh" not in said.message


def test_what_only_a_pin_names_is_not_counted_as_allowed() -> None:
    problem = _alone(_one((3, 3), (MON,)), pins=pins(attend=[("R1", TUE)]))
    said = [conflict.message for conflict in solve(problem).conflicts]
    assert "It collides with this: R1 is asked for 3 to 3 sessions in week 0, with 1 allowed." in said


@pytest.mark.parametrize("alike", [1, 2, 4])
def test_panels_that_stay_empty_are_named_beside_residents_whom_nobody_may_coach(alike: int) -> None:
    faculty = [coach(f"F{number}", panel=(2, 9)) for number in range(alike)]
    residents = [trainee(f"R{number}", of=None, candidates=()) for number in range(alike)]
    conflicts = solve(tiny((MON,), faculty, residents)).conflicts
    needs = [(set(one.residents), set(one.faculty)) for one in conflicts if " short." in one.message]
    assert set[str]().union(*(residents for residents, _ in needs)) == {one.id for one in residents}
    assert set[str]().union(*(faculty for _, faculty in needs)) == {one.id for one in faculty}
    assert all("to coach at least" in one.message for one in conflicts if one.faculty)
    assert not any(residents and faculty for residents, faculty in needs)


def test_no_fact_is_said_twice() -> None:
    small = clinic(MON, rooms=2, min_residents=3)
    problem = tiny((small,), (coach("F1", (MON,)),), [trainee(f"R{n}", (MON,), (1, 1)) for n in (1, 2)])
    said = [conflict.message for conflict in solve(problem).conflicts]
    fact = "is held with at least 3 residents or not at all"
    assert sum(message.count(fact) for message in said) == 1


def test_one_of_a_thing_is_said_in_the_singular() -> None:
    problem = tiny(
        (clinic(MON, rooms=1),), (coach("F1", (MON,)),), [trainee(f"R{n}", (MON,), (1, 1)) for n in (1, 2)]
    )
    outcome = solve(problem)
    assert outcome.relaxed is not None
    said = " ".join(
        one.message for one in (*outcome.conflicts, *(r.violation for r in outcome.relaxed.relaxations))
    )
    assert "1 to 1 session in week 0" in said
    assert " 1 rooms" not in said
    assert " 1 sessions" not in said


def test_a_stop_leaves_what_was_proven_before() -> None:
    problem = crowded(residents=10, weeks=2, least=3, rooms=4)
    stop = threading.Event()

    def stopping(report: Report) -> None:
        if report.stage is Stage.RELAX:
            stop.set()

    outcome = solve(problem, Limits(stop=stop), stopping)
    assert outcome.status is Status.INFEASIBLE
    assert outcome.conflicts[0].message.endswith("20 short.")


def test_a_year_longer_than_its_maximum_may_hold_overlaps_that_earn_nothing() -> None:
    resident = _one(sessions=(MON, TUE), year_max=1)
    problem = _alone(resident, sessions=(MON, TUE), pins=pins(attend=[("R1", MON), ("R1", TUE)]))
    outcome = solve(problem)
    assert outcome.relaxed is not None
    assert [str(one.violation.rule) for one in outcome.relaxed.relaxations] == ["yearly_load"]
    assert outcome.relaxed.objective == score(problem, outcome.relaxed.solution).total

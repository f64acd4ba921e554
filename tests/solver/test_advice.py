"""What fits and why not, in words and in order; and edits that cannot be made."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.ids import FacultyId, ResidentId, RuleId, SessionId
from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.domain.score import score
from scheduling.domain.solution import Solution
from scheduling.solver.advice import (
    Add,
    Advisor,
    CoachChange,
    Drop,
    Edit,
    EditError,
    FacultyLeave,
    Leave,
    Move,
    Pin,
    Swap,
    apply_edit,
    fits,
    price,
    who_fits,
    whole_days,
    why_not,
)
from tests.builders import FIRST_MONDAY, clinic, coach, pins, schedule, tiny, trainee
from tests.solver.random_edits import after, best_single_change, is_legal, legal_solution
from tests.solver.random_problems import problems

R1, R2 = ResidentId("R1"), ResidentId("R2")
F1, F2 = FacultyId("F1"), FacultyId("F2")
MON, TUE, WED = (SessionId(f"0 {day} AM") for day in ("Mon", "Tue", "Wed"))
bounded = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much),
)


def two_residents() -> tuple[Problem, Solution]:
    """Monday has one room, which R1 has; both residents attend once a week; F1 coaches both and is there on Monday."""
    problem = tiny(
        [clinic(MON, 1), clinic(TUE, 2), clinic(WED, 2)],
        [coach("F1", [MON]), coach("F2", [MON, TUE, WED])],
        [trainee("R1", [MON, TUE, WED], (1, 1)), trainee("R2", [MON, TUE], (1, 1))],
    )
    return problem, schedule(problem, {"R1": [MON], "R2": [TUE]})


def rules_of(problem: Problem, solution: Solution, edit: Edit) -> set[RuleId]:
    """What an edit breaks."""
    return {violation.rule for violation in price(problem, solution, edit).broken}


def test_moving_into_a_full_room_names_the_room_and_offers_to_move_somebody_out() -> None:
    problem, solution = two_residents()
    found = price(problem, solution, Move(R2, TUE, MON))
    assert [(one.rule, one.sessions) for one in found.broken] == [(RuleId.ROOMS, (MON,))]
    assert found.broken[0].message.startswith("Mon 29 Jun, AM at MAIN holds 2 residents")
    assert found.repair is not None
    assert found.repair.changes in {(Move(R1, MON, TUE),), (Move(R1, MON, WED),)}
    assert [(one.resident, one.overlaps_before, one.overlaps_after) for one in found.meetings] == [(R2, 0, 1)]
    assert {one.resident for one in found.repair.price.meetings} == {R1, R2}


def test_without_further_changes_there_is_no_repair() -> None:
    problem, solution = two_residents()
    assert price(problem, solution, Move(R2, TUE, MON), max_repairs=0).repair is None


def test_a_swap_costs_what_the_two_lose() -> None:
    problem, solution = two_residents()
    found = price(problem, solution, Swap(R1, MON, R2, TUE))
    assert found.broken == ()
    assert found.gain == 0
    assert {one.resident for one in found.meetings} == {R1, R2}


def test_a_leave_drops_what_is_attended_and_relieves_the_week() -> None:
    problem, solution = two_residents()
    monday = whole_days(FIRST_MONDAY, FIRST_MONDAY)
    assert rules_of(problem, solution, Leave(R1, monday)) == {RuleId.WEEKLY_LOAD}
    all_week = whole_days(FIRST_MONDAY, FIRST_MONDAY + timedelta(days=6))
    assert rules_of(problem, solution, Leave(R1, all_week)) == set()
    left, dropped = apply_edit(problem, solution, Leave(R1, all_week))
    assert left.resident_by_id[R1].weeks[0].sessions == dropped.assignments[R1] == ()


def test_a_leave_of_one_half_day_leaves_the_other() -> None:
    problem, solution = two_residents()
    afternoon = frozenset({HalfDay(FIRST_MONDAY, Period.PM)})
    assert apply_edit(problem, solution, Leave(R1, afternoon)) == (problem, solution)


def test_a_coach_away_costs_the_overlap_and_supervises_nobody() -> None:
    problem, solution = two_residents()
    monday = whole_days(FIRST_MONDAY, FIRST_MONDAY)
    found = price(problem, solution, FacultyLeave(F1, monday))
    assert found.broken == ()
    assert [(one.resident, one.overlaps_after) for one in found.meetings] == [(R1, 0)]
    alone = tiny([MON], [coach("F1", [MON])], [trainee("R1", [MON])])
    attended = schedule(alone, {"R1": [MON]})
    away = price(alone, attended, FacultyLeave(F1, monday))
    assert [violation.rule for violation in away.broken] == [RuleId.SUPERVISION]
    assert away.repair is not None
    assert away.repair.changes == (Drop(R1, MON),)


def test_another_coach_since_a_day_keeps_the_overlaps_before_it() -> None:
    problem, solution = two_residents()
    whole_year = price(problem, solution, CoachChange(R2, F2))
    assert [(one.resident, one.overlaps_after) for one in whole_year.meetings] == [(R2, 1)]
    later = price(problem, solution, CoachChange(R2, F2, date(2026, 7, 1)))
    assert later.meetings == ()


def test_a_panel_too_large_is_named_and_not_repaired_by_moves() -> None:
    problem = tiny([MON], [coach("F1", [MON]), coach("F2", [MON], (0, 0))], [trainee("R1", [MON])])
    found = price(problem, schedule(problem, {"R1": [MON]}), CoachChange(R1, F2))
    assert [violation.rule for violation in found.broken] == [RuleId.PAIRING]
    assert found.repair is None


def test_a_pin_replaces_the_opposite_pin_and_the_schedule_follows() -> None:
    problem, solution = two_residents()
    pinned, followed = apply_edit(problem, solution, Pin(R1, TUE, attend=True))
    assert TUE in followed.assignments[R1]
    again, undone = apply_edit(pinned, followed, Pin(R1, TUE, attend=False))
    assert again.pins == pins(avoid=[(R1, TUE)])
    assert undone == solution


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (Add(R1, MON), "R1 attends Mon 29 Jun, AM at MAIN already."),
        (Drop(R1, TUE), "R1 does not attend Tue 30 Jun, AM at MAIN."),
        (Add(ResidentId("X"), MON), "X is not a resident of this problem."),
        (Add(R1, SessionId("X")), "X is not a session of this problem."),
        (Pin(R1, SessionId("X"), attend=False), "X is not a session of this problem."),
        (FacultyLeave(FacultyId("X"), frozenset()), "X is not a faculty member of this problem."),
        (CoachChange(R1, FacultyId("X")), "X is not a faculty member of this problem."),
    ],
)
def test_an_edit_that_cannot_be_made_says_why(edit: Edit, says: str) -> None:
    problem, solution = two_residents()
    with pytest.raises(EditError) as refused:
        price(problem, solution, edit)
    assert str(refused.value) == says


def test_what_is_not_listed_is_explained_by_what_the_week_allows() -> None:
    problem, solution = two_residents()
    reasons = why_not(problem, solution, R2, WED)
    assert [reason.rule for reason in reasons if reason.rule] == [RuleId.ELIGIBLE, RuleId.WEEKLY_LOAD]
    assert "Mon 29 Jun, AM; Tue 30 Jun, AM" in reasons[0].message
    assert reasons[-1].message == "F1, the coach, is not there on Wed 1 Jul, AM at MAIN."


def test_a_pin_and_the_frozen_past_stand_against_it() -> None:
    problem = tiny(
        [MON],
        [coach("F1", [MON])],
        [trainee("R1", [MON])],
        pins=pins(avoid=[("R1", MON)]),
        published={R1: ()},
        frozen_before=FIRST_MONDAY + timedelta(days=1),
    )
    reasons = why_not(problem, schedule(problem, {}), R1, MON)
    assert [reason.rule for reason in reasons if reason.rule] == [RuleId.PINS, RuleId.FROZEN]


def test_who_fits_puts_first_whom_nothing_hinders() -> None:
    problem = tiny(
        [clinic(MON, 2), TUE],
        [coach("F1", [MON]), coach("F2", [MON, TUE])],
        [
            trainee("R1", [MON, TUE], (0, 1)),
            trainee("R2", [MON, TUE], (0, 1)),
            trainee("R3", [MON], of="F2"),
            trainee("R4", [TUE]),
        ],
    )
    found = who_fits(problem, schedule(problem, {"R2": [TUE]}), MON)
    assert [fit.resident for fit in found] == ["R1", "R3", "R2"]
    assert [bool(fit.against) for fit in found] == [False, False, True]
    assert [fit.rooms_left for fit in found] == [2, 2, 2]
    assert found[2].price.repair is not None
    assert found[2].price.repair.changes == (Drop(R2, TUE),)


@bounded
@given(data=st.data())
def test_no_rule_stands_against_exactly_what_breaks_none(data: st.DataObject) -> None:
    problem = data.draw(problems(pairing=False))
    solution = data.draw(legal_solution(problem))
    advisor = Advisor(problem, solution)
    for resident in problem.residents:
        for session in problem.sessions:
            if advisor.attends(resident.id, session.id):
                continue
            found = violations(*after(problem, solution, Add(resident.id, session.id)))
            named = [reason.rule for reason in advisor.why_not(resident.id, session.id) if reason.rule]
            assert sorted(named) == sorted(one.rule for one in found)


@bounded
@given(data=st.data())
def test_fits_are_ranked_by_what_recomputing_says_they_gain(data: st.DataObject) -> None:
    problem = data.draw(problems(pairing=False))
    solution = data.draw(legal_solution(problem))
    base = score(problem, solution).total
    for resident in problem.residents:
        for week in resident.weeks:
            found = fits(problem, solution, resident.id, week.week)
            attended = solution.assignments[resident.id]
            assert {fit.session for fit in found} == set(week.sessions).difference(attended)
            ranks = []
            for fit in found:
                world = after(problem, solution, Add(resident.id, fit.session))
                best = best_single_change(world, {(resident.id, fit.session)})
                group = 0 if is_legal(world) else 2 if best is None else 1
                total = best if group == 1 and best is not None else score(*world).total
                assert fit.gain == pytest.approx(total - base, abs=1e-6)
                ranks.append((group, -round(total - base, 6)))
            assert ranks == sorted(ranks)

"""The price of an edit is what recomputing everything says, and a repair is legal, short and not beaten by one change."""

from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduling.domain.continuity import longest_gap
from scheduling.domain.ids import FacultyPattern, ResidentId, RuleId
from scheduling.domain.overlap import overlapping, presence
from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.domain.score import Score, score
from scheduling.solver.advice import Add, Advisor, Drop, Edit, Move, Pin, Swap
from scheduling.solver.advice.narrow import PEOPLE
from scheduling.solver.advice.pricing import edited
from scheduling.solver.advice.sizes import newly_broken
from tests.solver.random_edits import (
    KINDS,
    World,
    after,
    any_edit,
    any_solution,
    best_single_change,
    changed_cells,
    is_legal,
    legal_solution,
)
from tests.solver.random_problems import half_day_problems, problems

bounded = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much),
)
every_kind = pytest.mark.parametrize("kind", KINDS)
EXACT = 1e-6


def any_problem(*, pairing: bool) -> st.SearchStrategy[Problem]:
    """With half-days of faculty given, or to be decided."""
    patterns = st.sampled_from(FacultyPattern)
    return problems(pairing=pairing) | patterns.flatmap(
        lambda pattern: half_day_problems(pairing=pairing, pattern=pattern)
    )


def assert_same_score(found: Score, right: Score) -> None:
    for part in fields(Score):
        assert getattr(found, part.name) == pytest.approx(getattr(right, part.name), abs=EXACT)


def met(world: World) -> dict[ResidentId, tuple[int, int]]:
    """Overlaps and longest gap of everyone."""
    problem, solution = world
    there = presence(problem, solution.precepting)
    found = {}
    for resident in problem.residents:
        coach, attended = solution.coach[resident.id], solution.assignments.get(resident.id, ())
        together = overlapping(problem, there, resident, coach, attended)
        weeks = [problem.week_of(session) for session in together]
        found[resident.id] = (len(together), longest_gap(weeks, problem.weeks))
    return found


@every_kind
@bounded
@given(data=st.data())
def test_a_price_is_what_recomputing_the_whole_schedule_says(data: st.DataObject, kind: type[Edit]) -> None:
    problem = data.draw(any_problem(pairing=kind.__name__ == "CoachChange"))
    solution = data.draw(any_solution(problem))
    edit = data.draw(any_edit(problem, solution, kind))
    price = Advisor(problem, solution).price(edit, max_repairs=0)
    before, now = (problem, solution), after(problem, solution, edit)
    assert_same_score(price.before, score(*before))
    assert_same_score(price.after, score(*now))
    old, new = list(violations(*before)), list(violations(*now))
    assert sorted(map(str, price.broken)) == sorted(map(str, newly_broken(before, old, now, new)))
    if not old:
        assert sorted(map(str, price.broken)) == sorted(map(str, new))
    met_before, met_now = met(before), met(now)
    assert {
        one.resident: (one.overlaps_before, one.longest_gap_before, one.overlaps_after, one.longest_gap_after)
        for one in price.meetings
    } == {who: (*met_before[who], *met_now[who]) for who in met_now if met_before[who] != met_now[who]}


@every_kind
@bounded
@given(data=st.data())
def test_the_board_counts_as_the_checkers_and_the_score_do(data: st.DataObject, kind: type[Edit]) -> None:
    problem = data.draw(any_problem(pairing=False))
    solution = data.draw(any_solution(problem))
    edit = data.draw(any_edit(problem, solution, kind))
    advisor = Advisor(problem, solution)
    start = advisor.position(edited(problem, solution, edit))[1]
    before, now = (problem, solution), after(problem, solution, edit)
    affinities = score(*now).affinities - score(*before).affinities  # no change of attendance moves these
    assert start.gain == pytest.approx(score(*now).total - score(*before).total - affinities, abs=EXACT)
    broken = newly_broken(before, list(violations(*before)), now, list(violations(*now)))
    assert {place[0] for place in start.breaches} == {one.rule for one in broken} - set(PEOPLE)


@every_kind
@bounded
@given(data=st.data(), most=st.integers(1, 3))
def test_a_repair_is_legal_short_and_no_single_change_beats_it(
    data: st.DataObject, kind: type[Edit], most: int
) -> None:
    problem = data.draw(any_problem(pairing=False))
    solution = data.draw(legal_solution(problem))
    edit = data.draw(any_edit(problem, solution, kind))
    price = Advisor(problem, solution).price(edit, max_repairs=most)
    now = after(problem, solution, edit)
    single = best_single_change(now, changed_cells(solution, now[1]))
    if not price.broken or any(one.rule in PEOPLE for one in price.broken):
        assert price.repair is None
        return
    if price.repair is None:
        assert single is None
        return
    repaired = after(problem, solution, edit, price.repair.changes)
    assert is_legal(repaired)
    assert len(price.repair.changes) <= most
    assert_same_score(price.repair.price.after, score(*repaired))
    assert single is None or price.repair.price.after.total >= single - EXACT


@bounded
@given(data=st.data())
def test_a_schedule_made_better_is_not_said_to_break_what_was_broken_worse(data: st.DataObject) -> None:
    problem = data.draw(problems(pairing=False))
    solution = data.draw(any_solution(problem))
    crowded = [one for one in violations(problem, solution) if one.rule is RuleId.ROOMS]
    for violation in crowded:
        edit = Drop(violation.residents[0], violation.sessions[0])
        price = Advisor(problem, solution).price(edit, max_repairs=0)
        assert RuleId.ROOMS not in {one.rule for one in price.broken}


@pytest.mark.parametrize("kind", [Add, Drop, Move, Swap, Pin])
@bounded
@given(data=st.data())
def test_a_desk_revised_after_an_edit_says_what_a_new_one_says(data: st.DataObject, kind: type[Edit]) -> None:
    problem = data.draw(any_problem(pairing=False))
    solution = data.draw(any_solution(problem))
    once = data.draw(any_edit(problem, solution, kind))
    edited_world = after(problem, solution, once)
    then = data.draw(any_edit(*edited_world, data.draw(st.sampled_from([Add, Drop, Move, Swap, Pin]))))
    revised = Advisor(problem, solution).revised(*edited_world).price(then)
    fresh = Advisor(*edited_world).price(then)
    assert_same_score(revised.before, fresh.before)
    assert_same_score(revised.after, fresh.after)
    assert sorted(map(str, revised.broken)) == sorted(map(str, fresh.broken))
    assert (revised.meetings, revised.repair is None) == (fresh.meetings, fresh.repair is None)
    if revised.repair and fresh.repair:
        assert_same_score(revised.repair.price.after, fresh.repair.price.after)

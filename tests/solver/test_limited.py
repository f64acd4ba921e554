"""A limited solve: all outside the scope is held, and inside it no legal schedule is better."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import Decision, FacultyId, ResidentId, RuleId, SessionId, SiteId, Status
from scheduling.domain.limiting import limited, published_schedule
from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.domain.scope import Scope
from scheduling.domain.score import score
from scheduling.domain.solution import Solution
from scheduling.solver import solve
from tests.builders import FIRST_MONDAY, clinic, coach, named, schedule, tiny, trainee
from tests.solver.enumeration import legal_attendance, legal_pairings, whole
from tests.solver.random_edits import any_solution, legal_solution
from tests.solver.random_problems import problems

EXACT = 1e-6
bounded = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much),
)
MON, TUE, LATER, AWAY = "0 Mon AM", "0 Tue AM", "1 Mon AM", "1 Tue AM B"


@st.composite
def scopes(draw: st.DrawFn, problem: Problem) -> Scope:
    """Up to four limits of every kind."""
    first = draw(st.integers(0, problem.weeks - 1))
    last = draw(st.integers(first, problem.weeks - 1))
    everyone = [resident.id for resident in problem.residents]
    sites = sorted({session.site for session in problem.sessions})
    maybe = st.sampled_from((None, None, True))
    return Scope(
        weeks=(first, last) if draw(maybe) else None,
        sites=frozenset((draw(st.sampled_from(sites)),)) if draw(maybe) else None,
        residents=frozenset(draw(st.lists(st.sampled_from(everyone), min_size=1))) if draw(maybe) else None,
        since=FIRST_MONDAY + timedelta(draw(st.integers(0, 14))) if draw(maybe) else None,
        pairing=draw(st.booleans()),
    )


def may_change(problem: Problem, scope: Scope, who: ResidentId, what: SessionId) -> bool:
    """Whether a resident-session lies inside the scope, said a second time."""
    session = problem.session_by_id[what]
    inside = []
    if scope.weeks is not None:
        inside.append(problem.week_of(what) in range(scope.weeks[0], scope.weeks[1] + 1))
    if scope.sites is not None:
        inside.append(session.site in scope.sites)
    if scope.residents is not None:
        inside.append(who in scope.residents)
    if scope.since is not None:
        inside.append(session.half_day.date >= scope.since)
    return all(inside)


def agrees(problem: Problem, scope: Scope, held: Solution, other: Solution) -> bool:
    """Whether two schedules are the same outside the scope, open coaches included."""
    for resident in problem.residents:
        changed = set(held.assignments.get(resident.id, ())) ^ set(other.assignments[resident.id])
        if not all(may_change(problem, scope, resident.id, what) for what in changed):
            return False
        may_pair = scope.pairing and (scope.residents is None or resident.id in scope.residents)
        is_held = problem.has_open_coach(resident) and not may_pair
        if is_held and other.coach[resident.id] != held.coach[resident.id]:
            return False
    return True


def agreeing(problem: Problem, scope: Scope, held: Solution) -> Iterator[Solution]:
    """Every legal schedule that agrees with the held one."""
    pairings = list(legal_pairings(problem))
    for attended in legal_attendance(problem):
        found = (whole(problem, pairs, attended) for pairs in pairings)
        yield from (one for one in found if agrees(problem, scope, held, one))


@bounded
@given(st.data(), problems(pairing=True))
def test_no_legal_schedule_that_agrees_outside_the_scope_beats_a_limited_solve(
    data: st.DataObject, problem: Problem
) -> None:
    is_legal = data.draw(st.sampled_from((True, True, False)))
    held = data.draw(legal_solution(problem) if is_legal else any_solution(problem))
    scope = data.draw(scopes(problem))
    outcome = solve(limited(problem, held, scope))
    best = max((score(problem, one).total for one in agreeing(problem, scope, held)), default=None)
    event(outcome.status)
    if best is None:
        assert not is_legal
        assert outcome.status is Status.INFEASIBLE
        assert outcome.conflicts
        return
    assert outcome.status is Status.OPTIMAL
    assert outcome.solution is not None
    assert outcome.objective == pytest.approx(best, abs=EXACT)
    assert outcome.objective == pytest.approx(score(problem, outcome.solution).total, abs=EXACT)
    assert list(violations(problem, outcome.solution)) == []
    assert agrees(problem, scope, held, outcome.solution)


def a_fortnight() -> Problem:
    """Two residents, two weeks, two sites; the coach is there on Mondays."""
    names = (MON, TUE, LATER, AWAY)
    return tiny(
        (clinic(MON), clinic(TUE), clinic(LATER), clinic(AWAY)),
        (coach("F1", (MON, LATER)), coach("F2", (TUE, AWAY))),
        tuple(trainee(name, names, (1, 1), year_min=2) for name in ("R1", "R2")),
    )


HELD = {"R1": (TUE, AWAY), "R2": (TUE, AWAY)}


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(weeks=(1, 1)), {"R1": (TUE, LATER), "R2": (TUE, LATER)}),
        (Scope(residents=frozenset((ResidentId("R2"),))), {"R1": (TUE, AWAY), "R2": (MON, LATER)}),
        (Scope(sites=frozenset((SiteId("MAIN"),))), {"R1": (MON, AWAY), "R2": (MON, AWAY)}),
        (Scope(since=FIRST_MONDAY + timedelta(7)), {"R1": (TUE, LATER), "R2": (TUE, LATER)}),
        (
            Scope(weeks=(0, 0), residents=frozenset((ResidentId("R1"),))),
            {"R1": (MON, AWAY), "R2": (TUE, AWAY)},
        ),
    ],
    ids=["weeks", "residents", "site", "since", "weeks-and-residents"],
)
def test_only_what_lies_in_the_scope_moves(scope: Scope, expected: dict[str, tuple[str, ...]]) -> None:
    problem = a_fortnight()
    outcome = solve(limited(problem, schedule(problem, HELD), scope))
    assert outcome.solution is not None
    assert {who: set(what) for who, what in outcome.solution.assignments.items()} == {
        who: set(what) for who, what in expected.items()
    }


def test_a_held_session_that_is_no_longer_allowed_is_named() -> None:
    problem = a_fortnight()
    first, second = problem.residents
    on_leave = replace(
        first, weeks=tuple(replace(w, sessions=named((LATER,))) if w.week else w for w in first.weeks)
    )
    problem = replace(problem, residents=(on_leave, second))
    outcome = solve(limited(problem, schedule(problem, HELD), Scope(weeks=(0, 0))))
    assert outcome.status is Status.INFEASIBLE
    named_cells = {(c.rule, c.residents, c.sessions) for c in outcome.conflicts}
    assert (RuleId.ELIGIBLE, ("R1",), (AWAY,)) in named_cells or (
        RuleId.PINS,
        ("R1",),
        (AWAY,),
    ) in named_cells


def test_an_open_coach_is_held_unless_pairing_is_in_the_scope() -> None:
    one = trainee("R1", (MON, TUE), of=None)
    problem = tiny((MON, TUE), (coach("F1", (MON,)), coach("F2", (MON, TUE))), (one,))
    held = schedule(problem, {"R1": (MON,)}, {"R1": "F1"})
    kept, found = (
        solve(limited(problem, held, Scope(weeks=(0, 0), pairing=is_open))) for is_open in (False, True)
    )
    assert kept.solution is not None
    assert found.solution is not None
    assert (kept.solution.coach, found.solution.coach) == ({"R1": "F1"}, {"R1": "F2"})


def test_a_held_coach_who_is_no_candidate_any_more_collides() -> None:
    one = trainee("R1", (MON,), of=None, candidates=(FacultyId("F2"),))
    problem = tiny((MON,), (coach("F1", (MON,)), coach("F2")), (one,))
    outcome = solve(limited(problem, schedule(problem, {}, {"R1": "F1"}), Scope(weeks=(0, 0))))
    assert outcome.status is Status.INFEASIBLE
    assert {(conflict.rule, conflict.residents) for conflict in outcome.conflicts} == {
        (RuleId.PAIRING, ("R1",))
    }


def test_what_was_published_of_sessions_that_are_gone_is_not_held() -> None:
    problem = replace(a_fortnight(), published={ResidentId("R1"): named((TUE, "gone"))})
    assert published_schedule(problem).assignments == {"R1": (TUE,)}
    outcome = solve(limited(problem, published_schedule(problem), Scope(weeks=(1, 1))))
    assert outcome.status is Status.INFEASIBLE  # R2 published nothing in a week that asks for one session


@pytest.mark.parametrize(
    ("scope", "says"),
    [
        (Scope(weeks=(1, 2)), "weeks 1-2: the weeks run from 0 to 1."),
        (Scope(weeks=(1, 0)), "weeks 1-0: the weeks run from 0 to 1."),
        (Scope(sites=frozenset((SiteId("C"),))), "site 'C': the problem has none of it."),
        (Scope(residents=frozenset((ResidentId("R9"),))), "resident 'R9': the problem does not have them."),
        (Scope(since=FIRST_MONDAY - timedelta(1)), "from 2026-06-28: the day lies outside the weeks 2026-06-29 to 2026-07-12."),
    ],
)  # fmt: skip
def test_a_scope_of_what_the_problem_does_not_have_is_refused(scope: Scope, says: str) -> None:
    problem = a_fortnight()
    with pytest.raises(ProblemError) as refusal:
        limited(problem, schedule(problem, HELD), scope)
    assert str(refusal.value) == says


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"assignments": {"R9": ()}}, "the schedule to hold: unknown resident 'R9'."),
        ({"assignments": {"R1": ("x",)}}, "the schedule to hold: R1: unknown session 'x'."),
        ({"coach": {}}, "the schedule to hold: R1 has no coach."),
        ({"coach": {"R1": "F9"}}, "the schedule to hold: R1: unknown coach 'F9'."),
    ],
)
def test_a_schedule_of_another_problem_is_not_held(change: dict[str, object], says: str) -> None:
    problem = tiny((MON,), (coach("F1"),), (trainee("R1", (MON,), of=None),))
    assert Decision.PAIRING in problem.decide
    held = schedule(problem, {"R1": (MON,)}, {"R1": "F1"})
    assert not limited(problem, held, Scope(weeks=(0, 0))).pins.attend
    with pytest.raises(ProblemError) as refusal:
        limited(problem, replace(held, **change), Scope(weeks=(0, 0)))  # type: ignore[arg-type]
    assert str(refusal.value) == says

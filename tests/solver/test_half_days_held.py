"""Faculty's half-days once they are decided: other schedules keep them, and where none is legal, it is said why."""

import pytest

from scheduling.domain.ids import Decision, FacultyPattern, ResidentId, RuleId, Status
from scheduling.domain.limiting import limited
from scheduling.domain.problem import FacultyMember, Problem
from scheduling.domain.relaxing import misstated
from scheduling.domain.rules import CHECKERS, violations
from scheduling.domain.scope import Scope
from scheduling.domain.score import score
from scheduling.domain.solution import Outcome
from scheduling.solver import solve
from scheduling.solver.alternatives import alternatives
from scheduling.solver.verify import check
from scheduling.solver.verifying.certificate import read_certificate
from tests.builders import clinic, coach, named, pins, tiny, trainee
from tests.solver.offering_years import offering_year

MON, TUE = "0 Mon AM", "0 Tue AM"
DECIDED = frozenset((Decision.SESSIONS, Decision.FACULTY_SESSIONS))
PINNED = pins(attend=(("R1", MON), ("R2", TUE)))


@pytest.fixture(scope="module")
def solved() -> tuple[Problem, Outcome]:
    problem = offering_year(10, 4, interns_open=False, pattern=FacultyPattern.DATE)
    return problem, solve(problem)


def two_pinned(member: FacultyMember) -> Problem:
    """Two residents on two mornings, both supervised by one faculty member."""
    residents = (trainee("R1", (MON, TUE)), trainee("R2", (MON, TUE)))
    return tiny((MON, TUE), (member,), residents, decide=DECIDED, pins=PINNED)


def test_alternatives_keep_the_half_days_that_were_decided(solved: tuple[Problem, Outcome]) -> None:
    problem, outcome = solved
    assert outcome.solution is not None
    assert outcome.solution.precepting != {member.id: member.sessions for member in problem.faculty}
    found = alternatives(problem, outcome, 2, 0.02)
    assert len(found) == 2
    for one in found:
        assert one.solution.precepting == outcome.solution.precepting
        assert list(violations(problem, one.solution)) == []
        assert one.objective == pytest.approx(score(problem, one.solution).total)


def test_a_limited_solve_keeps_the_half_days_of_the_schedule_that_it_holds(
    solved: tuple[Problem, Outcome],
) -> None:
    problem, outcome = solved
    assert outcome.solution is not None
    scope = Scope(weeks=(3, 5), sites=None, residents=None, since=None, pairing=False)
    part = limited(problem, outcome.solution, scope)
    again = solve(part)
    assert again.solution is not None
    assert again.solution.precepting == outcome.solution.precepting
    assert list(violations(problem, again.solution)) == []
    assert again.certificate is not None
    certificate = read_certificate(part, again.certificate)
    assert [one.line for one in check(part, again, certificate) if not one.holds] == []


def test_a_quota_that_keeps_faculty_from_two_places_is_named_with_the_schedule_that_breaks_least() -> None:
    problem = two_pinned(coach("F1", (), offered=named((MON, TUE)), weekly_quota=1))
    outcome = solve(problem)
    assert outcome.status is Status.INFEASIBLE
    assert {one.rule for one in outcome.conflicts} <= {
        RuleId.FACULTY_SESSIONS,
        RuleId.SUPERVISION,
        RuleId.PINS,
    }
    assert all("1 short" in one.message for one in outcome.conflicts)
    assert outcome.relaxed is not None
    assert list(misstated(problem, outcome.relaxed)) == []
    assert list(CHECKERS[RuleId.FACULTY_SESSIONS](problem, outcome.relaxed.solution)) == []
    assert solve(two_pinned(coach("F1", (), offered=named((MON, TUE)), weekly_quota=2))).solution is not None


def test_a_session_that_nobody_offers_collides_with_who_must_attend_it() -> None:
    outcome = solve(two_pinned(coach("F1", (), offered=named((MON,)))))
    assert outcome.status is Status.INFEASIBLE
    assert any(
        one.rule is RuleId.SUPERVISION and TUE in one.sessions and ResidentId("R2") in one.residents
        for one in outcome.conflicts
    )


def test_minima_decide_where_faculty_precept() -> None:
    member = coach("F1", (), offered=named((MON, TUE)), weekly_quota=1)
    sessions = (clinic(MON, rooms=3, min_residents=3), clinic(TUE, rooms=1))
    residents = (trainee("R1", (MON, TUE), (0, 1)), trainee("R2", (MON, TUE), (0, 1)))
    outcome = solve(tiny(sessions, (member,), residents, decide=DECIDED))
    assert outcome.status is Status.OPTIMAL
    assert outcome.solution is not None
    assert outcome.solution.precepting == {member.id: named((TUE,))}
    assert sorted(outcome.solution.assignments.values()) == [(), named((TUE,))]

"""Where faculty's half-days are decided: the checker in words, and its twin, which has exactly what the checker accepts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from scheduling.domain.ids import Decision, FacultyId, FacultyPattern, ResidentId, RuleId, SessionId, Status
from scheduling.domain.problem import FacultyMember, Problem, Rules
from scheduling.domain.rules import CHECKERS
from scheduling.domain.score import score
from scheduling.domain.solution import Solution
from scheduling.solver import solve
from scheduling.solver.arrays import Bools
from scheduling.solver.engines import Ending, solve_lp
from scheduling.solver.model import LinearModel
from scheduling.solver.offers import Offers, offers_of
from scheduling.solver.rules import faculty_sessions
from tests.builders import clinic, coach, named, tiny, trainee
from tests.solver.offering_years import offering_year
from tests.solver.random_problems import half_day_problems

MON, TUE, PM, LATER, AT_B = "0 Mon AM", "0 Tue AM", "0 Mon PM", "1 Mon AM", "0 Mon AM B"
NEXT_TUE = "1 Tue AM"
EVERYWHERE = (MON, TUE, PM, AT_B, LATER, NEXT_TUE)
DECIDED = frozenset((Decision.SESSIONS, Decision.FACULTY_SESSIONS))
YEAR = Rules(faculty_pattern=FacultyPattern.YEAR)


def deciding(member: FacultyMember, rules: Rules = YEAR) -> Problem:
    return tiny(EVERYWHERE, (member,), (), decide=DECIDED, rules=rules)


def offering(*sessions: str, quota: int | None = None) -> FacultyMember:
    return coach("F1", (), offered=named(sessions), weekly_quota=quota)


BY_DATE = Rules()


@pytest.mark.parametrize(
    ("member", "rules", "kept", "broken", "says"),
    [
        (
            coach("F1", (MON,), offered=named((TUE,))), BY_DATE, (MON, TUE), (PM,),
            "F1 precepts in 1 sessions that they do not offer.",
        ),
        (
            offering(MON, AT_B), BY_DATE, (AT_B,), (MON, AT_B),
            "F1 precepts in 2 places on Mon 29 Jun, AM.",
        ),
        (
            offering(MON, TUE, PM, LATER, quota=2), BY_DATE, (MON, TUE, LATER), (MON, TUE, PM, LATER),
            "F1 precepts 3 half-days in week 0; at most 2 are asked.",
        ),
        (
            offering(MON, TUE, LATER), YEAR, (MON, LATER), (MON, TUE),
            "F1 precepts on Mon AM at MAIN in some weeks, and not in 1 others that they offer.",
        ),
        (
            offering(MON, TUE, LATER, quota=1), YEAR, (TUE,), (MON, LATER, TUE),
            "F1 precepts 2 half-days in week 0; at most 1 are asked.",
        ),
    ],
    ids=["offered", "one place", "quota", "pattern", "quota of a pattern"],
)  # fmt: skip
def test_half_days_that_just_keep_the_rule_pass_and_others_are_told_in_words(
    member: FacultyMember, rules: Rules, kept: tuple[str, ...], broken: tuple[str, ...], says: str
) -> None:
    problem = deciding(member, rules)
    assert found(problem, kept) == []
    assert found(problem, broken) == [says]
    assert has(problem, named(kept))
    assert not has(problem, named(broken))


@pytest.mark.parametrize("decided", [True, False])
def test_half_days_of_strangers_and_half_days_named_twice_are_told_in_words(*, decided: bool) -> None:
    decide = DECIDED if decided else frozenset((Decision.SESSIONS,))
    member = coach("F1", (MON,), offered=named((MON,)))
    problem = tiny(EVERYWHERE, (member,), (), decide=decide)
    surplus = Solution({}, {}, {FacultyId("F1"): named((MON, MON)), FacultyId("F2"): named((TUE,))})
    assert [one.message for one in CHECKERS[RuleId.FACULTY_SESSIONS](problem, surplus)] == [
        "F2 precepts in 1 sessions, and is not among the faculty.",
        "F1 is named more than once in 1 sessions.",
    ]


def test_a_pattern_lacks_the_weeks_in_which_its_half_day_is_not_offered() -> None:
    problem = deciding(offering(MON, NEXT_TUE, quota=1))
    assert found(problem, (MON, NEXT_TUE)) == []  # two half-days a week, and never two in one
    assert has(problem, named((MON, NEXT_TUE)))


def test_the_quota_does_not_bind_where_half_days_are_given() -> None:
    member = replace(coach("F1", (MON, TUE)), weekly_quota=1)
    problem = tiny(EVERYWHERE, (member,), ())
    assert found(problem, (MON, TUE)) == []
    assert found(problem, (MON,)) == ["F1 precepts otherwise than given in 1 sessions."]


def found(problem: Problem, held: tuple[str, ...]) -> list[str]:
    """What the checker says."""
    solution = Solution({}, {}, {problem.faculty[0].id: named(held)})
    return [one.message for one in CHECKERS[RuleId.FACULTY_SESSIONS](problem, solution)]


def has(problem: Problem, *held: tuple[SessionId, ...]) -> bool:
    """Whether the model has exactly these half-days, one tuple per faculty member."""
    offers = offers_of(problem)
    numbers = {session.id: place for place, session in enumerate(problem.sessions)}
    wanted = np.zeros((len(problem.faculty), len(numbers)), dtype=np.bool_)
    for row, sessions in enumerate(held):
        wanted[row, [numbers[session] for session in sessions]] = True
    chosen = np.zeros(offers.units, dtype=np.bool_)
    chosen[offers.unit[wanted[offers.member, offers.session]]] = True
    return bool((offers.precepts(chosen) == wanted).all()) and _allowed(offers, chosen)


def _allowed(offers: Offers, chosen: Bools) -> bool:
    model = LinearModel()
    columns = model.add_columns(chosen.astype(np.float64), chosen.astype(np.float64), 0.0)
    faculty_sessions.add_rows(model, offers, columns)
    return solve_lp(model.matrix(), np.inf, 1).ending is Ending.OPTIMAL


@pytest.mark.parametrize("pattern", list(FacultyPattern))
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_checker_and_twin_agree_on_any_half_days(data: st.DataObject, pattern: FacultyPattern) -> None:
    problem = data.draw(half_day_problems(pairing=False, pattern=pattern))
    offers = [dict.fromkeys((*member.sessions, *member.offered)) for member in problem.faculty]
    anywhere = [session.id for session in problem.sessions]
    held = [
        tuple(data.draw(st.lists(st.sampled_from(list(mine) or anywhere), max_size=3, unique=True)))
        for mine in offers
    ]
    solution = Solution({}, {}, {m.id: h for m, h in zip(problem.faculty, held, strict=True)})
    accepted = not any(CHECKERS[RuleId.FACULTY_SESSIONS](problem, solution))
    event("accepted" if accepted else "refused")
    assert has(problem, *held) is accepted


def test_deciding_half_days_changes_the_answer() -> None:
    given = tiny(
        (MON, TUE),
        (coach("F1", (MON,), offered=named((TUE,)), weekly_quota=1),),
        (trainee("R1", (TUE,)),),
        decide=frozenset((Decision.SESSIONS,)),
    )
    before, after = solve(given), solve(replace(given, decide=DECIDED))
    assert before.objective == -0.0
    assert after.objective == 1.0
    assert after.solution is not None
    assert after.solution.precepting == {"F1": (TUE,)}


def test_a_coach_who_is_present_at_one_site_and_precepts_at_another_is_met_in_both() -> None:
    member = coach("F1", (), present=named((MON,)), offered=named((AT_B,)))
    residents = (trainee("R1", (MON, AT_B)), trainee("R2", (AT_B,)))
    problem = tiny((MON, AT_B), (member, coach("F2", (MON,))), residents, decide=DECIDED)
    outcome = solve(problem)
    assert outcome.solution is not None
    assert outcome.solution.precepting[FacultyId("F1")] == (AT_B,)
    assert outcome.solution.assignments[ResidentId("R2")] == (AT_B,)
    assert outcome.objective == outcome.bound == score(problem, outcome.solution).total
    assert score(problem, outcome.solution).overlap == 2.0


@pytest.mark.parametrize(
    ("member", "objective"),
    [
        (coach("F1", present=named((MON,))), -0.5),
        (coach("F1", (MON,)), 0.0),  # it is decided that they stay away, and nobody misses them
        (coach("F1", present=named((MON,)), offered=named((TUE,))), -0.5),
    ],
    ids=["present", "may stay away", "present anyway"],
)
def test_a_window_is_missed_only_if_the_coach_is_there_as_decided(
    member: FacultyMember, objective: float
) -> None:
    full = (clinic(MON, rooms=0), clinic(TUE, rooms=0))
    rules = Rules(contact_window_weeks=1)
    problem = tiny(full, (member,), (trainee("R1", (MON, TUE)),), decide=DECIDED, rules=rules)
    outcome = solve(problem)
    assert outcome.objective == objective
    assert outcome.status is Status.OPTIMAL


def test_the_same_file_gives_the_same_half_days_every_time() -> None:
    problem = offering_year(12, 6, interns_open=True, pattern=FacultyPattern.DATE)
    first, second = solve(problem), solve(problem)
    assert first.solution is not None
    assert (first.solution, first.bound) == (second.solution, second.bound)
    assert first.certificate == second.certificate
    today = {member.id: member.sessions for member in problem.faculty}
    assert first.solution.precepting != today


def test_where_todays_half_days_leave_no_schedule_others_are_found_and_proven_best() -> None:
    problem = offering_year(12, 4, interns_open=False, pattern=FacultyPattern.DATE)
    given = replace(problem, decide=problem.decide - {Decision.FACULTY_SESSIONS})
    assert solve(given).status is Status.INFEASIBLE
    assert solve(problem).status is Status.OPTIMAL

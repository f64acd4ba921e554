"""Certificates: those of the solver prove its bounds, and no prices prove a bound that a legal schedule beats."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from benchmarks.generator import year
from scheduling.domain.ids import Decision, FacultyId, FacultyPattern, ResidentId, Status
from scheduling.domain.problem import EarlierCoach, Objective, OverlapPiece, Preference, Problem, Rules
from scheduling.domain.score import score
from scheduling.domain.solution import Outcome
from scheduling.exchange.solution_file import read_solution, write_solution
from scheduling.solver import solve
from scheduling.solver.verify import check
from scheduling.solver.verifying.certificate import read_certificate
from scheduling.solver.verifying.exact import exact, score_step
from scheduling.solver.verifying.proof import prove
from scheduling.solver.verifying.scoring import exact_score
from tests.builders import FIRST_MONDAY, coach, named, pins, tiny, trainee
from tests.solver.enumeration import best_of_all
from tests.solver.price_lists import random_certificate
from tests.solver.random_problems import half_day_problems, problems

either = st.booleans().flatmap(lambda pairing: problems(pairing=pairing))
with_half_days = st.tuples(st.booleans(), st.sampled_from(FacultyPattern)).flatmap(
    lambda drawn: half_day_problems(pairing=drawn[0], pattern=drawn[1])
)
LITTLE = Fraction(1, 1000)  # finer than the step of any of these scores


def assert_verified(problem: Problem, outcome: Outcome) -> None:
    """Everything that the solution file claims holds, as it is read back from the file."""
    read = read_solution(write_solution(outcome))
    certificate = None if read.certificate is None else read_certificate(problem, read.certificate)
    assert [finding.line for finding in check(problem, read, certificate) if not finding.holds] == []
    if certificate is not None and read.objective is not None:
        assert not prove(problem, certificate, exact(read.objective) - LITTLE).holds


@settings(max_examples=200, deadline=None, suppress_health_check=(HealthCheck.too_slow,))
@given(either | with_half_days, st.integers(0, 2**32 - 1), st.integers(1, 2))
def test_no_prices_prove_a_bound_below_a_legal_schedule(problem: Problem, seed: int, stages: int) -> None:
    best = best_of_all(problem)
    assume(best is not None)
    assert best is not None
    certificate = read_certificate(problem, random_certificate(problem, Random(seed), stages))
    reached = exact_score(problem, best.solution)
    below = prove(problem, certificate, reached - LITTLE)
    assert below.faults == ()
    assert not below.holds
    assert below.value is not None
    first = prove(problem, replace(certificate, stages=certificate.stages[:1]), reached - LITTLE)
    assert first.value is not None
    assert first.value >= reached
    assert prove(problem, certificate, first.value).holds


@settings(max_examples=120, deadline=None)
@given(either)
def test_every_solution_of_the_solver_is_verified(problem: Problem) -> None:
    outcome = solve(problem)
    event(f"{outcome.status}, {'no prices' if outcome.certificate is None else 'prices'}")
    assert_verified(problem, outcome)


@settings(max_examples=100, deadline=None)
@given(either)
def test_the_score_in_fractions_is_the_score(problem: Problem) -> None:
    best = best_of_all(problem)
    assume(best is not None)
    assert best is not None
    exactly = exact_score(problem, best.solution)
    assert float(exactly) == pytest.approx(score(problem, best.solution).total, abs=1e-9)
    step = score_step(problem)
    assert step is not None
    assert exactly % step == 0


def test_with_pairing_given_the_prices_of_a_year_prove_it() -> None:
    problem = year(24, 3, interns_open=False)
    outcome = solve(problem)
    assert outcome.status is Status.OPTIMAL
    assert outcome.certificate is not None
    assert_verified(problem, outcome)


def test_with_interns_open_the_prices_of_a_year_prove_its_bound() -> None:
    problem = year(15, 2, interns_open=True)
    outcome = solve(problem)
    assert outcome.certificate is not None
    assert_verified(problem, outcome)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_year_with_a_published_schedule_and_a_frozen_past_is_proven_by_prices(seed: int) -> None:
    problem = year(24, seed, interns_open=False)
    before = solve(problem)
    assert before.solution is not None
    away = problem.faculty[0]
    later = replace(
        problem,
        faculty=(replace(away, sessions=away.sessions[: len(away.sessions) // 2]), *problem.faculty[1:]),
        published=before.solution.assignments,
        frozen_before=problem.first_monday + timedelta(weeks=8),
        objective=Objective(changed_assignment=0.1, missed_window=0.7),
    )
    outcome = solve(later)
    assert outcome.bound is not None
    assert outcome.certificate is not None
    assert_verified(later, outcome)


CLINICS = ("0 Mon AM", "0 Mon PM", "1 Mon AM", "2 Tue AM")
EVERY_WEEK = Rules(max_gap_weeks=1)
DISLIKED = tuple(Preference(ResidentId("R1"), session, -1.5) for session in named(CLINICS))
LIKED = tuple(Preference(ResidentId("R1"), session, 2.0) for session in named(CLINICS))
MOVED = {"published": {"R1": named(("0 Mon AM", "1 Mon AM"))}, "objective": Objective(changed_assignment=0.3)}


@pytest.mark.parametrize(
    ("changes", "best"),
    [
        ({"rules": EVERY_WEEK, "preferences": DISLIKED}, -4.5),  # each week asks for one, at 1.5 each
        ({"rules": Rules(max_sessions_per_day=2), "preferences": LIKED}, 8.0),  # both on Monday
        (MOVED, -0.0),
        ({**MOVED, "pins": pins(avoid=[("R1", "0 Mon AM")])}, -0.3),
        ({**MOVED, "pins": pins(attend=[("R1", "2 Tue AM")])}, -0.3),
    ],
)
def test_the_prices_of_each_part_prove_neither_more_nor_less_than_the_best(
    changes: dict[str, Any], best: float
) -> None:
    problem = tiny(CLINICS, (coach("F1", ()), coach("F2", CLINICS)), (trainee("R1", CLINICS),), **changes)
    outcome = solve(problem)
    assert outcome.objective == pytest.approx(best)
    assert outcome.certificate is not None
    assert_verified(problem, outcome)
    prices = read_certificate(problem, read_solution(write_solution(outcome)).certificate or {})
    assert prove(problem, prices, Fraction(1000)).value == exact(best)


TEAM = {"team": (FacultyId("F2"),)}
CHANGED = {"earlier_coaches": (EarlierCoach(FacultyId("F2"), FIRST_MONDAY),)}


@pytest.mark.parametrize(
    ("changes", "best"),
    [
        (TEAM, 2.25),  # three dates with the team, at 0.75 each
        (CHANGED, 1.0),  # the Monday of the change is still the earlier coach's
        (TEAM | CHANGED, 2.5),
    ],
)
def test_the_prices_know_the_team_and_the_coach_of_earlier_days(changes: dict[str, Any], best: float) -> None:
    residents = (trainee("R1", CLINICS, **changes),)
    objective = Objective(team_overlap=0.75)
    problem = tiny(CLINICS, (coach("F1", ()), coach("F2", CLINICS)), residents, objective=objective)
    outcome = solve(problem)
    assert outcome.objective == pytest.approx(best)
    assert outcome.certificate is not None
    assert_verified(problem, outcome)
    prices = read_certificate(problem, read_solution(write_solution(outcome)).certificate or {})
    assert prove(problem, prices, Fraction(1000)).value == exact(best)


def test_pins_tighten_what_prices_prove() -> None:
    sessions = ("0 Mon AM", "0 Tue AM", "0 Wed AM")
    free = tiny(
        sessions,
        (coach("F1", sessions[:2]),),
        (trainee("R1", sessions, (0, 2), year_min=1, year_max=3),),
        objective=Objective((OverlapPiece(None, 8.0),), missed_window=0),
    )
    avoiding = replace(free, pins=pins(avoid=[("R1", "0 Mon AM")]))
    kept = replace(free, pins=pins(attend=[("R1", "0 Wed AM")], avoid=[("R1", "0 Mon AM")]))
    full = replace(kept, pins=pins(attend=[("R1", "0 Wed AM"), ("R1", "0 Mon AM")]))
    assert [_proven_at_full_price(problem) for problem in (free, avoiding, kept, full)] == [16, 8, 8, 8]


def _proven_at_full_price(problem: Problem) -> Fraction | None:
    """What is proven if an overlap costs the pair all that it earns."""
    stage: dict[str, Any] = {key: {} for key in ("rooms", "supervision", "gap", "contact", "panels")}
    stage["pairs"] = {"R1": {"F1": [8, 0]}}
    prices = read_certificate(problem, {"kind": "prices/1", "scale": 1, "stages": [stage]})
    return prove(problem, prices, Fraction(1000)).value


@pytest.mark.parametrize("residents", [1, 2])
@pytest.mark.parametrize("places", [1, 2, 3])
@pytest.mark.parametrize("pattern", list(FacultyPattern))
def test_what_residents_without_a_coach_pay_for_presence_is_earned_by_whoever_is_there(
    residents: int, places: int, pattern: FacultyPattern
) -> None:
    """Each could earn 8 with either coach; half of it is paid to the coach, and nothing of it may get lost."""
    sessions = ("0 Mon AM", "0 Tue AM")
    faculty = tuple(
        coach(name, (), (0, places), offered=named(sessions), weekly_quota=1) for name in ("F1", "F2")
    )
    problem = tiny(
        sessions,
        faculty,
        [trainee(f"R{n}", sessions, (0, 1), of=None, year_max=1) for n in range(residents)],
        decide=frozenset(Decision),
        rules=Rules(faculty_pattern=pattern),
        objective=Objective((OverlapPiece(None, 8.0),), missed_window=0),
    )
    stage: dict[str, Any] = {key: {} for key in ("rooms", "supervision", "gap", "contact", "panels")}
    paid = [[session, 4] for session in sessions]
    for resident in problem.residents:
        stage.setdefault("pairs", {})[resident.id] = {"F1": [8, 0], "F2": [8, 0]}
        stage.setdefault("presence", {})[resident.id] = {"F1": paid, "F2": paid}
    prices = read_certificate(problem, {"kind": "prices/2", "scale": 1, "stages": [stage]})
    assert prove(problem, prices, Fraction(1000)).value == 8 * residents == solve(problem).objective

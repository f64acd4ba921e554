"""Prices of the joint relaxation: any of its duals bound, pairs are dropped with proof, branching proves the rest."""

import time
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks.generator import year
from scheduling.domain.ids import FacultyId, ResidentId, Status
from scheduling.domain.problem import Pins, Problem
from scheduling.domain.solution import Outcome
from scheduling.exchange.solution_file import read_solution, write_solution
from scheduling.solver import Limits, solve
from scheduling.solver.array_building import arrays_of
from scheduling.solver.certificate import StagePrices, certificate, price_bound, stage_prices
from scheduling.solver.certify import grid
from scheduling.solver.engines import near_optimum
from scheduling.solver.exchange_pairs import Likely, exchange_pairs
from scheduling.solver.joint import JointModel, build_joint
from scheduling.solver.joint_prices import joint_prices
from scheduling.solver.pairs import PairTable, pair_table
from scheduling.solver.prices import rule_rows
from scheduling.solver.progress import Run
from scheduling.solver.schedule import build_schedule
from scheduling.solver.state import Search
from scheduling.solver.transport import best_pairing
from scheduling.solver.tuning import tuned, tuned_near
from scheduling.solver.verify import check
from scheduling.solver.verifying.certificate import read_certificate
from scheduling.solver.verifying.exact import down_to_step, exact, score_step
from scheduling.solver.verifying.proof import prove
from scheduling.solver.worth import Multipliers, Prices, pair_values
from tests.solver.enumeration import best_of_all
from tests.solver.random_problems import problems

either = st.booleans().flatmap(lambda pairing: problems(pairing=pairing))
seeds = st.integers(0, 2**32 - 1)


def joint_of(problem: Problem) -> JointModel:
    """The joint model over all pairs."""
    arrays = arrays_of(problem)
    return build_joint(pair_table(arrays), build_schedule(arrays, np.zeros(arrays.residents, dtype=np.int64)))


def bound_of(joint: JointModel, duals: np.ndarray) -> float:
    """What some duals of the joint model prove of the whole score."""
    table, found = joint.copies.table, joint_prices(joint, duals)
    stage = stage_prices(joint.built, table, found.rows, found.multipliers, found.panel)
    return price_bound(stage) + table.arrays.constant


def random_stage(problem: Problem, seed: int) -> StagePrices:
    """Random prices of everything that a stage may price, windows by pair."""
    random = np.random.default_rng(seed)
    arrays = arrays_of(problem)
    table = pair_table(arrays)
    built = build_schedule(arrays, np.zeros(arrays.residents, dtype=np.int64))
    pairs = len(table.resident)
    multipliers = Multipliers(
        mu=random.normal(2, 3, pairs),
        load=random.normal(0, 2, pairs),
        contact=random.uniform(0, problem.objective.missed_window, table.windows.shape),
    )
    rows = random.normal(0, 2, rule_rows(built))
    return stage_prices(built, table, rows, multipliers, random.normal(0, 1, len(problem.faculty)))


@settings(max_examples=60, deadline=None)
@given(problems(pairing=True), seeds)
def test_any_duals_of_the_joint_relaxation_bound_every_pairing_and_schedule(
    problem: Problem, seed: int
) -> None:
    best = best_of_all(problem)
    assume(best is not None)
    assert best is not None
    joint = joint_of(problem)
    duals = np.random.default_rng(seed).normal(0, 3, len(joint.matrix.row_lower))
    assert bound_of(joint, duals) >= best.score - 1e-6


@settings(max_examples=30, deadline=None)
@given(problems(pairing=True), st.integers(1, 40))
def test_an_engine_stopped_after_a_few_steps_still_bounds(problem: Problem, steps: int) -> None:
    best = best_of_all(problem)
    assume(best is not None)
    assert best is not None
    joint = joint_of(problem)
    near = near_optimum(joint.matrix, time.monotonic() + 60, steps)
    assert near is not None
    assert bound_of(joint, near.duals) >= best.score - 1e-6


@settings(max_examples=80, deadline=None)
@given(either, seeds)
def test_the_bound_of_any_prices_is_what_whole_numbers_prove(problem: Problem, seed: int) -> None:
    free = replace(problem, pins=Pins(), frozen_before=None)  # the verifier keeps these without any price
    assert_same_bound(free, random_stage(free, seed))


def assert_same_bound(problem: Problem, stage: StagePrices) -> None:
    """The bound in numpy and that in whole numbers agree, to the step of the score."""
    assume(all(problem.candidates_of(resident) for resident in problem.residents))
    bound = price_bound(stage) + stage.table.arrays.constant
    proof = prove(problem, read_certificate(problem, certificate(stage)()), Fraction(-(10**9)))
    assert proof.faults == ()
    assert proof.value is not None
    near = (down_to_step(exact(bound + shift), score_step(problem)) for shift in (-1e-5, 1e-5))
    assert proof.value in set(near)


@settings(max_examples=40, deadline=None)
@given(either, seeds)
def test_tuning_never_makes_a_bound_worse_and_says_at_which_multipliers(problem: Problem, seed: int) -> None:
    stage = random_stage(problem, seed)
    table = stage.table
    prices = Prices(np.random.default_rng(seed).normal(0, 2, len(table.arrays.options.session)), 0.0)
    before = pair_values(table, prices, stage.multipliers)
    for multipliers, values in (
        tuned(table, prices, stage.multipliers),
        tuned_near(table, prices, stage.multipliers, stage.panel),
    ):
        assert np.all(values <= before + 1e-9)
        assert values == pytest.approx(pair_values(table, prices, multipliers))


def assert_verified(problem: Problem, outcome: Outcome) -> None:
    read = read_solution(write_solution(outcome))
    prices = None if read.certificate is None else read_certificate(problem, read.certificate)
    assert [finding.line for finding in check(problem, read, prices) if not finding.holds] == []


def test_pairs_dropped_by_one_stage_of_prices_let_the_next_prove_the_year() -> None:
    problem = year(15, 3, interns_open=True)
    outcome = solve(problem)
    assert outcome.status is Status.OPTIMAL
    assert outcome.certificate is not None
    assert len(outcome.certificate["stages"]) > 1
    assert_verified(problem, outcome)
    assert outcome.bound is not None
    last = {**outcome.certificate, "stages": outcome.certificate["stages"][-1:]}
    assert not prove(problem, read_certificate(problem, last), exact(outcome.bound)).holds


def test_branching_over_pairs_proves_what_prices_leave_open() -> None:
    problem = year(15, 1, interns_open=True)
    outcome = solve(problem)
    assert outcome.status is Status.OPTIMAL
    assert outcome.certificate is None  # it rests on branch and bound, and says so
    assert_verified(problem, outcome)
    assert outcome.solution is not None
    assert outcome.objective is not None
    coaches = outcome.solution.coach
    swaps = list(combinations([r.id for r in problem.residents if r.coach is None], 2))
    assert swaps
    for one, other in swaps:
        swapped = {**coaches, one: coaches[other], other: coaches[one]}
        assert best_under(problem, swapped) <= outcome.objective + 1e-6
    assert best_under(problem, coaches) == pytest.approx(outcome.objective)


def best_under(problem: Problem, coaches: Mapping[ResidentId, FacultyId]) -> float:
    """The best score under a pairing."""
    people = tuple(replace(r, coach=coaches[r.id], coach_fixed=True) for r in problem.residents)
    found = solve(replace(problem, residents=people))
    assert found.status is Status.OPTIMAL
    assert found.objective is not None
    return found.objective


def test_the_same_year_is_solved_and_proven_the_same_way_every_time() -> None:
    problem = year(15, 2, interns_open=True)
    first, second = solve(problem), solve(problem)
    assert first.solution == second.solution
    assert (first.bound, first.certificate) == (second.bound, second.certificate)


def test_exchanging_pairs_never_loses_and_finds_the_pairing_that_shares_point_to() -> None:
    problem = year(15, 2, interns_open=True)
    best = solve(problem)
    assert best.solution is not None
    search = search_of(problem)
    table = search.table
    random = np.random.default_rng(3)
    poor = best_pairing(table, random.random(len(table.resident)), np.inf, 1)
    assert poor is not None
    search.schedule(poor.coach, thorough=True)
    reached = search.run.objective
    assert reached is not None
    assert best.objective is not None
    assert reached < best.objective
    exchange_pairs(search, Likely(table, random.random(len(table.resident))))
    assert search.run.objective is not None
    assert reached <= search.run.objective <= best.objective
    chosen = [FacultyId(problem.faculty[number].id) for number in table.coach]
    wanted = [problem.residents[number].id for number in table.resident]
    share = np.array([float(best.solution.coach[r] == f) for r, f in zip(wanted, chosen, strict=True)])
    exchange_pairs(search, Likely(table, share))
    assert search.run.objective == pytest.approx(best.objective)


def search_of(problem: Problem) -> Search:
    """A search that has found nothing yet."""
    arrays = arrays_of(problem)
    run = Run(problem, Limits(), lambda _: None, lambda _: None, time.monotonic())
    return Search(run, arrays, pair_table(arrays), grid(problem))


def test_a_table_of_some_pairs_values_them_as_the_whole_table_does() -> None:
    arrays = arrays_of(year(15, 2, interns_open=True))
    table: PairTable = pair_table(arrays)
    random = np.random.default_rng(5)
    pairs = np.flatnonzero(random.random(len(table.resident)) < 0.4)
    prices = Prices(random.normal(0, 1, len(arrays.options.session)), 0.0)
    multipliers = Multipliers(
        random.normal(2, 2, len(table.resident)),
        random.normal(0, 1, len(table.resident)),
        random.uniform(0, 0.5, table.windows.shape),
    )
    whole = pair_values(table, prices, multipliers)
    assert pair_values(table.of(pairs), prices, multipliers.of(pairs)) == pytest.approx(whole[pairs])

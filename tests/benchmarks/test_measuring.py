"""Measuring a command, and rows that say why they have no figures."""

import pytest

from benchmarks.bars import Bar, gap_at, memory, proven, rows_of
from benchmarks.instances import Open, Shape, build, short_of_rooms
from benchmarks.measure import Measurement, Moment, RunFailedError, measure
from benchmarks.rows import REMARK, Row, attempted
from benchmarks.shares import steps
from benchmarks.shortages import names
from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import RuleId, Status
from scheduling.domain.solution import Outcome
from scheduling.domain.violations import Violation
from scheduling.solver import solve

TINY = Shape(9, 2, weeks=6, attendings=1)


def run_of(
    *moments: Moment, objective: float = 95.0, bound: float = 100.0, seconds: float = 9.0
) -> Measurement:
    outcome = Outcome("p", Status.FEASIBLE, None, objective, bound, "none", 1)
    return Measurement(outcome, 0, None, moments, seconds, 8.0, 50.0)


def test_a_solve_is_measured_from_file_to_file_and_its_steps_sum_to_the_whole() -> None:
    problem = build(TINY)
    run = measure(problem)
    assert (run.proven, run.broken) == (True, 0)
    assert run.outcome.objective == solve(problem).objective
    assert 0 < run.moments[0].seconds < (run.first_schedule or 0) < run.seconds
    told = dict(steps(run))
    assert sum(told.values()) == pytest.approx(run.seconds, abs=0.01)
    assert min(told.values()) >= 0


def test_memory_is_that_of_the_command_and_not_of_those_who_measure() -> None:
    ballast = bytearray(400_000_000)
    ballast[::4096] = b"x" * len(ballast[::4096])
    run = measure(build(TINY), ("benchmarks.rivals", "greedy"))
    assert run.memory < 200
    assert len(ballast) > 1_000_000 * run.memory


def test_a_command_that_refuses_or_takes_too_long_says_so_in_one_line() -> None:
    is_open = build(Shape(9, 2, weeks=6, open=Open.INTERNS))
    with pytest.raises(RunFailedError, match="refused: greedy needs a pairing"):
        measure(is_open, ("benchmarks.rivals", "greedy"))
    with pytest.raises(RunFailedError, match=r"killed after 0\.01 s"):
        measure(is_open, patience=0.01)


def test_a_command_that_breaks_says_its_last_words() -> None:
    with pytest.raises(RunFailedError, match=r"ended with status 1: .*No module named benchmarks\.nobody"):
        measure(build(TINY), ("benchmarks.nobody",))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (RunFailedError("killed after\n3 s"), "killed after 3 s"),
        (ValueError("no seats"), "ValueError: no seats"),
        (ProblemError("session S: not supported."), "refused: session S: not supported."),
    ],
)
def test_a_row_that_fails_keeps_its_labels_and_says_why(fault: Exception, said: str) -> None:
    def measured() -> Row:
        raise fault

    assert attempted({"residents": 9}, measured) == {"residents": 9, REMARK: said}
    assert attempted({"residents": 9}, lambda: {"wall [s]": 2.0}) == {"residents": 9, "wall [s]": 2.0}


def test_a_promise_is_met_only_by_a_figure_within_its_target() -> None:
    kept, missed = rows_of(Bar(TINY, 30.0, (proven(29.0), memory())))[0], proven(8.0)
    assert (kept["met"], kept["unit"]) == ("yes", "s")
    assert missed.measured(run_of()) is None  # never proven
    assert run_of().seconds > missed.target


def test_a_promise_on_a_year_that_cannot_be_measured_is_not_met_and_says_why() -> None:
    broken = rows_of(Bar(Shape(9, half_days=10), 5.0, (proven(2.0), memory())))
    assert [row["met"] for row in broken] == ["no", "no"]
    assert all(row[REMARK] for row in broken)
    refused = rows_of(Bar(Shape(9, weeks=6, min_residents=-1), 5.0, (proven(2.0),)))[0]
    assert refused["met"] == "refused"
    assert "min_residents" in str(refused[REMARK])


def test_the_gap_at_a_time_is_that_of_the_last_line_before_it() -> None:
    run = run_of(
        Moment(0.1, "Read and check", None, None),
        Moment(2.0, "Improve", 80.0, None),
        Moment(3.0, "Improve", 80.0, 100.0),
        Moment(6.0, "Improve", 90.0, 100.0),
    )
    assert [run.gap_at(at) for at in (0.05, 2.5, 5.9, 6.0, 9.5)] == [None, None, 20.0, 10.0, 5.0]
    assert gap_at(5.0, 10).measured(run) == 20.0
    assert run.first_schedule == 2.0


def test_a_shortage_is_named_only_where_a_sentence_states_its_number() -> None:
    def said(message: str) -> tuple[Violation, ...]:
        return (Violation(RuleId.ROOMS, message),)

    assert names(said("The sessions of weeks 25-29 hold 320: 20 short."), 20)
    assert names(said("20 clinics are missing: 20 clinics short."), 20)
    assert not names(said("R020 is asked for 3. 1 short."), 20)
    assert not names(said("The sessions hold 320: 120 short."), 20)
    proven_short = solve(short_of_rooms(12, 1, 4, range(5, 10), 15).problem)
    assert proven_short.status is Status.INFEASIBLE

"""What becomes of a run in the corners that no real solver reaches on demand."""

from dataclasses import replace
from pathlib import Path

import pytest

from scheduling.domain.ids import Status
from scheduling.domain.solution import Outcome, Solution, Spared
from scheduling.exchange.solution_file import write_solution
from scheduling.models import RunState, StopRequest
from scheduling.services.solving.concluding import Attempt, Conclusion, conclude
from scheduling.services.solving.judging import NotAccepted, Result, read_result
from scheduling.services.solving.watching import Ending, Why
from scheduling.solver import solve
from tests.builders import clinic, coach, tiny, trainee

KILLED = -9


def test_the_better_of_two_attempts_is_the_result() -> None:
    ended = _conclude(Ending(0), result=_found(5.0), kept=_found(7.0))
    assert (ended.state, _objective(ended)) == (RunState.FINISHED, 7.0)
    ended = _conclude(Ending(0), result=_found(9.0), kept=_found(7.0))
    assert (ended.state, _objective(ended)) == (RunState.FINISHED, 9.0)


def test_what_an_earlier_attempt_found_is_the_result_if_the_last_one_finds_nothing() -> None:
    ended = _conclude(Ending(4), kept=_found(7.0))
    assert (ended.state, _objective(ended)) == (RunState.FINISHED, 7.0)


def test_a_run_stopped_to_keep_takes_what_an_earlier_attempt_found() -> None:
    ended = _conclude(Ending(KILLED, Why.ASKED), kept=_found(7.0), request=StopRequest.KEEP)
    assert (ended.state, _objective(ended)) == (RunState.FINISHED, 7.0)


def test_a_proof_that_comes_as_the_worker_ends_ends_the_run() -> None:
    best = Ending(0, Why.WORKER_ENDS)
    assert _conclude(best, result=_found(9.0, Status.OPTIMAL)).state == RunState.FINISHED
    assert _conclude(best, result=_found(9.0, Status.FEASIBLE)).state == RunState.QUEUED


SPARED = Spared(changes=2, best_objective=9.5, best_changes=40)


@pytest.mark.parametrize(("bound", "state"), [(9.5, RunState.FINISHED), (9.6, RunState.QUEUED)])
def test_few_changes_preferred_to_a_proven_best_end_the_run_as_the_worker_ends(
    bound: float, state: RunState
) -> None:
    few = _found(9.0, spared=SPARED, bound=bound)
    assert _conclude(Ending(0, Why.WORKER_ENDS), result=few).state == state


def test_few_changes_preferred_to_a_proven_best_are_the_answer_over_an_earlier_attempt() -> None:
    few = _found(9.0, spared=SPARED, bound=9.5)
    assert _objective(_conclude(Ending(0), result=few, kept=_found(9.5))) == 9.0


def test_a_cancelled_run_is_cancelled_even_if_its_solver_was_killed_or_finished() -> None:
    for ending in (Ending(0), Ending(3), Ending(4), Ending(KILLED), Ending(2)):
        assert _conclude(ending, request=StopRequest.CANCEL).state == RunState.CANCELLED


def test_an_attempt_that_ends_with_its_worker_does_not_count_as_failed() -> None:
    handed_back = _conclude(Ending(KILLED, Why.WORKER_ENDS))
    assert (handed_back.state, handed_back.failed) == (RunState.QUEUED, False)


def test_success_without_a_schedule_is_a_failure_with_a_reason() -> None:
    ended = _conclude(Ending(0))
    assert ended.state == RunState.FAILED
    assert "wrote none" in ended.message


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (Ending(KILLED, Why.OVERTIME), "did not end when its time was up"),
        (
            Ending(1, Why.NO_FILES, ("The worker cannot use its files (No space left on device).",)),
            "No space left",
        ),
        (Ending(-11), "SIGSEGV"),
        (Ending(1), "it said nothing"),
    ],
)
def test_a_failed_attempt_is_tried_again_until_the_third_then_the_reason_stands(
    ending: Ending, words: str
) -> None:
    assert [_conclude(ending, failures=n).state for n in range(3)] == [
        RunState.QUEUED,
        RunState.QUEUED,
        RunState.FAILED,
    ]
    assert words in _conclude(ending, failures=2).message


def test_a_refusal_without_words_is_no_blank() -> None:
    assert _conclude(Ending(2)).message == "The solver refused the problem: It gave no reason."


def test_an_infeasible_year_without_conflicts_is_no_blank() -> None:
    assert "did not say which" in _conclude(Ending(3)).message


CROWDED = tiny(
    (clinic("0 Mon AM", rooms=1),),
    (coach("F1", ("0 Mon AM",)),),
    [trainee(f"R{number}", ("0 Mon AM",), (1, 1)) for number in range(1, 12)],
)


def test_what_collides_is_followed_by_what_would_have_to_give_way() -> None:
    said = _conclude(Ending(3), result=Result(solve(CROWDED), b"")).message.splitlines()
    assert said[0] == "No schedule can keep all the rules:"
    assert said[1].endswith("1: 10 short.")
    assert "The schedule that breaks least does not keep 10 rules:" in said
    assert said[-2].endswith("has 0 sessions in week 0; 1 to 1 are asked.")
    assert said[-1] == "And 2 more."


def test_a_relaxed_schedule_that_breaks_more_than_it_names_is_not_accepted(tmp_path: Path) -> None:
    outcome, path = solve(CROWDED), tmp_path / "solution.json"
    assert outcome.relaxed is not None
    path.write_text(write_solution(outcome), encoding="utf-8")
    assert read_result(CROWDED, path) is not None
    fewer = replace(outcome.relaxed, relaxations=outcome.relaxed.relaxations[1:])
    path.write_text(write_solution(replace(outcome, relaxed=fewer)), encoding="utf-8")
    with pytest.raises(NotAccepted, match="not named: weekly_load"):
        read_result(CROWDED, path)


def _conclude(
    ending: Ending,
    *,
    result: Result | None = None,
    kept: Result | None = None,
    failures: int = 0,
    request: str = StopRequest.NONE,
) -> Conclusion:
    return conclude(Attempt(ending, result, "", kept, failures, 60), request)


def _found(
    objective: float,
    status: Status = Status.FEASIBLE,
    *,
    bound: float | None = None,
    spared: Spared | None = None,
) -> Result:
    outcome = Outcome("year", status, Solution({}, {}, {}), objective, bound, "by hand", 1, spared=spared)
    return Result(outcome, b"")


def _objective(conclusion: Conclusion) -> float | None:
    return conclusion.best.outcome.objective if conclusion.best else None

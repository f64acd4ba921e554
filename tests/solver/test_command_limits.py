"""The command ``python -m scheduling.solver`` where only a part may change, and its alternatives."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scheduling.domain.ids import ResidentId, RuleId, Status
from scheduling.domain.limiting import published_schedule
from scheduling.domain.problem import Problem
from scheduling.domain.scope import Scope
from scheduling.domain.solution import Outcome
from scheduling.exchange.problem_file import read_problem, write_problem
from scheduling.exchange.solution_file import read_solution, write_solution
from scheduling.services.solving.judging import read_result
from scheduling.solver import verify
from tests.builders import coach, named, tiny, trainee
from tests.example_file import EXAMPLE
from tests.solver.random_edits import changed_cells
from tests.solver.running import run, written


def test_a_solve_limited_to_weeks_holds_the_rest_and_its_proof_can_be_checked(
    tmp_path: Path, held: tuple[Path, Path]
) -> None:
    problem, solution = held
    away = read_problem(problem.read_bytes())
    first = away.faculty[0]
    fewer = tuple(s for s in first.sessions if away.week_of(s) not in range(20, 23))
    changed_year = replace(away, faculty=(replace(first, sessions=fewer), *away.faculty[1:]))
    again = written(tmp_path / "p.json", write_problem(changed_year))
    out = tmp_path / "s.json"
    limits = ("--hold", str(solution), "--weeks", "20-22", "--alternatives", "1", "--within", "0.5%")
    done = run(again, out, *limits)
    assert done.returncode == 0, done.stderr
    outcome, before = read_solution(out.read_bytes()), read_solution(solution.read_bytes())
    assert outcome.scope == Scope(weeks=(20, 22))
    assert len(outcome.alternatives) == 1
    assert before.solution is not None
    for one in (outcome.solution, outcome.alternatives[0].solution):
        assert one is not None
        moved = changed_cells(before.solution, one)
        assert moved
        assert {away.week_of(session) for _, session in moved} <= {20, 21, 22}
    assert verify.main([str(again), str(out)]) == 0


SECONDS = dict.fromkeys(("read", "build", "solve", "total"), 0.0)


@pytest.fixture
def unsolvable(tmp_path: Path) -> tuple[Problem, Path, Path]:
    """A year of which a published session was withdrawn, its file, and the file that says no schedule holds the rest."""
    withdrawn, left, later = "0 Mon AM", "0 Tue AM", "1 Mon AM"
    days = (withdrawn, left, later)
    person = trainee("R1", (left, later), (1, 1))
    asks = replace(tiny(days, (coach("F1", days),), (person,)), published={person.id: named((withdrawn,))})
    problem, out = written(tmp_path / "p.json", write_problem(asks)), tmp_path / "s.json"
    assert run(problem, out, "--weeks", "1").returncode == 3
    return asks, problem, out


def test_an_infeasible_limited_solve_carries_what_was_held_and_can_be_checked(
    unsolvable: tuple[Problem, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    asks, problem, out = unsolvable
    outcome = read_solution(out.read_bytes())
    assert outcome.relaxed is not None
    assert RuleId.PINS in {one.violation.rule for one in outcome.relaxed.relaxations}
    assert verify.main([str(problem), str(out)]) == 0
    assert "agree with what was held outside weeks 1 to 1;" in capsys.readouterr().out
    assert read_result(asks, out) is not None


def test_what_was_held_cannot_be_forged_even_where_the_file_agrees_with_itself(
    unsolvable: tuple[Problem, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, problem, out = unsolvable
    content = json.loads(out.read_text(encoding="utf-8"))
    del content["relaxed"]  # it would have to be forged as well
    assert verify.main([str(problem), str(written(out, content))]) == 0
    content["scope"]["held"]["assignments"] = {"R1": ["0 Tue AM"]}
    written(out, content)
    capsys.readouterr()
    unpublished = "what was published; give --hold SOLUTION.json where another was held"
    assert verify.main([str(problem), str(out)]) == verify.REFUSED
    assert capsys.readouterr().err == f"{out}: scope.held: this is not {unpublished}.\n"
    del content["scope"]["held"]
    written(out, content)
    assert verify.main([str(problem), str(out)]) == verify.REFUSED
    assert capsys.readouterr().err.endswith(
        ": scope: there is no schedule, so it must say which one was held.\n"
    )


def test_a_schedule_that_was_held_by_a_file_is_checked_against_that_file(
    unsolvable: tuple[Problem, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asks, problem, out = unsolvable
    attends = {"0 Mon AM": tmp_path / "one.json", "1 Mon AM": tmp_path / "other.json"}
    for session, path in attends.items():
        solution = replace(published_schedule(asks), assignments={ResidentId("R1"): named((session,))})
        outcome = Outcome(asks.name, Status.FEASIBLE, solution, 0.0, None, "none", 1, SECONDS)
        written(path, write_solution(outcome))
    one, other = attends.values()
    assert run(problem, out, "--weeks", "1", "--hold", str(one)).returncode == 3
    assert verify.main([str(problem), str(out), "--hold", str(one)]) == 0
    capsys.readouterr()
    assert verify.main([str(problem), str(out), "--hold", str(other)]) == verify.REFUSED
    assert capsys.readouterr().err == f"{out}: scope.held: this is not {other}.\n"


def test_a_forged_alternative_is_found_out(
    tmp_path: Path, held: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    problem, _ = held
    out = tmp_path / "s.json"
    assert run(problem, out, "--alternatives", "1").returncode == 0
    assert verify.main([str(problem), str(out)]) == 0
    content = json.loads(out.read_text(encoding="utf-8"))
    content["alternatives"][0]["objective"] += 1
    content["alternatives"][0]["differs"] -= 1
    content["alternatives"][0]["assignments"]["R001"] = []
    capsys.readouterr()
    assert verify.main([str(problem), str(written(out, content))]) == 1
    false = [line for line in capsys.readouterr().out.splitlines() if line.startswith("FALSE")]
    assert all("alternative 1" in line for line in false)
    assert [word for word in ("rule", "objective", "differs") if any(word in line for line in false)] == [
        "rule", "objective", "differs",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--weeks", "50-60"), "weeks 50-60: the weeks run from 0 to 51."),
        (("--site", "NOWHERE"), "site 'NOWHERE': the problem has none of it."),
        (("--residents", "R001,R999"), "resident 'R999': the problem does not have them."),
        (
            ("--from", "2031-01-01"),
            "from 2031-01-01: the day lies outside the weeks 2026-06-29 to 2027-06-27.",
        ),
        ((), "--hold: say what may change: --weeks, --site, --residents or --from."),
    ],
)
def test_a_limit_that_the_problem_does_not_know_is_refused_in_one_line(
    tmp_path: Path, held: tuple[Path, Path], arguments: tuple[str, ...], says: str
) -> None:
    problem, solution = held
    done = run(problem, tmp_path / "s.json", "--hold", str(solution), *arguments)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, says)
    assert list(tmp_path.iterdir()) == []


def test_a_schedule_of_another_problem_or_none_at_all_cannot_be_held(
    tmp_path: Path, held: tuple[Path, Path]
) -> None:
    _, solution = held
    done = run(EXAMPLE, tmp_path / "s.json", "--weeks", "0", "--hold", str(solution))
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2, f"--hold {solution}: it is of '18 residents, seed 5, variable half-days', the problem is 'example'.",
    )  # fmt: skip
    done = run(EXAMPLE, tmp_path / "s.json", "--weeks", "0")
    assert done.returncode == 2
    assert "nothing was published that could be held" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_past_is_held_as_it_was_published(tmp_path: Path) -> None:
    days = ("0 Mon AM", "0 Tue AM", "1 Mon AM", "1 Tue AM")
    mondays, tuesdays = days[::2], days[1::2]
    person = trainee("R1", days, (1, 1))
    year_to_be = tiny(days, (coach("F1", mondays), coach("F2", tuesdays)), (person,))
    published = replace(year_to_be, published={person.id: named(tuesdays)})
    problem, out = written(tmp_path / "p.json", write_problem(published)), tmp_path / "s.json"
    for more, attended in (((), mondays), (("--from", "2026-07-06"), (tuesdays[0], mondays[1]))):
        assert run(problem, out, *more).returncode == 0
        solution = read_solution(out.read_bytes()).solution
        assert solution is not None
        assert solution.assignments == {"R1": attended}
        assert verify.main([str(problem), str(out)]) == 0

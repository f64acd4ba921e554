"""The verifier where a file holds no schedule, or speaks of a part of one."""

from pathlib import Path

import pytest

from scheduling.solver import verify
from tests.solver.forging import Content, alone, verified

COLLISION = {"rule": "rooms", "message": "No.", "residents": [], "sessions": [], "faculty": [], "weeks": []}


def claim_infeasible(content: Content) -> Content:
    """The file of a solve that found no schedule, with a conflict; returns the schedule that was in it."""
    schedule = alone(content)
    empty: Content = {key: {} for key in ("coach", "assignments", "precepting")}
    content.update(empty, status="infeasible", objective=None, bound=None, certificate=None)
    content["conflicts"] = [COLLISION]
    return schedule


def test_infeasibility_is_said_to_rest_on_the_engine(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    claim_infeasible(content)
    status, said = verified(path, content, capsys)
    assert status == verify.HOLDS
    assert said == (
        "holds: the status is infeasible, with 1 conflict named; infeasibility rests on the engine's word.\n"
    )


def test_infeasibility_without_a_conflict_is_denied(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    claim_infeasible(content)
    content["conflicts"] = []
    said = "FALSE: the status is infeasible, and no conflict is named.\n"
    assert verified(path, content, capsys) == (verify.BROKEN, said)


def test_infeasibility_with_a_legal_schedule_called_relaxed_is_denied(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    content["relaxed"] = claim_infeasible(content) | {"relaxations": []}
    status, said = verified(path, content, capsys)
    assert status == verify.BROKEN
    assert "FALSE: the relaxed schedule breaks nothing, so the problem is feasible.\n" in said


def test_conflicts_beside_a_schedule_are_denied(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    content["conflicts"] = [COLLISION]
    status, said = verified(path, content, capsys)
    assert status == verify.BROKEN
    assert f"FALSE: the status is '{content['status']}', with 1 conflict in the file.\n" in said


def test_the_scope_of_a_proof_is_named(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    content["scope"] = {"weeks": [0, 3], "sites": None, "residents": ["R002", "R001"], "since": None}
    content["scope"]["pairing"] = False
    said = verified(path, content, capsys)[1]
    assert (
        "holds: the status speaks of schedules that agree with this one outside weeks 0 to 3, residents R001, R002; "
        "all coaches are held.\n"
    ) in said


@pytest.mark.parametrize(
    ("key", "named"),
    [("residents", "R999"), ("sessions", "nowhere"), ("faculty", "F999"), ("weeks", 52), ("weeks", -1)],
)
def test_a_conflict_about_what_the_problem_does_not_have_is_refused_in_one_line(
    solved: tuple[Path, Content], key: str, named: str | int, capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    known = {"residents": ["R001"], "sessions": [], "faculty": ["F001"], "weeks": [0, 51]}
    claim_infeasible(content)
    content["conflicts"] = [COLLISION, COLLISION | known]
    assert verified(path, content, capsys)[0] == verify.HOLDS
    content["conflicts"][1] = content["conflicts"][1] | {key: [named]}
    status, said = verified(path, content, capsys)
    line = f"{path.with_name('solution.json')}: conflicts[1].{key}: the problem does not have {named!r}.\n"
    assert (status, said) == (verify.REFUSED, line)

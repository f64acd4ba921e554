"""The verifier where faculty's half-days are decided."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from scheduling.solver import verify
from tests.solver.forging import Content, Forge, claim_less, last_stage, verified


def presence(content: Content) -> dict[str, dict[str, list[list[Any]]]]:
    """By resident and coach the sessions with their prices."""
    prices: dict[str, dict[str, list[list[Any]]]] = last_stage(content)["presence"]
    return prices


def turn_a_presence_price(content: Content) -> None:
    row = next(iter(next(iter(presence(content).values())).values()))
    row[0][1] = -row[0][1]


def meet_coaches_for_nothing(content: Content) -> None:
    last_stage(content)["presence"] = {}


def double_the_presence_prices(content: Content) -> None:
    for rows in presence(content).values():
        for row in rows.values():
            for paid in row:
                paid[1] *= 2


def pay_for_what_is_not_offered(content: Content) -> None:
    rows = next(iter(presence(content).values()))
    everyone = {session for sessions in content["precepting"].values() for session in sessions}
    rows[next(iter(rows))] = [[session, 1] for session in everyone]


def precept_in_everything(content: Content) -> None:
    member, held = next((member, held) for member, held in content["precepting"].items() if held)
    everyone = {session for sessions in content["precepting"].values() for session in sessions}
    content["precepting"][member] = sorted({*held, *everyone})


def test_a_true_solution_with_decided_half_days_holds(
    decided: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = decided
    assert content["certificate"] is not None
    status, said = verified(path, content, capsys)
    assert status == verify.HOLDS, said
    assert f"the prices prove {content['bound']:g}" in said


@pytest.mark.parametrize(
    ("forge", "named"),
    [
        (claim_less, "the prices prove"),
        (turn_a_presence_price, "for the presence of"),
        (meet_coaches_for_nothing, "the prices prove"),
        (double_the_presence_prices, "the prices prove"),
        (pay_for_what_is_not_offered, "is not to be decided"),
        (precept_in_everything, "rule faculty_sessions"),
    ],
)
def test_a_forged_solution_with_decided_half_days_is_found_out(
    decided: tuple[Path, Content], forge: Forge, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = decided
    forge(content)
    status, said = verified(path, content, capsys)
    assert status == verify.BROKEN
    assert [line for line in said.splitlines() if line.startswith("FALSE: ") and named in line]


def test_prices_of_one_kind_are_refused_for_problems_of_the_other(
    years: dict[str, tuple[Path, Content]], capsys: pytest.CaptureFixture[str]
) -> None:
    for name, other in (("given", "prices/2"), ("half-days", "prices/1")):
        path, content = years[name]
        forged = deepcopy(content)
        forged["certificate"]["kind"] = other
        assert verified(path, forged, capsys)[0] == verify.REFUSED

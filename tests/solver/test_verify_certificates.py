"""The verifier and the prices that prove a bound: it recomputes all of them."""

from pathlib import Path

import pytest

from scheduling.solver import verify
from tests.solver.forging import Content, Forge, claim_less, last_stage, verified


def turn_a_room_price(content: Content) -> None:
    rooms = last_stage(content)["rooms"]
    session = next(iter(rooms))
    rooms[session] = -rooms[session]


def forget_supervision_and_rooms(content: Content) -> None:
    last_stage(content).update(rooms={}, supervision={})


def forget_an_overlap_price(content: Content) -> None:
    last_stage(content)["pairs"].popitem()


def overcharge_a_panel(content: Content) -> None:
    coach = next(iter(content["precepting"]))
    panels = last_stage(content)["panels"]
    panels[coach] = panels.get(coach, 0) + 100 * content["certificate"]["scale"]


def price_a_gap_that_nobody_has(content: Content) -> None:
    who = next(iter(content["coach"]))
    last_stage(content)["gap"][who] = [[10_000, 1]]


def turn_a_gap_price(content: Content) -> None:
    who = next(iter(content["coach"]))
    last_stage(content)["gap"][who] = [[0, -5 * content["certificate"]["scale"]]]


def turn_a_window_price(content: Content) -> None:
    who = next(iter(content["coach"]))
    last_stage(content)["contact"][who] = [[0, -5 * content["certificate"]["scale"]]]


def shrink_the_prices(content: Content) -> None:
    content["certificate"]["scale"] *= 100


def drop_all_prices(content: Content) -> None:
    content["certificate"]["stages"] = []


@pytest.mark.parametrize(
    ("forge", "named"),
    [
        (claim_less, "the prices prove"),
        (turn_a_room_price, "the price of the rooms of"),
        (forget_supervision_and_rooms, "the prices prove"),
        (forget_an_overlap_price, "the prices prove"),
        (overcharge_a_panel, "the prices prove"),
        (price_a_gap_that_nobody_has, "does not lie inside"),
        (turn_a_gap_price, "below 0"),
        (turn_a_window_price, "below 0"),
        (shrink_the_prices, "the prices prove"),
        (drop_all_prices, "no prices"),
    ],
)
def test_a_forged_certificate_is_found_out_and_the_fault_is_named(
    solved: tuple[Path, Content], forge: Forge, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    forge(content)
    status, said = verified(path, content, capsys)
    assert status == verify.BROKEN
    assert [line for line in said.splitlines() if line.startswith("FALSE: ") and named in line]


def test_other_prices_of_the_right_sign_prove_another_bound(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    rooms = last_stage(content)["rooms"]
    session = next(iter(rooms))
    rooms[session] += 40 * content["certificate"]["scale"]
    assert verified(path, content, capsys)[0] == verify.BROKEN
    content["status"], content["bound"] = "feasible", content["bound"] + 1000
    assert verified(path, content, capsys)[0] == verify.HOLDS


def test_a_bound_without_prices_is_said_to_rest_on_the_engine(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    content["certificate"] = None
    status, said = verified(path, content, capsys)
    assert status == verify.HOLDS
    assert f"no prices certify the bound {content['bound']}" in said


def unknown_session(content: Content) -> None:
    last_stage(content)["rooms"]["nowhere"] = 1


def unknown_kind(content: Content) -> None:
    content["certificate"]["kind"] = "prices/9"


def broken_price(content: Content) -> None:
    last_stage(content)["panels"][next(iter(content["precepting"]))] = 0.5


def no_scale(content: Content) -> None:
    content["certificate"]["scale"] = 0


def twice_the_same_week(content: Content) -> None:
    last_stage(content)["contact"][next(iter(content["coach"]))] = [[0, 1], [0, 1]]


@pytest.mark.parametrize(
    "spoil", [unknown_session, unknown_kind, broken_price, no_scale, twice_the_same_week]
)
def test_a_certificate_of_a_wrong_form_is_refused_in_one_line(
    solved: tuple[Path, Content], spoil: Forge, capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    spoil(content)
    status, said = verified(path, content, capsys)
    assert status == verify.REFUSED
    assert "certificate" in said
    assert said.count("\n") == 1

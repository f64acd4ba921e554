"""The pairing board by keys alone, and what it looks like to axe, to a phone and to a mouse."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.house import House, Visits

ANSWERED = 20_000  # milliseconds in which a step on the board is answered, even beside a solver at work
IN_HAND = "document.activeElement.dataset.key"


@pytest.fixture(scope="module")
def waiting(house: House) -> dict[str, Any]:
    """A program some of whose residents have no coach yet; one panel is full."""
    return house.furnish("pairing_program", "Pairing Program")


@pytest.fixture
def board(visits: Visits, waiting: dict[str, Any]) -> Page:
    """The board, its one tab stop in hand."""
    page = visits.of(waiting["coordinator"]).page
    page.goto(f"/programs/{waiting['program']}/pairing/")
    page.locator("[data-stop][tabindex='0']").focus()
    return page


def test_a_resident_is_picked_placed_and_put_back_by_keys_alone(board: Page) -> None:
    expect(board.locator(".pairing [tabindex='0']")).to_have_count(1)
    row = board.locator("tr[data-resident]").first
    name = row.get_attribute("data-name")
    first_open = row.locator("[data-stop]:not([aria-disabled])").first
    board.keyboard.press("Enter")
    expect(row.get_by_text("picked", exact=True)).to_be_visible()
    expect(board.locator("[data-pairing-live]")).to_contain_text(f"{name} is picked.")
    key = first_open.get_attribute("data-key")
    while board.evaluate(IN_HAND) != key:
        board.keyboard.press("ArrowRight")
    board.keyboard.press("Enter")
    expect(board.locator(f"[data-key='{key}'].is-draft")).to_be_focused(timeout=ANSWERED)
    expect(board.locator("[data-pairing-live]")).to_have_text(f"Placed {name} with {coach_of(board, key)}.")
    expect(board.locator(".pairing [tabindex='0']")).to_have_count(1)
    board.keyboard.press("Escape")
    expect(board.locator(".is-draft")).to_have_count(0, timeout=ANSWERED)
    expect(board.locator("[data-pairing-live]")).to_have_text(f"Put {name} back.")


def coach_of(board: Page, key: str | None) -> str:
    """As the cell's own name has it: ``… with Dr. Okafor: 12 half-days …``."""
    said = board.locator(f"[data-key='{key}']").get_attribute("aria-label") or ""
    return said.partition(" with ")[2].partition(":")[0]


def test_escape_drops_what_was_picked_and_a_place_that_is_full_is_said(board: Page) -> None:
    board.keyboard.press("Enter")
    expect(board.locator(".is-picked")).to_have_count(1)
    board.keyboard.press("Escape")
    expect(board.locator(".is-picked")).to_have_count(0)
    full = board.locator("tr[data-resident] .is-full").first
    full.focus()
    board.keyboard.press("Enter")
    board.keyboard.press("Enter")
    expect(board.locator("[data-pairing-live]")).to_contain_text("Cannot be placed here.")
    expect(board.locator(".is-draft")).to_have_count(0)


def test_arrows_reach_the_panels_and_enter_lifts_a_resident_off(board: Page) -> None:
    rows = board.locator("tr[data-resident]").count()
    for _ in range(rows):
        board.keyboard.press("ArrowDown")
    card = board.evaluate(IN_HAND)
    assert card.startswith("card-")
    board.keyboard.press("Enter")
    expect(board.locator("tr[data-resident]")).to_have_count(rows + 1, timeout=ANSWERED)
    expect(board.locator(f"[data-key='{card}']")).to_contain_text("to be placed")
    board.get_by_role("button", name="Undo").press("Enter")
    expect(board.locator("tr[data-resident]")).to_have_count(rows, timeout=ANSWERED)
    expect(board.get_by_role("button", name="Redo")).to_be_enabled()


def test_a_resident_is_dragged_to_a_coach(board: Page) -> None:
    row = board.locator("tr[data-resident]").first
    free = row.locator("td", has=board.locator("[data-stop]:not([aria-disabled])")).first
    row.locator("[data-drag]").drag_to(free)
    expect(row.locator(".is-draft")).to_have_count(1, timeout=ANSWERED)
    board.get_by_role("button", name="Undo").click()
    expect(board.locator(".is-draft")).to_have_count(0, timeout=ANSWERED)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_board_breaks_no_rule_of_accessibility(
    visits: Visits, waiting: dict[str, Any], scheme: str
) -> None:
    page = visits.of(waiting["coordinator"], color_scheme=scheme).page
    for path in ("pairing/", "pairing/wishes/"):
        page.goto(f"/programs/{waiting['program']}/{path}")
        assert violations(page) == []


def test_on_a_phone_a_coach_is_chosen_from_a_list_ranked_by_what_could_be_reached(
    visits: Visits, waiting: dict[str, Any]
) -> None:
    page = visits.of(waiting["coordinator"], PHONE).page
    page.goto(f"/programs/{waiting['program']}/pairing/")
    assert not reaches_beyond(page, PHONE["width"])
    assert violations(page) == []
    choice = page.locator(".pairing-choice").first
    reached = [int(text.split(": ")[1].split()[0]) for text in choice.locator("option").all_inner_texts()[1:]]
    assert reached == sorted(reached, reverse=True)
    choice.locator("select").select_option(index=1)
    choice.get_by_role("button", name="Plan").click()
    expect(page.locator("option[selected]")).to_have_count(1, timeout=ANSWERED)
    choice.locator("select").select_option(index=0)
    choice.get_by_role("button", name="Plan").click()
    expect(page.locator("option[selected]")).to_have_count(0, timeout=ANSWERED)

"""A draft is edited on its grid: by keys, by mouse, by two at once, without a connection, after signing out."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser import SMALL_PHONE, sign_in
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.furnishing import PASSWORD
from tests.e2e.house import House, Visitor, Visits

TUESDAY, NEXT_TUESDAY = "2026-06-30/AM", "2026-07-07/AM"
FREE_MONDAY, FULL_TUESDAY = "2026-07-06/AM", "2026-07-21/AM"
FIRST_MONDAY, LATER_MONDAY = "2026-06-29/AM", "2026-07-13/AM"
ASKED_AFTER, NOTICED_AFTER = 150, 300  # milliseconds, of grid_price.js and grid_popover.js
NARROW: ViewportSize = {"width": 320, "height": 640}


@pytest.fixture
def made(house: House, request: pytest.FixtureRequest) -> dict[str, Any]:
    """A draft of its own for each test."""
    return house.furnish("drafted_program", request.node.name[:60])


@pytest.fixture
def at(visits: Visits, made: dict[str, Any]) -> "Desk":
    """The coordinator at the draft."""
    return Desk(visits.of(made["coordinator"]), made)


class Desk:
    """Somebody at the grid of the draft."""

    def __init__(self, visitor: Visitor, made: dict[str, Any]) -> None:
        self.visitor, self.made = visitor, made
        self.page: Page = visitor.page
        self.page.goto(made["grid"])

    def cell(self, half_day: str) -> Locator:
        """Nadia's cell on a half-day."""
        heads = self.page.locator("thead [data-half-day]")
        names = heads.evaluate_all("heads => heads.map(head => head.dataset.halfDay)")
        row = self.page.locator(f"tr[data-resident='{self.made['nadia']}']")
        return row.locator("td.cell").nth(names.index(half_day))

    def chip(self, half_day: str) -> Locator:
        """What stands in it."""
        return self.cell(half_day).locator(".chip")

    def take(self, half_day: str) -> None:
        """Have the cell in hand, as the arrows would bring it."""
        self.cell(half_day).evaluate("cell => { cell.tabIndex = 0; cell.focus(); }")

    def carry(self) -> None:
        """Pick up Tuesday's clinic and carry it to the next Tuesday, by keys; see its price."""
        self.lift()
        expect(self.popover).to_contain_text("Tue 7 Jul, AM")
        self.read()

    def lift(self) -> None:
        """The same without looking."""
        self.take(TUESDAY)
        for key in ("Enter", "PageDown", "ArrowRight", "ArrowRight"):
            self.page.keyboard.press(key)

    def read(self) -> None:
        """What is shown was there long enough for Enter to take it."""
        expect(self.popover).not_to_have_attribute("data-unread", "")

    @property
    def popover(self) -> Locator:
        """The price."""
        return self.page.locator("[data-popover]")

    def saw_saved(self) -> None:
        """Wait until everything is with the server."""
        expect(self.page.locator("[data-saved]")).to_contain_text(re.compile(r"Saved \d\d:\d\d"))

    def has_moved(self) -> None:
        """The clinic is on the next Tuesday, also after a reload."""
        self.saw_saved()
        self.page.reload()
        expect(self.chip(NEXT_TUESDAY)).to_have_text("M")
        expect(self.chip(TUESDAY)).to_have_count(0)


def test_a_clinic_moves_by_keys_and_back_across_a_reload(at: Desk) -> None:
    at.carry()
    at.page.keyboard.press("Enter")
    at.has_moved()
    at.take(NEXT_TUESDAY)
    at.page.keyboard.press("p")
    expect(at.cell(NEXT_TUESDAY)).to_have_class(re.compile("is-pinned"))
    expect(at.cell(NEXT_TUESDAY)).to_be_focused()
    expect(at.page.locator("[data-steps]")).to_contain_text("2 changes")
    for _ in range(2):
        at.page.keyboard.press("Control+z")
    expect(at.chip(TUESDAY)).to_have_text("M")
    at.page.reload()
    expect(at.page.locator("[data-redo]")).to_be_enabled()
    at.page.keyboard.press("Control+y")
    at.has_moved()


def test_enter_does_not_take_a_price_that_nobody_can_have_read(at: Desk) -> None:
    """By the page's own clock: at once, and again while the price of another cell is on its way."""
    clock = at.page.clock
    clock.install(time="2026-06-22T10:00:00Z")
    at.page.reload()
    clock.pause_at("2026-06-22T11:00:00Z")
    at.lift()
    clock.run_for(ASKED_AFTER)
    expect(at.popover).to_contain_text("Tue 7 Jul, AM")
    for passed in (0, NOTICED_AFTER - 1):
        clock.run_for(passed)
        at.page.keyboard.press("Enter")
        expect(at.popover).to_be_visible()
    clock.run_for(1)
    for key in ("PageDown", "Enter"):
        at.page.keyboard.press(key)
    expect(at.popover).to_contain_text("Tue 7 Jul, AM")
    expect(at.chip(TUESDAY)).to_have_text("M")
    clock.run_for(ASKED_AFTER)
    expect(at.popover).to_contain_text("Mon 13 Jul, AM")
    clock.run_for(NOTICED_AFTER)
    at.page.keyboard.press("Enter")
    expect(at.popover).to_be_hidden()
    expect(at.chip(LATER_MONDAY)).to_have_text("M")


def test_what_was_saved_is_timed_by_the_clock_of_the_clinic(at: Desk) -> None:
    """Seven in the morning in New York, whatever the device says."""
    at.page.clock.install(time="2026-06-22T11:00:00Z")
    at.page.reload()
    at.take(FREE_MONDAY)
    at.page.keyboard.press("m")
    expect(at.page.locator("[data-saved]")).to_contain_text("Saved 07:00")


def test_a_sites_letter_on_a_free_half_day_adds_a_clinic_there(at: Desk) -> None:
    at.take(FREE_MONDAY)
    at.page.keyboard.press("m")
    expect(at.chip(FREE_MONDAY)).to_have_text("M")
    at.saw_saved()


def test_a_name_that_nobody_has_leaves_a_way_back(at: Desk) -> None:
    said: list[str] = []
    at.page.on("pageerror", lambda error: said.append(str(error)))
    at.page.goto(f"{at.made['grid']}&find=Nobody")
    expect(at.page.get_by_role("link", name="Show all residents")).to_be_visible()
    assert said == []


def test_escape_puts_back_what_was_picked_up(at: Desk) -> None:
    at.carry()
    at.page.keyboard.press("Escape")
    expect(at.popover).to_be_hidden()
    expect(at.page.locator(".is-origin, .chip-lifted")).to_have_count(0)
    expect(at.chip(TUESDAY)).to_have_text("M")


def test_a_clinic_is_dragged_and_its_price_is_under_the_row(at: Desk) -> None:
    at.chip(TUESDAY).hover()
    at.page.mouse.down()
    box = at.cell(NEXT_TUESDAY).bounding_box()
    assert box is not None
    at.page.mouse.move(box["x"] + 12, box["y"] + 24, steps=5)
    expect(at.cell(NEXT_TUESDAY)).to_have_class(re.compile("is-target"))
    at.page.mouse.up()
    at.popover.get_by_role("button", name="Apply").wait_for()
    price = at.popover.bounding_box()
    assert price is not None
    assert price["y"] >= box["y"] + box["height"]
    at.popover.get_by_role("button", name="Apply").click()
    at.has_moved()


def test_a_hard_rule_blocks_with_words(at: Desk) -> None:
    at.cell(TUESDAY).click()
    at.cell(FULL_TUESDAY).click()
    expect(at.popover.get_by_role("button", name="Apply", exact=False).last).to_be_disabled()
    expect(at.popover).to_contain_text("holds 2 residents in 1 room")
    expect(at.page.locator("[data-grid-alert]")).to_contain_text("Rooms full")
    at.page.keyboard.press("Escape")
    expect(at.chip(TUESDAY)).to_have_text("M")


def test_of_two_on_one_cell_the_second_sees_both_values(
    at: Desk, visits: Visits, made: dict[str, Any]
) -> None:
    second = Desk(visits.of(made["chief"]), made)
    second.visitor.allowed = ("409",)
    second.carry()
    at.carry()
    at.page.keyboard.press("Enter")
    at.saw_saved()
    second.page.keyboard.press("Enter")
    stale = second.page.get_by_role("dialog", name="Somebody else changed this")
    expect(stale).to_contain_text("Alma Sandoval changed this")
    expect(stale).to_contain_text("not Main")
    stale.get_by_role("button", name="Keep theirs").click()
    expect(second.chip(NEXT_TUESDAY)).to_have_text("M")
    expect(second.chip(TUESDAY)).to_have_count(0)


def test_who_was_slower_can_put_their_own_on_top(at: Desk, visits: Visits, made: dict[str, Any]) -> None:
    second = Desk(visits.of(made["chief"]), made)
    second.visitor.allowed = ("409",)
    second.carry()
    at.take(TUESDAY)
    at.page.keyboard.press("Delete")
    expect(at.popover).to_contain_text("→ free")
    at.read()
    at.page.keyboard.press("Enter")
    at.saw_saved()
    second.page.keyboard.press("Enter")
    second.page.get_by_role("button", name="Put mine").click()
    second.has_moved()


def test_a_clinic_moved_by_two_stands_once_where_the_second_put_it(
    at: Desk, visits: Visits, made: dict[str, Any]
) -> None:
    second = Desk(visits.of(made["chief"]), made)
    second.visitor.allowed = ("409",)
    second.carry()
    at.lift()
    at.page.keyboard.press("PageDown")
    expect(at.popover).to_contain_text("Mon 13 Jul, AM")
    at.read()
    at.page.keyboard.press("Enter")
    at.saw_saved()
    second.page.keyboard.press("Enter")
    stale = second.page.get_by_role("dialog", name="Somebody else changed this")
    expect(stale).to_contain_text("Mon 13 Jul, AM at Main → Tue 7 Jul, AM at Main")
    expect(stale).to_contain_text("One overlap fewer for Nadia Boateng")
    assert violations(second.page) == []
    stale.get_by_role("button", name="Put mine").click()
    second.has_moved()
    expect(second.chip(LATER_MONDAY)).to_have_count(0)


def test_without_a_connection_edits_are_kept_and_sent_once_it_is_back(at: Desk) -> None:
    at.visitor.allowed = ("ERR_INTERNET_DISCONNECTED",)
    at.visitor.context.set_offline(True)
    at.lift()
    expect(at.popover).to_contain_text("No connection, so its price is not known")
    at.read()
    at.page.keyboard.press("Enter")
    expect(at.page.locator("[data-moment='offline']")).to_contain_text(
        "1 edit is kept here and will be sent."
    )
    expect(at.chip(NEXT_TUESDAY)).to_have_text("M")
    at.visitor.context.set_offline(False)
    expect(at.page.locator("[data-moment='offline']")).to_be_hidden()
    at.has_moved()


def test_signed_out_meanwhile_the_edit_is_kept_and_sent_after_signing_in(
    at: Desk, house: House, made: dict[str, Any]
) -> None:
    at.visitor.allowed = ("403",)
    at.carry()
    at.visitor.context.clear_cookies()
    at.page.keyboard.press("Enter")
    expect(at.page.locator("[data-moment='expired']")).to_contain_text("1 edit is kept here")
    tab = at.visitor.context.new_page()
    sign_in(tab, house.url, made["coordinator"], PASSWORD)
    at.page.locator("[data-moment='expired']").get_by_role("button", name="Send now").click()
    at.has_moved()


def test_price_and_reasons_break_no_rule_of_accessibility(at: Desk) -> None:
    at.take(TUESDAY)
    at.page.keyboard.press("y")
    expect(at.page.get_by_role("heading", name="Why is it so?")).to_be_visible()
    at.carry()
    assert violations(at.page) == []


def test_a_small_phone_reads_and_moves(visits: Visits, made: dict[str, Any]) -> None:
    page = visits.of(made["coordinator"], SMALL_PHONE).page
    page.goto(made["grid"] + "&day=2026-06-30")
    page.get_by_role("button", name="Move Boateng…").click()
    assert violations(page) == []
    assert page.get_by_role("dialog", name="Where to?").get_by_role("button").all_inner_texts() == ["Cancel"]
    page.set_viewport_size(NARROW)
    assert not reaches_beyond(page, NARROW["width"])


def test_what_cannot_be_changed_wraps_in_a_phones_list(
    at: Desk, visits: Visits, made: dict[str, Any]
) -> None:
    at.take(FIRST_MONDAY)
    at.page.keyboard.press("p")
    at.saw_saved()
    page = visits.of(made["coordinator"], SMALL_PHONE).page
    page.goto(f"{made['grid']}&who={made['nadia']}")
    expect(page.get_by_text("together with Dr. Lindqvist, pinned")).to_be_visible()
    assert not reaches_beyond(page, SMALL_PHONE["width"])


def test_a_small_phone_lists_one_resident_and_edits_there(visits: Visits, made: dict[str, Any]) -> None:
    page = visits.of(made["coordinator"], SMALL_PHONE).page
    page.goto(made["grid"])
    page.get_by_label("Show", exact=True).select_option("Boateng")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("heading", name="Nadia Boateng")).to_be_visible()
    assert violations(page) == []
    assert not reaches_beyond(page, SMALL_PHONE["width"])
    page.get_by_role("button", name="Add a clinic, Mon 6 Jul, AM…").click()
    price = page.locator("[data-popover]")
    expect(price).to_contain_text("also Mon 6 Jul, AM at Main")
    price.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("button", name="Move Mon 6 Jul, AM…")).to_be_visible()

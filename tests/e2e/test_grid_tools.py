"""The tools over the grid take little room and lose nothing by it; the year fits, and its line of today is one line."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, SMALL_PHONE
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.house import House, Visits

ONE_ROW, THREE_ROWS = 60, 180  # pixels: a button is 30 high on a desktop, 44 on a phone
WEEKS = 52
SCROLL_BAR = 15  # of a desktop whose scroll bars take room
MORE = ["Solve again", "Repair the week", "Requests", "Versions"]
# Of each mark of this week, from the head down: its left edge, its top and its bottom.
LINE = """() => [...document.querySelectorAll('.grid-year :is(.is-now, .is-today)')].slice(0, 6).map(cell => {
    const box = cell.getBoundingClientRect();
    const [line, border] = [getComputedStyle(cell, '::before'), parseFloat(getComputedStyle(cell).borderLeftWidth)];
    return [box.left + border + parseFloat(line.left), box.top, box.bottom, parseFloat(line.height) - box.height];
})"""


@pytest.fixture(scope="module")
def drafted(house: House) -> dict[str, Any]:
    """A draft to look at."""
    return house.furnish("drafted_program", "The tools over the grid")


@pytest.fixture
def desk(visits: Visits, drafted: dict[str, Any]) -> Page:
    """The draft's grid on a desktop."""
    page = visits.of(drafted["coordinator"]).page
    page.goto(drafted["grid"])
    return page


@pytest.fixture
def phone(visits: Visits, drafted: dict[str, Any]) -> Page:
    """The same on a small phone."""
    page = visits.of(drafted["coordinator"], SMALL_PHONE).page
    page.goto(drafted["grid"])
    return page


@pytest.fixture(scope="module")
def whole(house: House) -> dict[str, Any]:
    """A year of fifty-two weeks."""
    return house.furnish("drafted_year", "A whole year")


@pytest.fixture
def year(visits: Visits, whole: dict[str, Any]) -> Page:
    """The year on a desktop."""
    page = visits.of(whole["coordinator"]).page
    page.goto(whole["year"])
    return page


def height(page: Page) -> float:
    """Of the tools, once the page says how many changes the draft has."""
    expect(page.locator("[data-steps]")).to_contain_text("change")
    box = page.locator(".toolbar").bounding_box()
    assert box is not None
    return box["height"]


def offered(page: Page, menu: str) -> list[str]:
    """What a menu offers that is opened by keys, as the Tab key finds it."""
    summary = page.locator("summary").filter(has_text=menu)
    summary.focus()
    page.keyboard.press("Enter")
    panel = summary.locator("xpath=..")
    found = []
    for _ in panel.locator("a:visible, button:visible").all():
        page.keyboard.press("Tab")
        found.append(page.evaluate("document.activeElement.textContent.trim()"))
    return found


def test_the_tools_are_one_row_on_a_desktop(desk: Page) -> None:
    assert height(desk) < ONE_ROW
    assert offered(desk, "More") == MORE
    desk.keyboard.press("Escape")
    expect(desk.locator("summary").filter(has_text="More")).to_be_focused()
    expect(desk.get_by_role("link", name="Publish…")).to_be_visible()


def test_the_tools_are_three_rows_on_a_phone_and_none_is_missing(phone: Page) -> None:
    assert height(phone) < THREE_ROWS
    expect(phone.get_by_role("button", name="Undo")).to_be_visible()
    assert offered(phone, "More") == ["Publish…", *MORE]


@pytest.mark.parametrize("menu", ["More", "All 2", "Jul"])
def test_an_open_menu_stays_on_a_phones_screen(phone: Page, menu: str) -> None:
    panel = phone.locator("summary").filter(has_text=menu)
    panel.click()
    box = panel.locator("xpath=..").locator(".menu-panel").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= SMALL_PHONE["width"]
    assert not reaches_beyond(phone, SMALL_PHONE["width"])
    assert violations(phone) == []


def test_a_phone_finds_a_resident_in_the_same_menu(phone: Page) -> None:
    phone.locator("summary").filter(has_text="All 2").click()
    phone.get_by_role("searchbox", name="Find resident").fill("Farouk")
    phone.get_by_role("searchbox", name="Find resident").press("Enter")
    expect(phone.locator("summary").filter(has_text="1 of 2")).to_be_visible()


def test_one_menu_narrows_groups_and_keeps_what_was_searched(desk: Page) -> None:
    find = desk.get_by_role("searchbox", name="Find resident")
    find.fill("Boateng")
    find.press("Enter")
    desk.locator("summary").filter(has_text="1 of 2, by PGY").click()
    desk.get_by_label("Coach", exact=True).and_(desk.get_by_role("radio")).check()
    desk.get_by_role("button", name="Show", exact=True).first.click()
    expect(desk.locator("tr[data-group]")).to_contain_text("Dr. Maja Lindqvist")
    expect(desk.locator("summary").filter(has_text="1 of 2, by Coach")).to_be_visible()


def test_a_whole_year_fits_on_a_desktop(year: Page) -> None:
    expect(year.locator("thead [data-column]")).to_have_count(WEEKS)
    room = DESKTOP["width"] - SCROLL_BAR
    year.set_viewport_size({"width": room, "height": DESKTOP["height"]})
    assert year.locator(".grid-scroll").evaluate("area => area.scrollWidth") <= room


def test_the_line_of_this_week_is_one_line_through_head_and_rows(year: Page) -> None:
    marks = year.evaluate(LINE)
    assert len(marks) > 3
    assert {round(left) for left, *_ in marks} == {round(marks[0][0])}
    assert all(longer >= 0 for *_, longer in marks)


def test_a_phone_begins_the_year_at_this_week_beside_the_names(visits: Visits, whole: dict[str, Any]) -> None:
    page = visits.of(whole["coordinator"], SMALL_PHONE).page
    page.goto(whole["year"])
    now, names = page.locator("thead .is-now"), page.locator("thead .corner")
    expect(now).to_be_in_viewport()
    here, beside = now.bounding_box(), names.bounding_box()
    assert here is not None
    assert beside is not None
    assert beside["x"] == 0
    assert here["x"] >= beside["width"]
    assert not reaches_beyond(page, SMALL_PHONE["width"])


def test_a_week_of_the_year_leads_to_its_resident_there(year: Page) -> None:
    row = year.locator("tr[data-name]").first
    name = row.get_attribute("data-name") or ""
    row.locator("td.cell").first.click()
    year.wait_for_url("**span=week**")
    expect(year.locator(f"tr[data-name='{name}']")).to_be_visible()
    year.go_back()
    year.get_by_role("link", name="Four weeks from").first.click()
    year.wait_for_url("**span=month**")

"""The month grid under the keys."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.house import Visits

HERE = """() => {
    const cell = document.activeElement;
    const rows = [...document.querySelectorAll('table[data-grid] tbody tr')].filter(row => row.querySelector('td.cell'));
    const row = cell.closest('tr');
    return [rows.indexOf(row), [...(row?.querySelectorAll('td.cell') ?? [])].indexOf(cell)];
}"""


@pytest.fixture
def grid(visits: Visits, published: dict[str, Any]) -> Page:
    """The grid with its first cell in hand."""
    page = visits.of(published["coordinator"]).page
    page.goto(f"/programs/{published['program']}/grid/")
    page.locator("td.cell[tabindex='0']").focus()
    return page


def test_the_grid_is_one_tab_stop(grid: Page) -> None:
    expect(grid.locator("table[data-grid] [tabindex='0']")).to_have_count(1)
    grid.keyboard.press("ArrowDown")
    expect(grid.locator("table[data-grid] [tabindex='0']")).to_have_count(1)
    grid.keyboard.press("Tab")
    assert grid.evaluate("document.activeElement.closest('table[data-grid]') === null")


def test_arrows_home_and_end_move_through_the_grid(grid: Page) -> None:
    columns = grid.locator("table[data-grid] [data-column]").count()
    walk = {
        "ArrowRight": [0, 1],
        "ArrowDown": [1, 1],
        "End": [1, columns - 1],
        "ArrowUp": [0, columns - 1],
        "ArrowLeft": [0, columns - 2],
        "Home": [0, 0],
    }
    for key, place in walk.items():
        grid.keyboard.press(key)
        assert grid.evaluate(HERE) == place, key


def test_the_cell_in_hand_is_said_with_its_resident_and_half_day(grid: Page) -> None:
    overlap = grid.locator("td.cell", has=grid.locator(".chip-overlap")).first
    overlap.click()
    name = overlap.locator("xpath=..").get_attribute("data-name")
    expect(grid.locator("[data-grid-live]")).to_contain_text(
        re.compile(rf"^{name}, \w+day .*, (AM|PM)\. .*together with", re.IGNORECASE)
    )


def test_a_slash_goes_to_the_search(grid: Page) -> None:
    grid.keyboard.press("/")
    find = grid.get_by_role("searchbox", name="Find resident")
    expect(find).to_be_focused()
    name = grid.locator("tr[data-name]").first.get_attribute("data-name") or ""
    find.fill(name.split()[-1].split(",")[0])
    find.press("Enter")
    expect(grid.locator(f"tr[data-name='{name}']")).to_be_visible()
    assert grid.locator("tr[data-name]").count() < 5
    expect(grid.locator("tr[data-name] td.cell").first).to_be_focused()

"""Solving again from a draft, comparing, taking over a week, and taking that back."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import violations
from tests.e2e.house import House, Visits

SOLVED = 60_000


@pytest.fixture(scope="module")
def worsened(house: House) -> dict[str, Any]:
    """A program with a draft that could bring people together more often."""
    return house.furnish("worsened_program", "Worsened Program")


@pytest.mark.timeout(240)
def test_two_weeks_are_solved_again_compared_and_taken_over(visits: Visits, worsened: dict[str, Any]) -> None:
    page = visits.of(worsened["coordinator"]).page
    here = f"/programs/{worsened['program']}/"
    grid = f"{here}schedules/{worsened['draft']}/grid/"
    for weeks in (2, 0):
        page.goto(grid)
        page.locator("summary").filter(has_text="More").click()
        page.get_by_role("link", name="Solve again").click()
        solve(page, worsened["week"], weeks)
    compare(page, here)
    take_over(page)
    page.goto(grid)
    token = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}["csrftoken"]
    headers = {"X-CSRFToken": token, "Referer": page.url}
    taken_back = page.request.post(
        f"{here}schedules/{worsened['draft']}/undo/",
        headers=headers,
        form={"from": "2026-11-30", "weeks": "4"},
    )
    assert (taken_back.status, "Took back" in taken_back.text() or "taken back" in taken_back.text()) == (
        200,
        True,
    )


def solve(page: Page, first: int, weeks: int) -> None:
    """Ask for so many weeks, or for everything, and wait for the result."""
    page.get_by_label("Stop after, in seconds").fill("20")
    if weeks:
        page.get_by_label("Some weeks").check()
        page.get_by_label("From the week of").select_option(str(first))
        page.get_by_label("To the week of").select_option(str(first + weeks - 1))
    assert violations(page) == []
    page.get_by_role("button", name="Start the run").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("found", timeout=SOLVED)
    expect(page.get_by_role("link", name="Take over into draft 1…")).to_be_visible()
    assert violations(page) == []


def compare(page: Page, here: str) -> None:
    """Two results side by side."""
    page.goto(f"{here}runs/")
    page.get_by_label("Compare Run 3").check()
    page.get_by_label("Compare Run 2").check()
    assert violations(page) == []
    page.get_by_role("button", name="Compare 2 or 3 side by side").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Run 2")
    expect(page.get_by_role("heading", name="Where they differ")).to_be_visible()
    assert violations(page) == []


def take_over(page: Page) -> None:
    """The first of the two weeks."""
    page.get_by_role("link", name="Run 2", exact=True).click()
    page.get_by_role("link", name="Take over into draft 1…").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Run 2 would change")
    assert violations(page) == []
    page.get_by_role("checkbox").nth(1).uncheck()
    page.get_by_role("button", name="Take over into draft 1").click()
    expect(page.get_by_text("Run 2 is taken over.")).to_be_visible()

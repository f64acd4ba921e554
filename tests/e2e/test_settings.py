"""A rule is changed after a look at what it breaks, taken back, and the year rolls over and back."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import SMALL_PHONE
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.house import House, Visits


@pytest.fixture(scope="module")
def waiting(house: House) -> dict[str, Any]:
    """A program whose year is in."""
    return house.furnish("waiting_program", "Settled Program")


def test_settings_are_looked_at_saved_and_taken_back_and_the_year_rolls_over(
    visits: Visits, waiting: dict[str, Any]
) -> None:
    page = visits.of(waiting["coordinator"], SMALL_PHONE).page
    page.goto(f"/programs/{waiting['program']}/settings/")
    page.get_by_role("link", name="Change Notice and graduation").click()
    page.get_by_label("Days of notice").fill("7")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. Days of notice: 14 → 7.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back: Days of notice: 14 → 7.")).to_be_visible()
    page.get_by_role("link", name="Change AMB").first.click()
    assert violations(page) == []
    assert not reaches_beyond(page, SMALL_PHONE["width"])

    page.goto(f"/programs/{waiting['program']}/roll-over/")
    page.get_by_label("Who comes in").fill("Sandoval, Alma, alma@example.org")
    page.get_by_role("button", name="Show what would happen").click()
    assert violations(page) == []
    assert not reaches_beyond(page, SMALL_PHONE["width"])
    page.get_by_role("button", name="Roll over to").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is made")
    assert violations(page) == []
    page.get_by_role("button", name="Take the roll-over back").click()
    expect(page.get_by_text("was taken back.")).to_be_visible()

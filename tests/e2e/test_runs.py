"""A run that is no longer wanted."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import violations
from tests.e2e.house import House, Visits

STARTED = 60_000
CANCELLED = 10_000


@pytest.fixture(scope="module")
def waiting(house: House) -> dict[str, Any]:
    """A program whose solving takes long enough to be stopped."""
    return house.furnish("waiting_program", "Waiting Program")


def test_a_run_under_way_is_cancelled_within_ten_seconds(visits: Visits, waiting: dict[str, Any]) -> None:
    page = visits.of(waiting["coordinator"]).page
    page.goto(f"/programs/{waiting['program']}/runs/")
    page.get_by_role("button", name="Start the run").click()
    expect(page.get_by_role("button", name="Stop and keep")).to_be_visible(timeout=STARTED)
    page.get_by_role("button", name="Cancel run").click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Run 1 was cancelled", timeout=CANCELLED)
    expect(page.get_by_role("button", name="Open as a draft")).to_have_count(0)
    expect(page.get_by_role("link", name="Start another run")).to_be_visible()
    assert violations(page) == []

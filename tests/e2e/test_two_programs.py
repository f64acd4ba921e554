"""A coach of two programs goes from one panel to the other by the menu, by keys, on a phone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import SMALL_PHONE
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.house import House, Visits

NAMES = ("Program of the Lake", "Program of the River")


@pytest.fixture(scope="module")
def programs(house: House) -> list[dict[str, Any]]:
    """Two programs with the coach of the first in both."""
    lake, river = (house.furnish("published_program", name) for name in NAMES)
    house.furnish("coach_too", river["program"], river["coach_key"], lake["coach"])
    return [lake, river]


def is_in_order(page: Page) -> None:
    assert violations(page) == []
    assert not reaches_beyond(page, SMALL_PHONE["width"])


def test_work_as_leads_from_one_panel_to_the_other(
    visits: Visits, house: House, programs: list[dict[str, Any]]
) -> None:
    page = visits.of(programs[0]["coach"], SMALL_PHONE).page
    page.goto("/")
    for place in (1, 0):
        page.locator("summary[aria-label^='Your menu']").press("Enter")
        page.get_by_role("button", name=NAMES[place]).press("Enter")
        expect(page).to_have_url(f"{house.url}/panel/")
        here, there = (f"a[href^='/programs/{programs[one]['program']}/']" for one in (place, 1 - place))
        expect(page.locator(here).first).to_be_attached()
        expect(page.locator(there)).to_have_count(0)
        expect(page.locator("main").get_by_text(NAMES[place])).to_be_visible()
        is_in_order(page)
    page.goto("/requests/out/")
    for name in NAMES:
        expect(page.get_by_role("checkbox", name=f"Faculty in {name}")).to_be_checked()
    is_in_order(page)

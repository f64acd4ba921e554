"""Choosing the year to work on, in the bar."""

from typing import Any

import pytest

from tests.browser import DESKTOP, SMALL_PHONE
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.house import House, Visits


@pytest.fixture(scope="module")
def two_years(house: House) -> dict[str, Any]:
    """A program with two years, and its coordinator."""
    return house.furnish("program_with_two_years", "Program of Two Years")


def test_the_year_is_chosen_without_a_script(visits: Visits, two_years: dict[str, Any]) -> None:
    page = visits.of(two_years["coordinator"], java_script_enabled=False).page
    page.goto(f"/programs/{two_years['program']}/runs/")
    page.get_by_label(f"Year worked on: {two_years['year']}").click()
    page.get_by_role("button", name=two_years["coming"]).click()
    assert page.url.endswith("/runs/")
    assert page.get_by_role("heading", name=f"Build {two_years['coming']}").is_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, SMALL_PHONE], ids=["desktop", "360"])
def test_the_open_menu_of_years_is_accessible_and_fits(
    visits: Visits, two_years: dict[str, Any], viewport: Any
) -> None:
    page = visits.of(two_years["coordinator"], viewport).page
    page.goto(f"/programs/{two_years['program']}/")
    page.locator("summary[aria-label^='Year worked on']").click()
    assert violations(page) == []
    assert page.get_by_role("button", name=two_years["coming"]).is_visible()
    assert not reaches_beyond(page, viewport["width"])

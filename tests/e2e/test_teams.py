"""A team from its name to the half-day on which all of it are in clinic: by keys, without a script, on a phone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import SMALL_PHONE
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.house import House, Visits


@pytest.fixture(scope="module")
def program(house: House) -> dict[str, Any]:
    """A program of the journey's own."""
    return house.furnish("published_program", "Program of Teams")


def is_in_order(page: Page) -> None:
    assert violations(page) == []
    assert not reaches_beyond(page, SMALL_PHONE["width"])


def add(page: Page, *, label: str) -> None:
    page.get_by_label("Add somebody").select_option(label=label)
    page.get_by_role("button", name="Add to the team").press("Enter")


def test_a_coordinator_makes_a_team_and_its_nurse_reads_when_all_are_in_clinic(
    visits: Visits, program: dict[str, Any]
) -> None:
    desk = visits.of(program["coordinator"], SMALL_PHONE, java_script_enabled=False).page
    desk.goto(f"/programs/{program['program']}/teams/")
    desk.get_by_label("Name of the team").fill("Juniper")
    desk.get_by_role("button", name="Make the team").press("Enter")
    expect(desk.locator("h1")).to_have_text("Team Juniper has nobody yet")
    add(desk, label=program["resident_filed"])
    add(desk, label=program["coach_filed"])
    add(desk, label=program["nurse_name"])
    expect(desk.locator("h1")).to_have_text("Team Juniper is whole: 3 people")
    desk.get_by_role("link", name="Half-days and numbers").press("Enter")
    weekday, period = program["next_weekday"], program["next_period"]
    desk.get_by_label(f"{weekday} {period}", exact=True).select_option(index=1)
    desk.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(desk.get_by_text("Saved for")).to_be_visible()
    nurse = visits.of(program["nurse"], SMALL_PHONE, color_scheme="dark").page
    nurse.goto("/")
    expect(nurse.locator("h1")).to_contain_text(f"You are all in clinic next on {program['next_together']}")
    is_in_order(nurse)
    expect(nurse.get_by_role("link", name="My teams").last).to_have_attribute("aria-current", "page")
    resident = visits.of(program["resident"], SMALL_PHONE).page
    resident.goto("/me/")
    resident.get_by_role("link", name="Team Juniper").press("Enter")
    expect(resident.locator("h1")).to_contain_text(
        f"You are all in clinic next on {program['next_together']}"
    )
    is_in_order(resident)


def test_the_coordinators_pages_are_in_order_on_a_phone_and_undo_works_by_key(
    visits: Visits, program: dict[str, Any]
) -> None:
    page = visits.of(program["coordinator"], SMALL_PHONE, color_scheme="dark").page
    page.goto(f"/programs/{program['program']}/teams/")
    page.get_by_label("Name of the team").fill("Harbor")
    page.get_by_label("Name of the team").press("Enter")
    is_in_order(page)
    add(page, label=program["nurse_name"])
    page.get_by_role("link", name="Half-days and numbers").click()
    is_in_order(page)
    page.goto(f"/programs/{program['program']}/teams/")
    is_in_order(page)
    page.get_by_role("link", name="Harbor").press("Enter")
    page.get_by_role("button", name="End the team").press("Enter")
    expect(page.get_by_text("Undo takes that back")).to_be_visible()
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("link", name="Harbor")).to_be_visible()

"""Faculty half-days and leave: the price before saving, by keyboard, and taking back."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import SMALL_PHONE
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.house import House, Visits
from tests.e2e.slow_scripts import arriving_late


@pytest.fixture(scope="module")
def waiting(house: House) -> dict[str, Any]:
    """A program of this module's own, so that half-days can be saved."""
    return house.furnish("waiting_program", "Program of Half-days")


def open_member(page: Page, program: int) -> None:
    """The first member of the faculty who precepts on Mondays or any other day."""
    page.goto(f"/programs/{program}/faculty/")
    page.locator(".half-days tbody th a").first.click()


def enter_leave(page: Page, program: dict[str, Any]) -> None:
    """A day on which the resident has a clinic with the coach."""
    form = page.locator("#add")
    person = form.get_by_label("Who is away")
    name = f"{program['resident_family_name']}, "
    person.select_option(person.locator("option", has_text=name).first.get_attribute("value"))
    form.get_by_label("From").fill(program["next_date"])
    form.get_by_label("To, included").fill(program["next_date"])


def test_the_week_is_one_tab_stop_and_a_key_opens_a_half_day_with_its_price(
    visits: Visits, published: dict[str, Any]
) -> None:
    page = visits.of(published["coordinator"]).page
    page.goto(f"/programs/{published['program']}/faculty/{published['coach_key']}/")
    stops = page.locator("[data-half-day][tabindex='0']")
    expect(stops).to_have_count(1)
    taught = page.locator("[data-half-day]:has(.duty-precepts)").first
    taught.focus()
    page.keyboard.press("o")
    form = page.locator("#half-day")
    expect(form.get_by_label("Duty").first).to_have_value("own_clinic")
    expect(form.get_by_role("button", name="Save this half-day")).to_have_count(0)
    form.get_by_label("Duty").first.select_option("")
    expect(form.locator(".price h3")).to_contain_text("Costs")
    assert form.get_by_role("button", name="Save this half-day").is_visible()
    assert violations(page) == []


def test_a_half_day_is_saved_and_taken_back_without_a_script(visits: Visits, waiting: dict[str, Any]) -> None:
    page = visits.of(waiting["coordinator"], java_script_enabled=False).page
    open_member(page, waiting["program"])
    taught = page.locator("[data-half-day]:has(.duty-precepts)")
    before = taught.count()
    taught.first.click()
    form = page.locator("#half-day")
    form.get_by_label("Duty").first.select_option("own_clinic")
    form.get_by_role("button", name="See what it costs").click()
    form.get_by_role("button", name="Save this half-day").click()
    expect(taught).to_have_count(before - 1)
    page.get_by_role("button", name="Undo").first.click()
    expect(taught).to_have_count(before)


def test_leave_says_what_it_costs_while_it_is_typed(visits: Visits, published: dict[str, Any]) -> None:
    visitor = visits.of(published["coordinator"], SMALL_PHONE)
    page = visitor.page
    page.goto(f"/programs/{published['program']}/leave/")
    enter_leave(page, published)
    form = page.locator("#add")
    form.get_by_label("To, included").blur()
    expect(form.locator(".price h3")).to_contain_text("Loses 1 clinic, 1 with Dr.")
    assert violations(page) == []
    assert not reaches_beyond(page, SMALL_PHONE["width"])


def test_leave_entered_before_the_script_came_says_what_it_costs_too(
    visits: Visits, published: dict[str, Any]
) -> None:
    page = visits.of(published["coordinator"], SMALL_PHONE).page
    with arriving_late(page, f"/programs/{published['program']}/leave/", "half_days*.js"):
        enter_leave(page, published)
    expect(page.locator("#add .price h3")).to_contain_text("Loses 1 clinic, 1 with Dr.")

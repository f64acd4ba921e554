"""A sick call is entered once, its ways are compared, one is chosen, and the publish page waits."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import SMALL_PHONE
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.house import House, Visits


@pytest.mark.timeout(240)
def test_a_sick_call_is_repaired_in_a_few_clicks(house: House, visits: Visits) -> None:
    program = house.furnish("published_program", "Repairing Program")
    clinic = house.furnish("next_clinic", program["program"])
    page = visits.of(program["coordinator"]).page
    page.goto(f"/programs/{program['program']}/")
    page.get_by_role("link", name="Report…").click()
    page.get_by_label("Who is away").select_option(str(clinic["resident"]))
    page.get_by_label("First day").fill(clinic["date"])
    page.get_by_label("Note").fill("Called at seven")
    page.get_by_role("button", name="Save and see the ways").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"{clinic['name']} is away: 1 clinic cannot be held"
    )
    expect(page.get_by_role("heading", name="Make nothing up")).to_be_visible()
    assert violations(page) == []
    ways = page.url
    phone = visits.of(program["coordinator"], SMALL_PHONE, color_scheme="dark").page
    phone.goto(ways)
    assert violations(phone) == []
    assert not reaches_beyond(phone, SMALL_PHONE["width"])
    page.get_by_role("button", name="Choose this way").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Draft \d+ changes half-days of"))
    expect(page.get_by_role("status")).to_contain_text("is repaired")
    expect(page.locator("#changes")).to_contain_text(clinic["name"])
    phone.reload()
    expect(phone.get_by_role("heading", name="Repaired in version")).to_be_visible()

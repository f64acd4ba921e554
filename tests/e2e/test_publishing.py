"""A late change is published with its reason; versions are compared, restored and taken away."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import SMALL_PHONE
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.house import House, Visits

REASON = "Agreed with both on the telephone"


@pytest.mark.timeout(300)
def test_a_late_change_is_published_with_its_reason_and_taken_back_by_restoring(
    house: House, visits: Visits
) -> None:
    program = house.furnish("published_program", "Publishing Program")
    changes = house.furnish("draft_with_changes", program["program"])
    coordinator = visits.of(program["coordinator"])
    coordinator.allowed = ("409",)
    page = coordinator.page
    page.goto(f"/programs/{program['program']}/publish/")
    publish_with_reason(page, changes)
    resident_reads_it(visits, program)
    page.get_by_role("link", name="Versions").click()
    compare(page, changes)
    take_away(page)
    restore(page)


def publish_with_reason(page: Page, changes: dict[str, Any]) -> None:
    """Look at the changes in three ways, be asked for a reason, give it."""
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(f"Draft {changes['version']} changes half-days of 2 residents, 1 of them late")
    for view in ("Calendar", "Grid", "People"):
        page.locator("#changes").get_by_role("link", name=view, exact=True).click()
        expect(page.locator("#changes [aria-current]")).to_have_text(view)
        expect(page.locator("#changes")).to_contain_text(changes["in_time"])
        assert violations(page) == []
    expect(page.get_by_role("heading", name="One change comes late")).to_be_visible()
    page.get_by_label(changes["late"]).check()
    page.get_by_role("button", name="Show it so").click()
    expect(title).to_have_text(f"Draft {changes['version']} changes half-days of 1 resident")
    page.get_by_label(changes["late"]).uncheck()
    page.get_by_role("button", name="Show it so").click()
    expect(page.get_by_role("heading", name="One change comes late")).to_be_visible()
    page.get_by_label("Read as").select_option(index=1)
    expect(page.locator("#reads h2")).to_contain_text("reads")
    press = page.get_by_role("button", name=f"Publish version {changes['version']} and tell")
    press.click()
    expect(page.get_by_role("alert")).to_contain_text("Write the reason, or leave these changes out.")
    page.get_by_label("Reason, kept with version").fill(REASON)
    press.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Version {changes['version']} is published")
    expect(page.get_by_text(REASON)).to_be_visible()
    assert violations(page) == []


def resident_reads_it(visits: Visits, program: dict[str, Any]) -> None:
    """The bell says that this and the first version are new; read, it says so no more."""
    page = visits.of(program["resident"], SMALL_PHONE).page
    page.goto("/")
    page.get_by_role("link", name="What changed, 2 notices not read").click()
    expect(page.get_by_text("One of your half-days changes")).to_be_visible()
    assert violations(page) == []
    assert not reaches_beyond(page, SMALL_PHONE["width"])
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_role("link", name="What changed", exact=True)).to_be_visible()


def compare(page: Page, changes: dict[str, Any]) -> None:
    """From the newest to the one before it."""
    page.get_by_role("link", name="Compare two versions").click()
    page.get_by_label("From version").select_option("1")
    page.get_by_label("to version", exact=True).select_option(str(changes["version"]))
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 half-days differ")
    expect(page.get_by_role("rowheader", name=changes["late"])).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Versions").click()


def take_away(page: Page) -> None:
    """As a workbook."""
    page.get_by_label("More for version 1").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Workbook (.xlsx)").locator("visible=true").click()
    assert download.value.suggested_filename.endswith("-version-1.xlsx")


def restore(page: Page) -> None:
    """Version 1 as a new draft, which is then thrown away and brought back."""
    page.get_by_role("button", name="Restore as a new draft").locator("visible=true").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Draft 3 changes half-days of"))
    page.get_by_role("link", name="Versions").click()
    page.get_by_label("More for version 3").click()
    page.get_by_role("button", name="Throw away…").click()
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_text("Draft 3 is thrown away.")).to_be_visible()
    page.get_by_role("button", name="Bring draft 3 back").click()
    expect(page.get_by_text("Draft 3 is back, with its steps.")).to_be_visible()
    expect(page.get_by_label("More for version 3")).to_be_visible()

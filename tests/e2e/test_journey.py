"""The whole way once: a workbook in, a published schedule out, and each person's part of it."""

from datetime import date
from typing import Any
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from scheduling.exchange.workbook import write_workbook
from tests.browser import PHONE, sign_in
from tests.e2e.accessibility import violations
from tests.e2e.furnishing import PASSWORD
from tests.e2e.house import House, Visits
from tests.e2e.programs import small_tables

PROGRAM = "Journey Program"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SOLVED = 60_000


@pytest.mark.timeout(240)
def test_a_workbook_becomes_a_schedule_of_which_everybody_sees_their_part(
    house: House, visits: Visits
) -> None:
    program = house.furnish("empty_program", PROGRAM)
    coordinator = visits.stranger().page
    sign_in(coordinator, house.url, program["coordinator"], PASSWORD)
    upload(coordinator)
    run(coordinator)
    publish(coordinator)
    people = house.furnish("link_accounts", program["program"])
    resident_sees_coach_and_next_overlap(visits, people)
    coach_sees_panel(visits, people)
    feed_marks_the_overlap(visits, people)


def upload(page: Page) -> None:
    """Hand in the workbook, look at what it would change, confirm."""
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("Workbook or block schedule").set_input_files(
        {"name": "year.xlsx", "mimeType": WORKBOOK, "buffer": write_workbook(small_tables(PROGRAM))}
    )
    page.get_by_role("button", name="See what it would change").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("year.xlsx would make")
    assert violations(page) == []
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("year.xlsx is imported")).to_be_visible()


def run(page: Page) -> None:
    """Start a run and watch it to its end, without touching the page."""
    page.get_by_role("link", name="Runs", exact=True).click()
    page.get_by_role("button", name="Start the run").click()
    expect(page.get_by_role("heading", name="What it is doing")).to_be_visible()
    expect(page.get_by_role("link", name="Runs", exact=True)).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("heading", level=1)).to_contain_text("found", timeout=SOLVED)
    expect(page.get_by_role("heading", name="What it did")).to_be_visible()
    expect(page.get_by_role("heading", name="Best score and proven bound")).to_be_visible()
    assert violations(page) == []


def publish(page: Page) -> None:
    """Open the result as a draft, see its overlaps on the grid, publish it."""
    page.get_by_role("button", name="Open as a draft").click()
    expect(page.locator("table[data-grid] .chip-overlap").first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Publish…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Draft 1 would be the first version of the year"
    )
    assert violations(page) == []
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Version 1 is published")


def resident_sees_coach_and_next_overlap(visits: Visits, people: dict[str, Any]) -> None:
    """On the phone, on the first screen."""
    page = visits.of(people["resident"], PHONE).page
    page.goto("/")
    expect(page.get_by_role("heading", name=f"Dr. {people['coach_name']}")).to_be_visible()
    first = page.locator(".tile").first
    day, _, period = people["next_together"].partition(", ")
    expect(first).to_contain_text(day)
    expect(first).to_contain_text(period)


def coach_sees_panel(visits: Visits, people: dict[str, Any]) -> None:
    """The resident's row, with the next half-day together."""
    page = visits.of(people["coach"]).page
    page.goto("/")
    row = (
        page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=people["resident_name"])).first
    )
    expect(row).to_contain_text(people["next_together"])


def feed_marks_the_overlap(visits: Visits, people: dict[str, Any]) -> None:
    """The resident makes an address; whoever has it reads the half-days, and which are together."""
    page = visits.of(people["resident"]).page
    page.goto("/feed/")
    page.get_by_role("button", name="Make my address").click()
    address = page.get_by_label("Your secret address").input_value()
    with urlopen(address, timeout=10) as answer:
        events = list(Calendar.from_ical(answer.read()).walk("VEVENT"))
    together = [event for event in events if "together with" in str(event["summary"])]
    assert 0 < len(together) < len(events)
    ahead = {event.decoded("dtstart").date(): str(event["summary"]) for event in together}
    assert people["coach_family_name"] in ahead[date.fromisoformat(people["next_date"])]

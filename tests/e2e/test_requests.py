"""A swap of three people on their phones, a day out by keys alone, and leave that is asked for and approved."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import SMALL_PHONE
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.house import House, Visits


@pytest.fixture
def program(house: House, request: pytest.FixtureRequest) -> dict[str, Any]:
    """A program of the journey's own, so that nobody has asked for anything yet."""
    return house.furnish("swapping_program", request.node.originalname.replace("_", " ")[:80])


def is_in_order(page: Page) -> None:
    assert violations(page) == []
    assert not reaches_beyond(page, SMALL_PHONE["width"])


def test_a_swap_is_asked_for_accepted_and_approved_on_three_phones(
    visits: Visits, program: dict[str, Any]
) -> None:
    nadia = visits.of(program["nadia"], SMALL_PHONE).page
    nadia.goto("/me/")
    nadia.get_by_role("link", name="Swap, leave, contact").click()
    is_in_order(nadia)
    nadia.get_by_role("link", name="Swap a half-day").click()
    is_in_order(nadia)
    nadia.get_by_role("link", name=program["clinic"]).click()
    is_in_order(nadia)
    nadia.get_by_label("A word with it").fill("My sister visits")
    nadia.get_by_role("button", name=f"Ask Tomas Farouk for {program['other']}").click()
    expect(nadia.get_by_text("Waits for the other’s answer")).to_be_visible()
    is_in_order(nadia)

    tomas = visits.of(program["tomas"], SMALL_PHONE, color_scheme="dark").page
    tomas.goto("/me/")
    tomas.get_by_role("link", name="1 swap waits for your answer").click()
    is_in_order(tomas)
    tomas.get_by_role("link", name="Answer").click()
    expect(tomas.locator("h1")).to_have_text("Nadia Boateng asks you to swap")
    is_in_order(tomas)
    tomas.get_by_role("button", name="Accept").click()
    expect(tomas.get_by_role("heading", name="Waits for approval")).to_be_visible()

    chief = visits.of(program["chief"], SMALL_PHONE).page
    chief.goto(f"/programs/{program['program']}/")
    chief.get_by_role("link", name="1 request waits for you.").click()
    is_in_order(chief)
    chief.get_by_role("link", name="Look").click()
    is_in_order(chief)
    chief.get_by_role("button", name="Approve and publish").click()
    expect(chief.get_by_text("Both are told, their coaches too")).to_be_visible()
    is_in_order(chief)

    nadia.goto("/requests/swaps/")
    expect(nadia.get_by_role("link", name=program["other"])).to_be_visible()
    expect(nadia.get_by_role("link", name=program["clinic"])).to_have_count(0)


def test_out_today_is_said_and_taken_back_by_keys(visits: Visits, program: dict[str, Any]) -> None:
    page = visits.of(program["nadia"], SMALL_PHONE, color_scheme="dark").page
    page.goto("/me/")
    is_in_order(page)
    page.get_by_role("link", name="I am out today").press("Enter")
    is_in_order(page)
    page.get_by_role("button", name="I am out").press("Enter")
    expect(page.get_by_text("Waits on the coordinator’s repair list")).to_be_visible()
    is_in_order(page)
    page.get_by_role("button", name="Take back").press("Enter")
    expect(page.get_by_text("Taken back", exact=True)).to_be_visible()


def test_leave_is_priced_sent_and_approved_and_contact_details_are_ones_own(
    visits: Visits, program: dict[str, Any]
) -> None:
    visitor = visits.of(program["nadia"], SMALL_PHONE)
    page, visitor.allowed = visitor.page, ("422",)
    page.goto("/requests/leave/")
    is_in_order(page)
    for label, days in (("From", 30), ("To, included", 31)):
        day = page.evaluate(f"new Date(Date.now() + {days} * 864e5).toISOString().slice(0, 10)")
        page.get_by_label(label, exact=True).fill(day)
    page.get_by_label("What for").select_option(label="Family")
    page.get_by_role("button", name="See what it costs").click()
    expect(page.get_by_text("By what is published, from today on.")).to_be_visible()
    is_in_order(page)
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("You are told when it is answered.")).to_be_visible()

    chief = visits.of(program["chief"]).page
    chief.goto(f"/programs/{program['program']}/requests/")
    assert violations(chief) == []
    chief.get_by_role("link", name="Look at the leave of Nadia Boateng").click()
    assert violations(chief) == []
    chief.get_by_role("button", name="Approve").click()
    expect(chief.get_by_text("Approved and entered")).to_be_visible()

    page.goto("/requests/contact/")
    is_in_order(page)
    page.get_by_label("Phone").fill("call me")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Write digits, spaces")).to_be_visible()
    is_in_order(page)
    page.get_by_label("Phone").fill("(212) 555-0142")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

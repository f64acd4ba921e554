"""The pulse in a browser: answered on a phone by keys alone, closed, read, and never seen before."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import SMALL_PHONE
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.house import House, Visits


@pytest.fixture
def program(house: House, request: pytest.FixtureRequest) -> dict[str, Any]:
    """A program of the journey's own."""
    return house.furnish("pulse_program", request.node.originalname.replace("_", " ")[:80])


def is_in_order(page: Page) -> None:
    assert violations(page) == []
    assert not reaches_beyond(page, SMALL_PHONE["width"])


def test_it_is_answered_by_keys_on_a_phone_and_asked_no_more(visits: Visits, program: dict[str, Any]) -> None:
    visitor = visits.of(program["resident"], SMALL_PHONE, color_scheme="dark")
    page, visitor.allowed = visitor.page, ("422",)
    page.goto("/me/")
    page.get_by_role("link", name="The pulse is open").press("Enter")
    is_in_order(page)
    send = page.get_by_role("button", name="Send my answers")
    send.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Nothing is answered yet")
    is_in_order(page)
    belong = page.get_by_role("group", name="I belong here.")
    belong.get_by_role("radio", name="No answer").focus()
    page.keyboard.press("ArrowLeft")
    expect(belong.get_by_role("radio", name="Always")).to_be_checked()
    send.press("Enter")
    expect(page.locator("h1")).to_have_text("Thank you")
    is_in_order(page)
    page.goto("/me/")
    expect(page.get_by_role("link", name="The pulse is open")).to_have_count(0)


def test_a_link_from_a_mail_works_once_without_signing_in(visits: Visits, program: dict[str, Any]) -> None:
    visitor = visits.stranger(SMALL_PHONE)
    page, visitor.allowed = visitor.page, ("410",)
    page.goto(program["link"])
    is_in_order(page)
    page.get_by_role("group", name="I am left out.").get_by_text("Rarely").click()
    page.get_by_label("What should we change?").fill("One more wish")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator("h1")).to_have_text("Thank you")
    page.goto(program["link"])
    expect(page.locator("h1")).to_have_text("This link was used before")
    is_in_order(page)


def test_a_coordinator_closes_it_and_the_figures_are_there(visits: Visits, program: dict[str, Any]) -> None:
    page = visits.of(program["coordinator"], SMALL_PHONE).page
    page.goto(f"/pulse/rounds/{program['round']}/")
    is_in_order(page)
    page.get_by_text("End it now").press("Enter")
    page.get_by_role("button", name="Close it now and count").press("Enter")
    expect(page.get_by_text("N = 15").first).to_be_visible()
    expect(page.get_by_text("Wish 3")).to_be_visible()
    expect(page.get_by_text("not shown").first).to_be_visible()
    is_in_order(page)
    director = visits.of(program["director"], SMALL_PHONE, color_scheme="dark").page
    director.goto(f"/programs/{program['program']}/pulse/")
    expect(director.locator("h1")).to_have_text("What the last pulse said")
    is_in_order(director)
    coach = visits.of(program["coach"], SMALL_PHONE).page
    coach.goto("/panel/pulse/")
    expect(coach.locator("h1")).to_have_text("Nothing to show yet")
    is_in_order(coach)


def test_questions_are_written_and_a_round_is_planned(visits: Visits, program: dict[str, Any]) -> None:
    page = visits.of(program["coordinator"], SMALL_PHONE, color_scheme="dark").page
    page.goto(f"/pulse/rounds/{program['round']}/")
    page.get_by_text("End it now").click()
    page.get_by_role("button", name="Call it off").click()
    expect(page.locator("h1")).to_have_text("This round was called off")
    page.goto(f"/programs/{program['program']}/pulse/")
    page.get_by_role("link", name="Begin with our plain questions").press("Enter")
    is_in_order(page)
    page.get_by_role("button", name="Keep the questions").press("Enter")
    page.get_by_role("link", name="Plan a round").press("Enter")
    is_in_order(page)
    page.get_by_label("Questions").select_option("Plain questions")
    page.get_by_role("button", name="Plan it").press("Enter")
    expect(page.get_by_text("Planned: ")).to_be_visible()
    is_in_order(page)

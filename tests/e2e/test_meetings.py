"""A meeting from the first tap to the note: proposed, agreed, written on a phone, and nothing lost when signed out."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import SMALL_PHONE
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.house import House, Visits
from tests.e2e.slow_scripts import arriving_late


@pytest.fixture
def program(house: House, request: pytest.FixtureRequest) -> dict[str, Any]:
    """A program of the journey's own, so that nobody has arranged to meet yet."""
    return house.furnish("published_program", request.node.originalname.replace("_", " ")[:80])


def is_in_order(page: Page) -> None:
    assert violations(page) == []
    assert not reaches_beyond(page, SMALL_PHONE["width"])


def propose(page: Page, program: dict[str, Any]) -> None:
    """The page of a meeting that the coach has just proposed."""
    page.goto("/meetings/")
    pair = page.locator("li", has_text=program["resident_name"])
    pair.get_by_role("link", name="Find a time").click()
    page.get_by_role("link", name="Take").last.click()
    page.get_by_role("button", name="Propose this time").click()
    expect(page.locator("h1")).to_contain_text(f"Meet {program['resident_name']} on")


def test_a_suggested_time_is_proposed_and_agreed_by_keys(visits: Visits, program: dict[str, Any]) -> None:
    coach = visits.of(program["coach"], SMALL_PHONE, color_scheme="dark").page
    coach.goto("/meetings/")
    is_in_order(coach)
    coach.locator("li", has_text=program["resident_name"]).get_by_role("link", name="Find a time").press(
        "Enter"
    )
    is_in_order(coach)
    coach.get_by_role("link", name="Take").first.press("Enter")
    coach.get_by_role("button", name="Propose this time").press("Enter")
    expect(coach.locator("h1")).to_contain_text(f"Meet {program['resident_name']} on")
    is_in_order(coach)
    resident = visits.of(program["resident"], SMALL_PHONE).page
    resident.goto("/me/")
    resident.get_by_role("link", name="Answer").press("Enter")
    resident.get_by_role("button", name="Agree").press("Enter")
    expect(resident.locator("h1")).to_contain_text(f"You meet Dr. {program['coach_family_name']} on")
    is_in_order(resident)


def test_a_note_is_kept_as_it_is_typed_also_by_somebody_signed_out_meanwhile(
    visits: Visits, program: dict[str, Any]
) -> None:
    visitor = visits.of(program["coach"], SMALL_PHONE)
    page, visitor.allowed = visitor.page, ("403",)
    propose(page, program)
    form, private = page.locator("#shared"), page.locator("#private")
    form.get_by_label("Summary").fill("We spoke of")
    expect(form.get_by_role("status")).to_contain_text("Draft kept at")
    cookies = visitor.context.cookies()
    visitor.context.clear_cookies()
    form.get_by_label("Summary").press_sequentially(" the wards")
    private.get_by_label("Private").fill("Mine alone")
    expect(form.get_by_role("status")).to_contain_text("You were signed out")
    expect(private.get_by_role("status")).to_contain_text("You were signed out")
    visitor.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they came
    expect(form.get_by_role("status")).to_contain_text("Draft kept at")
    expect(private.get_by_role("status")).to_contain_text("Kept at")
    page.reload()
    expect(form.get_by_label("Summary")).to_have_value("We spoke of the wards")
    expect(private.get_by_label("Private")).to_have_value("Mine alone")
    form.get_by_role("button", name="Share with").click()
    expect(page.get_by_text("Shared: both of you read it now.")).to_be_visible()
    is_in_order(page)


def test_what_was_typed_before_the_script_came_is_kept_too(visits: Visits, program: dict[str, Any]) -> None:
    page = visits.of(program["coach"], SMALL_PHONE).page
    propose(page, program)
    form, private = page.locator("#shared"), page.locator("#private")
    with arriving_late(page, page.url, "meeting_draft*.js"):
        form.get_by_label("Summary").fill("Typed early")
    expect(form.get_by_role("status")).to_contain_text("Draft kept at")
    expect(private.get_by_role("status")).to_have_text("Kept while you type.")
    page.reload()
    expect(form.get_by_label("Summary")).to_have_value("Typed early")
    with arriving_late(page, page.url, "meeting_draft*.js"):
        form.get_by_label("Whose").first.select_option("coach")
    expect(form.get_by_role("status")).to_contain_text("Draft kept at")

"""Every role's main pages: by the rules of accessibility, on a phone, in the dark."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import DESKTOP, SMALL_PHONE
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.house import Visits

PAGES: dict[str, tuple[str, ...]] = {
    "coordinator": (
        "/programs/{program}/",
        "/programs/{program}/uploads/",
        "/programs/{program}/people/",
        "/programs/{program}/people/?show=faculty",
        "/programs/{program}/faculty/",
        "/programs/{program}/faculty/{coach_key}/?slot=0-AM",
        "/programs/{program}/leave/",
        "/programs/{program}/access/",
        "/programs/{program}/access/roster/",
        "/programs/{program}/blocks/",
        "/programs/{program}/runs/",
        "/programs/{program}/grid/?weeks=1",
        "/programs/{program}/grid/?span=year",
        "/programs/{program}/schedules/",
        "/programs/{program}/schedules/compare/",
        "/programs/{program}/publish/",
        "/programs/{program}/repair/",
        "/programs/{program}/repair/?kind=rooms",
        "/notices/",
        "/programs/{program}/trail/",
        "/programs/{program}/settings/",
        "/programs/{program}/settings/score/",
        "/programs/{program}/settings/teaching/",
        "/programs/{program}/roll-over/",
        "/figures/",
    ),
    "resident": (
        "/me/",
        "/me/calendar/",
        "/me/agenda/",
        "/me/year/",
        "/me/record/",
        "/meetings/",
        "/programs/{program}/schedule/?weeks=1",
        "/feed/",
        "/notices/",
    ),
    "coach": (
        "/panel/",
        "/panel/calendar/",
        "/panel/agenda/",
        "/panel/years/",
        "/panel/leave/",
        "/meetings/",
        "/feed/",
        "/notices/",
    ),
    "nurse": ("/in-clinic/", "/teams/", "/feed/"),
    "director": ("/figures/", "/in-clinic/"),
}
HELD_IN_A_HAND = ("resident", "coach", "nurse")


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (SMALL_PHONE, "dark")], ids=["desktop", "360-dark"]
)
@pytest.mark.parametrize("role", PAGES)
def test_no_page_breaks_a_rule_of_accessibility(
    visits: Visits, published: dict[str, Any], role: str, viewport: Any, scheme: str
) -> None:
    page = visits.of(published[role], viewport, color_scheme=scheme).page
    found = []
    for path in PAGES[role]:
        page.goto(path.format(**published))
        found += violations(page)
    assert found == []


@pytest.mark.parametrize("role", HELD_IN_A_HAND)
def test_nothing_scrolls_sideways_on_a_small_phone(
    visits: Visits, published: dict[str, Any], role: str
) -> None:
    page = visits.of(published[role], SMALL_PHONE).page
    wide = []
    for path in PAGES[role]:
        page.goto(path.format(**published))
        if reaches_beyond(page, SMALL_PHONE["width"]):
            wide.append(path)
    assert wide == []


def brightness(page: Page) -> float:
    """Of the page's ground, 0 black to 1 white."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(int(part) for part in re.findall(r"\d+", colour)[:3]) / (3 * 255)


def test_the_theme_follows_the_device_until_one_is_chosen(visits: Visits, published: dict[str, Any]) -> None:
    page = visits.of(published["resident"], color_scheme="dark").page
    page.goto("/me/")
    assert brightness(page) < 0.2
    page.get_by_label("Your menu").click()
    page.get_by_role("button", name="Light").click()
    assert brightness(page) > 0.8
    page.goto("/me/calendar/")
    assert brightness(page) > 0.8


def test_a_page_runs_no_script_that_was_slipped_into_it(visits: Visits, published: dict[str, Any]) -> None:
    visitor = visits.of(published["resident"])
    visitor.page.goto("/me/")
    visitor.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.slipped = 1'}))"
    )
    assert visitor.page.evaluate("window.slipped") is None
    assert "Content Security Policy" in visitor.complaints.pop()

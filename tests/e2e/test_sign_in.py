"""Signing in and out."""

from typing import Any

from playwright.sync_api import expect

from tests.browser import sign_in
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.furnishing import PASSWORD
from tests.e2e.house import House, Visits

NARROW = 320


def test_signing_in_works_on_the_narrowest_screen(
    house: House, visits: Visits, published: dict[str, Any]
) -> None:
    page = visits.stranger({"width": NARROW, "height": 568}).page
    page.goto("/accounts/login/")
    assert not reaches_beyond(page, NARROW)
    assert violations(page) == []
    sign_in(page, house.url, published["resident"], PASSWORD)
    assert page.url == f"{house.url}/me/"
    assert not reaches_beyond(page, NARROW)


def test_after_signing_out_the_pages_are_closed(
    house: House, visits: Visits, published: dict[str, Any]
) -> None:
    page = visits.stranger().page
    sign_in(page, house.url, published["nurse"], PASSWORD)
    page.get_by_label("Your menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/in-clinic/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

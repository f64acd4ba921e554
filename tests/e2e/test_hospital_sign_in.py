"""Signing in by the hospital's own sign-in, set up in the administration, under the strict policy of the pages."""

from typing import Any

from playwright.sync_api import expect

from tests.e2e.accessibility import violations
from tests.e2e.house import House, Visits
from tests.sso.openid_provider import CLIENT, SECRET, OpenIdProvider, running


def test_one_press_goes_to_the_hospital_and_back(
    house: House, visits: Visits, published: dict[str, Any]
) -> None:
    page = visits.stranger().page
    with running(OpenIdProvider()) as provider:
        provider.person.email = published["nurse"]
        house.furnish("hospital_sign_in", provider.url, CLIENT, SECRET)
        try:
            page.goto("/accounts/login/")
            assert violations(page) == []
            page.get_by_role("button", name="Sign in with Riverside account").click()
            page.wait_for_url("**/in-clinic/")
            page.goto("/accounts/3rdparty/")
            expect(
                page.get_by_text("employee-1").or_(page.get_by_text("Riverside account")).first
            ).to_be_visible()
        finally:
            house.furnish("no_hospital_sign_in")

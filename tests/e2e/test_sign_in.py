"""Signing in and out."""

from typing import Any

from playwright.sync_api import expect

from tests.browser import sign_in
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.furnishing import PASSWORD
from tests.e2e.house import House, Visits

NARROW = 320
PASSKEYS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


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


def test_a_passkey_signs_in_by_itself_and_stands_in_for_the_digits(
    house: House, visits: Visits, published: dict[str, Any]
) -> None:
    page = visits.stranger().page
    # Passkeys belong to a name, not to a number.
    here = house.url.replace("127.0.0.1", "localhost")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEYS})
    sign_in(page, here, published["director"], PASSWORD)
    page.goto(f"{here}/accounts/2fa/webauthn/add/")
    assert violations(page) == []
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="10 recovery codes left")).to_be_visible()
    page.get_by_label("Your menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/figures/")
    page.get_by_label("Your menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Email").fill(published["director"])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/figures/")
    page.goto(f"{here}/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("None yet. A passkey signs you in")).to_be_visible()

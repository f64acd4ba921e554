"""How the tests start the installed Chromium, and how somebody signs in with it."""

import os
from typing import Any

from playwright.sync_api import Page, ViewportSize

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL_PHONE: ViewportSize = {"width": 360, "height": 740}


def launch_arguments() -> list[str]:
    """Root may not use Chromium's sandbox; and where nothing is drawn on a screen, each window costs half without a GPU."""
    return ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def context_options(viewport: ViewportSize, **more: Any) -> dict[str, Any]:
    """Options of a browser context: nothing moves, and a narrow one is held in a hand."""
    is_phone = viewport["width"] < DESKTOP["width"] / 2
    return {
        "viewport": viewport,
        "has_touch": is_phone,
        "is_mobile": is_phone,
        "reduced_motion": "reduce",
        **more,
    }


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    """Sign in by the form and land on the person's own page."""
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/" not in url)

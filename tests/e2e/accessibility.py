"""Accessibility by the rules of axe, never by hand."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": RULES}


def violations(page: Page) -> list[str]:
    """Each rule that a page breaks, with the first elements that break it."""
    page.evaluate("document.fonts.ready")
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{page.url} {rule['id']}: {rule['help']}: {[node['html'][:160] for node in rule['nodes'][:3]]}"
        for rule in found
    ]


def reaches_beyond(page: Page, width: int) -> bool:
    """Whether a page must be scrolled sideways on a screen of ``width`` pixels."""
    return bool(page.evaluate("document.documentElement.scrollWidth") > width)

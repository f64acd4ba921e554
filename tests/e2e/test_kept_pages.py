"""No network in the stairwell: a copy of one's own home, for who asked for it, and for nobody else."""

from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser import SMALL_PHONE, sign_in
from tests.e2e.accessibility import reaches_beyond, violations
from tests.e2e.furnishing import PASSWORD
from tests.e2e.house import House, Visitor, Visits
from tests.waiting import wait_until

# What a browser says of a page that it could not fetch, and of a file of such a page.
WITHOUT_NETWORK = ("503", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
PATIENCE = 15.0
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
  return found.filter((path) => !path.startsWith("/static/"));
}"""


def keep_copies(page: Page, home: str) -> None:
    """Ask for copies, and wait until the first is there."""
    page.goto(home)
    page.get_by_role("button", name="Keep a copy on this phone").click()
    expect(page.get_by_role("button", name="Do not keep it")).to_be_visible()
    wait_until(lambda: page.evaluate(KEPT), PATIENCE, what="No copy is kept.")


@pytest.fixture
def resident(visits: Visits, house: House, published: dict[str, Any]) -> Visitor:
    """The resident of the journeys, signed in in a browser of their own."""
    visitor = visits.stranger(SMALL_PHONE)
    visitor.allowed = WITHOUT_NETWORK
    sign_in(visitor.page, house.url, published["resident"], PASSWORD)
    return visitor


def test_the_last_seen_home_is_there_without_a_connection_and_says_how_old_it_is(resident: Visitor) -> None:
    page = resident.page
    keep_copies(page, "/me/")
    coach = page.locator(".person-card h2").inner_text()
    resident.context.set_offline(True)
    for address in ("/me/", "/"):
        page.goto(address)
        expect(page.locator("p.offline")).to_contain_text("No connection. Seen ")
        expect(page.locator(".person-card h2")).to_have_text(coach)
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Figtree")
        assert violations(page) == []
        assert not reaches_beyond(page, SMALL_PHONE["width"])
    resident.context.set_offline(False)
    page.goto("/me/")
    expect(page.locator("p.offline")).to_be_hidden()


def test_an_old_copy_says_so_and_a_very_old_one_is_gone(resident: Visitor) -> None:
    page = resident.page
    keep_copies(page, "/me/")
    older = """async (hours) => {
      const [name] = (await caches.keys()).filter((one) => one.startsWith("kept-"));
      const cache = await caches.open(name);
      const copy = await cache.match("/me/");
      const headers = new Headers(copy.headers);
      headers.set("Kept-At", String(Date.now() - hours * 3600 * 1000));
      await cache.put("/me/", new Response(await copy.text(), { headers }));
    }"""
    page.evaluate(older, 71)
    resident.context.set_offline(True)
    page.goto("/me/")
    expect(page.locator("p.offline")).to_contain_text("This is 71 hours old")
    page.evaluate(older, 73)
    page.goto("/me/")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    assert page.evaluate(KEPT) == []


def test_only_the_home_is_kept_whatever_else_is_looked_at(resident: Visitor) -> None:
    page = resident.page
    keep_copies(page, "/me/")
    for address in ("/meetings/", "/me/record/", "/me/year/", "/feed/", "/notices/"):
        page.goto(address)
    assert page.evaluate(KEPT) == ["/me/"]
    resident.context.set_offline(True)
    page.goto("/meetings/")
    expect(page.get_by_text("Nothing is kept here of this page.")).to_be_visible()


def test_the_secret_link_of_a_pulse_is_in_no_copy(visits: Visits, house: House) -> None:
    visitor = visits.stranger(SMALL_PHONE)
    visitor.allowed, page = WITHOUT_NETWORK, visitor.page
    sign_in(page, house.url, house.furnish("pulse_program", "Kept Pulse")["resident"], PASSWORD)
    expect(page.get_by_role("link", name="The pulse is open")).to_be_visible()
    keep_copies(page, "/me/")
    expect(page.get_by_role("link", name="The pulse is open")).to_be_visible()
    visitor.context.set_offline(True)
    page.goto("/me/")
    expect(page.locator("p.offline")).to_contain_text("No connection. Seen ")
    assert "/pulse/answer/" not in page.content()


def test_signing_out_takes_the_copy_away(resident: Visitor) -> None:
    page = resident.page
    keep_copies(page, "/me/")
    page.get_by_label("Your menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    wait_until(lambda: not page.evaluate(KEPT), PATIENCE, what="The copy stays.")
    resident.context.set_offline(True)
    page.goto("/me/")
    expect(page.get_by_text("Nothing is kept here of this page.")).to_be_visible()


def test_the_next_person_in_the_same_browser_finds_no_copy(
    resident: Visitor, house: House, published: dict[str, Any]
) -> None:
    page = resident.page
    keep_copies(page, "/me/")
    resident.context.clear_cookies(name="sessionid")
    sign_in(page, house.url, published["coach"], PASSWORD)
    expect(page.get_by_role("button", name="Keep a copy on this phone")).to_be_visible()
    wait_until(lambda: not page.evaluate(KEPT), PATIENCE, what="The copy stays.")
    resident.context.set_offline(True)
    for address in ("/me/", "/panel/"):
        with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(address)


def test_nothing_is_kept_of_who_did_not_ask_or_does_not_want_it_any_more(resident: Visitor) -> None:
    page = resident.page
    page.goto("/me/")
    expect(page.get_by_role("button", name="Keep a copy on this phone")).to_be_visible()
    assert page.evaluate(KEPT) == []
    keep_copies(page, "/me/")
    page.get_by_role("button", name="Do not keep it").click()
    expect(page.get_by_role("button", name="Keep a copy on this phone")).to_be_visible()
    wait_until(lambda: not page.evaluate(KEPT), PATIENCE, what="The copy stays.")
    gone = "async () => !(await navigator.serviceWorker.getRegistration('/'))"
    wait_until(lambda: page.evaluate(gone), PATIENCE, what="The worker stays.")

"""A home is seen when it is on the screen, not when something fetched it."""

from typing import Any

from tests.browser import SMALL_PHONE, sign_in
from tests.e2e.furnishing import PASSWORD
from tests.e2e.house import House, Visits
from tests.waiting import wait_until

PATIENCE = 30.0


def test_a_page_on_the_screen_is_seen_and_one_that_was_fetched_is_not(
    visits: Visits, house: House, request: Any
) -> None:
    program = house.furnish("published_program", request.node.originalname.replace("_", " ")[:80])
    visitor = visits.stranger(SMALL_PHONE)
    page = visitor.page
    # Scripts come in with the home, and sign-in leads there: so they wait at the door.
    visitor.context.route(
        "**/js/looked*.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    sign_in(page, house.url, program["resident"], PASSWORD)
    assert page.request.get("/me/").ok
    assert house.furnish("last_look", program["resident"]) == {"at": ""}
    visitor.context.unroute("**/js/looked*.js")
    with page.expect_response("**/me/seen/") as told:
        page.goto("/me/")
    assert told.value.ok
    wait_until(lambda: house.furnish("last_look", program["resident"])["at"], PATIENCE)

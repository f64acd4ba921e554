"""A telephone on which a script comes long after the page."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route


@contextmanager
def arriving_late(page: Page, address: str, script: str) -> Iterator[None]:
    """The page of an address, whose script arrives as the block ends."""
    held: list[Route] = []
    pattern = f"**/{script}"

    def hold(route: Route) -> None:
        held.append(route)

    page.route(pattern, hold)
    with page.expect_request(pattern):
        page.goto(address, wait_until="commit")
    yield
    for route in held:
        route.continue_()
    page.unroute(pattern)

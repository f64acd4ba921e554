"""One running installation and its programs for all journeys, and visitors whose browsers must not complain."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.house import House, Visits, open_house
from tests.installation import Templates

HERE = Path(__file__).parent
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys of a file in one process, so that processes share them out and each has one installation at most."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group(f"browser-{item.path.stem}"))


@pytest.fixture(scope="session")
def house(
    chromium_path: Path, tmp_path_factory: pytest.TempPathFactory, templates: Templates
) -> Iterator[House]:
    """Asks for Chromium first, so that nothing is started for want of it."""
    with open_house(tmp_path_factory.mktemp("house") / "var", templates) as house:
        yield house


@pytest.fixture(scope="session")
def published(house: House) -> dict[str, Any]:
    """A program with a published year; its accounts by role. Tests only read it."""
    return house.furnish("published_program", "Published Program")


@pytest.fixture(scope="session")
def _visits(house: House, browser: Browser) -> Visits:
    return Visits(house, browser)


@pytest.fixture
def visits(_visits: Visits) -> Iterator[Visits]:
    """Brings visitors; fails where a browser complained on any page that was visited."""
    yield _visits
    faults = _visits.end()
    assert faults == []

"""What every test has at hand: the parts (servers, browser, installations) and the cast (who asks)."""

import pytest
from django.core.cache import cache

from scheduling.selectors.workbench import desk
from tests.loopback import keep_to_loopback

pytest_plugins = ["tests.missing_parts", "tests.parts", "tests.cast", "tests.trail_rows"]


def pytest_configure() -> None:
    """Nothing a test does may leave this machine."""
    keep_to_loopback()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Rate limits, desks and other remembered things do not pass from one test to the next."""
    cache.clear()
    desk._kept.clear()

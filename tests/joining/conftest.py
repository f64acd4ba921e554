"""What the pages of the administration need."""

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture
def who_asks_and_who_is_looked_at() -> Iterator[None]:
    """Two rows from one place in Django's own code: who asks and the account on the page, two roles' programs."""
    several = [{"model": model, "field": "*"} for model in ("accounts.User", "scheduling.Program")]
    with override_settings(ZEAL_ALLOWLIST=several):
        yield

"""Keys of what is sent: the same page sent twice does one thing, and with something else on it another."""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5


def key_of_sent(said: Mapping[str, Any]) -> UUID:
    """The key for what a valid form with a ``key`` of its page says.

    Who goes back to a page that was sent and changes it finds its key again: with the page's key alone, what was sent
    first would answer for what is sent now.
    """
    return uuid5(NAMESPACE_OID, repr(sorted((name, str(value)) for name, value in said.items())))

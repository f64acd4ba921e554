"""What the trail never holds: it is read by more people than the thing it tells of."""

from collections.abc import Mapping
from typing import Any

NEVER = frozenset(
    {"reason", "note", "notes", "text", "token", "password", "secret", "code", "nonce", "answers"}
)


class NotForTheTrail(ValueError):
    """The code was about to write down a reason for absence, a note's text, a token or a password."""


def refuse_secrets(values: Mapping[str, Any]) -> None:
    """Raise ``NotForTheTrail`` where a key, at any depth, names what is never kept."""
    for key, value in values.items():
        if key.lower() in NEVER:
            raise NotForTheTrail(f"“{key}” is not for the trail. Say that it changed, not what it says.")
        if isinstance(value, Mapping):
            refuse_secrets(value)

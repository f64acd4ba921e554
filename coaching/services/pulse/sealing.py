"""Sealing what must not be read yet, with the installation's key, so that the database and its copies do not tell it.

A seal says neither when it was made nor, to some thousand signs, how much is in it.
"""

import base64
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

ROOM = 4096
NO_TIME = 0


class SealBroken(Exception):
    """It was sealed with another key than the installation has now, or changed since."""


def seal(values: dict[str, Any]) -> str:
    """Values that JSON holds, sealed."""
    text = json.dumps(values, separators=(",", ":")).encode()
    filled = text.ljust(-(-len(text) // ROOM) * ROOM)
    return _key().encrypt_at_time(filled, NO_TIME).decode()


def unseal(sealed: str) -> dict[str, Any]:
    """The values again; raises ``SealBroken``."""
    try:
        found: dict[str, Any] = json.loads(_key().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise SealBroken from error
    return found


def _key() -> Fernet:
    digest = salted_hmac("coaching.pulse.sealing", "box", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))

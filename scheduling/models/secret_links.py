"""Links that carry a secret: made from a key with the installation's own, so that the database alone gives none away."""

import base64

from django.utils.crypto import salted_hmac


def link_token(key: str) -> str:
    """The secret part of the link that belongs to ``key``: the same each time, and nothing to guess."""
    digest = salted_hmac("scheduling.secret_links", key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")

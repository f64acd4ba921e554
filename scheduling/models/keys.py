"""What a database can look for as a primary key; a larger number overflows it."""

from typing import TypeGuard

LARGEST_KEY = 2**63 - 1


def is_key(said: object) -> TypeGuard[int]:
    """Whether it is a whole number that can be somebody's primary key."""
    return isinstance(said, int) and 0 < said <= LARGEST_KEY

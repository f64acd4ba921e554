"""What the tests of access ask in."""

from tests.access.world import world

__all__ = ["world"]

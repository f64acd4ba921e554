"""What the cases of the constraints share.

A case is named after its constraint. It returns two rows that are not saved yet: one that the database must
take, and one that differs in the point at issue and that it must refuse once the first is there.
"""

from collections.abc import Callable

from django.db.models import Model

Rows = tuple[Model, Model]
CASES: dict[str, Callable[[], Rows]] = {}


def case(rows: Callable[[], Rows]) -> Callable[[], Rows]:
    """Register a case under its function's name."""
    CASES[rows.__name__] = rows
    return rows

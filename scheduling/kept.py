"""What was made of the data that describe years, kept by this process for as long as they stay as they are.

The database says whether they did: `scheduling.marks`.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

from connectedness.web.once import once_while_reading

T = TypeVar("T")
MOST_KEPT = 48

_kept: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
_lock = Lock()


def marks_seen() -> Hashable:
    """The marks that this transaction sees: two that are equal stand for equal data. A page is made of one moment's."""
    return once_while_reading("marks", _marks)


def _marks() -> Hashable:
    with (
        connection.cursor() as cursor
    ):  # every page asks this; the ORM would take longer to put the question than it costs
        cursor.execute("SELECT count(*), sum(token) FROM scheduling_datamark")
        seen: Hashable = cursor.fetchone()
    return seen


def kept(what: Hashable, marks: Hashable, make: Callable[[], T]) -> T:
    """What was made for these marks, made now where it was not. The marks are read before what it is made of.

    It is handed to everybody who asks: nobody may change it.
    """
    with _lock:
        known = _kept.get(what)
        if known is not None:
            _kept.move_to_end(what)
    if known is not None and known[0] == marks:
        found: T = known[1]
        return found
    made = make()
    with _lock:
        _kept[what] = marks, made
        _kept.move_to_end(what)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made

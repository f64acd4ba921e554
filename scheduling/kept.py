"""What was made of the data that describe years, kept by this process for as long as they stay as they are.

The database says whether they did: `scheduling.marks`.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

from connectedness.web.once import once_while_reading

T = TypeVar("T")
MOST_OF_A_KIND = 24

_kept: dict[Hashable, OrderedDict[Hashable, tuple[Hashable, Any]]] = defaultdict(OrderedDict)
_lock = Lock()


def marks_seen() -> Hashable:
    """The marks that this transaction sees: two that are equal stand for equal data. A page is made of one moment's."""
    return once_while_reading("marks", _marks)


def _marks() -> Hashable:
    # Every page asks this; the ORM would take longer to put the question than it takes to answer.
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), sum(token) FROM scheduling_datamark")
        seen: Hashable = cursor.fetchone()
    return seen


def kept(
    kind: Hashable, about: Hashable, marks: Hashable, make: Callable[[], T], *, most: int = MOST_OF_A_KIND
) -> T:
    """What was made for these marks, made now where it was not. The marks are read before what it is made of.

    Of each kind so many are kept, those used last. It is handed to everybody who asks: nobody may change it.
    """
    with _lock:
        known = _kept[kind].get(about)
        if known is not None:
            _kept[kind].move_to_end(about)
    if known is not None and known[0] == marks:
        found: T = known[1]
        return found
    made = make()
    with _lock:
        _kept[kind][about] = marks, made
        _kept[kind].move_to_end(about)
        while len(_kept[kind]) > most:
            _kept[kind].popitem(last=False)
    return made

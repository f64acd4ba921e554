"""What was made of the data that describe years, kept by this process for as long as they stay as they are.

The database says whether they did: `scheduling.marks`.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db.models import Count, Sum

from scheduling.models import DataMark

T = TypeVar("T")
MOST_KEPT = 24

_kept: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
_lock = Lock()


def marks_seen() -> Hashable:
    """The marks that this transaction sees: two that are equal stand for equal data."""
    seen = DataMark.objects.aggregate(Count("pk"), Sum("token"))
    return seen["pk__count"], seen["token__sum"]


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

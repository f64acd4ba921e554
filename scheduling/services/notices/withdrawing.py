"""Taking notices back that have not reached their readers."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from scheduling.models import Notice

NOT_MAILED = Q(letter=None) | Q(letter__sent_at=None)


def withdraw(notices: "QuerySet[Notice]") -> None:
    """What was not read is read, and what was not mailed is not mailed.

    That a letter waits for the mail server changes nothing: it leaves without them, or not at all where nothing is left in it.
    """
    notices.filter(NOT_MAILED).update(due_at=None, letter=None)
    notices.filter(read_at=None).update(read_at=timezone.now())

"""Marks of changes are looked at all together, so only a few are kept."""

import secrets

from django.db import transaction

from scheduling.marks import LARGEST_TOKEN
from scheduling.models import DataMark

MOST_KEPT = 500


@transaction.atomic
def forget_old_marks(*, most: int = MOST_KEPT) -> int:
    """Where there are more than ``most``, put a new mark in the place of all that are seen; how many went.

    What is kept is made once more then.

    None of the old ones may stay alone: another process may have seen just that one, before a longer transaction, whose
    marks have lower keys, was committed.
    """
    if DataMark.objects.count() <= most:
        return 0
    new = DataMark.objects.create(token=secrets.randbelow(LARGEST_TOKEN))
    gone, _ = DataMark.objects.filter(pk__lt=new.pk).delete()
    return gone

"""How somebody wants to be told, and that they have read it."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from connectedness.accounts.models import User
from scheduling.domain.telling import Choice, mail_due
from scheduling.models import Notice, NoticeChoice, Program


@transaction.atomic
def choose_delivery(
    *, user: User, program: Program, choice: Choice, waiting: QuerySet[Notice]
) -> NoticeChoice:
    """Keep a user's choice; what still waits to be mailed to them goes by it, too."""
    row, _ = NoticeChoice.objects.update_or_create(
        user=user,
        program=program,
        defaults={
            "delivery": choice.delivery,
            "digest_hour": choice.digest_hour,
            "quiet_from": choice.quiet_from,
            "quiet_until": choice.quiet_until,
        },
    )
    unsent = waiting.filter(program=program, letter=None, due_at__isnull=False)
    unsent.update(due_at=mail_due(choice, timezone.now(), program.zone))
    return row


def mark_read(notices: QuerySet[Notice], shown: Collection[int]) -> int:
    """Somebody has read those of their notices that were shown (by primary key); how many were new to them.

    What is older than all of them is read as well: no page shows it any more. What came since is not.
    """
    oldest = notices.filter(pk__in=shown).aggregate(oldest=Min("made_at"))["oldest"]
    if oldest is None:
        return 0
    read = notices.filter(Q(pk__in=shown) | Q(made_at__lt=oldest), read_at=None)
    return read.update(read_at=timezone.now())

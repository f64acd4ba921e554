"""How somebody wants to be told, and that they have read it."""

from django.db import transaction
from django.db.models import QuerySet
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


def mark_read(notices: QuerySet[Notice]) -> int:
    """Somebody has read their notices; how many were new to them."""
    return notices.filter(read_at=None).update(read_at=timezone.now())

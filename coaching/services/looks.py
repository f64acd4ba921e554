"""That somebody has seen their home: kept when the page was shown, never when it was merely fetched."""

from datetime import datetime

from django.db import transaction

from coaching.models import LastLook
from coaching.models.looks import ONE_VISIT
from connectedness.accounts.models import User


@transaction.atomic
def note_look(*, user: User, seen: datetime, now: datetime) -> LastLook:
    """The page as it was at ``seen`` has been looked at. A look of the future, or older than the last one, moves nothing."""
    look, is_first = LastLook.objects.select_for_update(no_key=True).get_or_create(
        user=user, defaults={"at": min(seen, now)}
    )
    if is_first or not look.at < seen <= now:
        return look
    if seen - look.at > ONE_VISIT:
        look.before = look.at
    look.at = seen
    look.save(update_fields=["at", "before"])
    return look

"""What is kept only so that it can be undone goes after a while: it holds words that people took away, reasons for leave too."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from scheduling.models import DataEdit, Schedule


@transaction.atomic
def forget_old_steps() -> int:
    """Remove the steps in programs' data older than ``UNDO_KEEP_DAYS``; how many went. They cannot be undone then."""
    before = timezone.now() - settings.UNDO_KEPT
    gone, _ = DataEdit.objects.filter(made_at__lt=before).delete()
    return gone


@transaction.atomic
def forget_old_drafts() -> int:
    """Delete the drafts that were thrown away more than ``UNDO_KEEP_DAYS`` ago; how many."""
    before = timezone.now() - settings.UNDO_KEPT
    old = Schedule.with_thrown_away.filter(thrown_away_at__lt=before).order_by("pk")
    # Held, so that none goes which somebody brings back at this moment.
    keys = list(old.select_for_update().values_list("pk", flat=True))
    Schedule.with_thrown_away.filter(pk__in=keys).delete()
    return len(keys)

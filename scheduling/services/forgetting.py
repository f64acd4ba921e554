"""What is kept only so that it can be undone goes after a while: it holds words that people took away, reasons for leave too."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from scheduling.models import DataEdit


@transaction.atomic
def forget_old_steps() -> int:
    """Remove the steps in programs' data older than ``UNDO_KEEP_DAYS``; how many went. They cannot be undone then."""
    before = timezone.now() - settings.UNDO_KEPT
    gone, _ = DataEdit.objects.filter(made_at__lt=before).delete()
    return gone

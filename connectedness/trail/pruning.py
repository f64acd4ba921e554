"""How long the trail is kept: the one job that removes from it, and leaves a sign that it did."""

from django.db import transaction
from django.utils import timezone

from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event, Pruning, oldest_kept
from connectedness.trail.recording import record


@transaction.atomic
def prune() -> int:
    """Remove what is older than ``TRAIL_KEEP_DAYS``; how many events went."""
    before = oldest_kept(timezone.now())
    if not Event.objects.filter(at__lt=before).exists():
        return 0
    gone = Pruning.objects.create(before=before).remove()
    said = f"{gone} from before {before:%Y-%m-%d}"
    record(kind=EventKind.TRAIL_PRUNED, actor=None, subject=said, after={"removed": gone})
    return gone

"""Who else has a draft open."""

from datetime import timedelta

from django.utils import timezone

from connectedness.accounts.models import User
from scheduling.models import Presence, Schedule

SILENT_SECONDS = 30


def others_present(schedule: Schedule, user: User) -> list[Presence]:
    """The others who were heard of just now, by name."""
    since = timezone.now() - timedelta(seconds=SILENT_SECONDS)
    heard = Presence.objects.filter(schedule=schedule, seen_at__gte=since).exclude(user=user)
    return list(heard.select_related("user").order_by("user__name"))

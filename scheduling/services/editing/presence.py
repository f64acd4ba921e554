"""Who else has a draft open: told by each page every few seconds, forgotten when it falls silent."""

from datetime import date

from django.utils import timezone

from connectedness.accounts.models import User
from scheduling.domain.calendar import monday_of
from scheduling.models import Presence, Schedule


def be_present(*, schedule: Schedule, user: User, day: date) -> None:
    """Say that the user looks at the week of that day."""
    Presence.objects.bulk_create(
        [Presence(schedule=schedule, user=user, week=monday_of(day), seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["schedule", "user"],
        update_fields=["week", "seen_at"],
    )

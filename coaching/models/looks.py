"""When somebody last looked at their home."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

ONE_VISIT = timedelta(minutes=30)


class LastLook(models.Model):
    """The last moment at which a person saw their home, and the last one of the visit before.

    Looks with less than half an hour between them are one visit: what changed before it stays on the page until it ends.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="last_look", primary_key=True
    )
    at = models.DateTimeField()
    before = models.DateTimeField(null=True, blank=True, help_text="Empty on the first visit.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(before__isnull=True) | models.Q(before__lte=models.F("at")),
                name="last_look_came_after_the_visit_before",
            )
        ]

    def __str__(self) -> str:
        return f"Last look of user {self.user_id}"

    def since(self, now: datetime) -> datetime | None:
        """From when on changes are new at ``now``: the end of the visit before the present one; None on the first."""
        return self.before if now - self.at <= ONE_VISIT else self.at

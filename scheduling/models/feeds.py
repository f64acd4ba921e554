"""Calendar feeds: one secret, revocable address per person."""

from django.conf import settings
from django.db import models


class CalendarFeed(models.Model):
    """A person's feed. The address is signed from the nonce with the installation's key, so that the
    database alone does not give it away; a new nonce revokes the old address."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    nonce = models.CharField(max_length=43, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(revoked_at__isnull=True),
                name="feed_one_live_address_per_user",
            ),
        ]

    def __str__(self) -> str:
        return f"Feed of {self.user}"

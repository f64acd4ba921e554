"""Calendar feeds: one secret, revocable address per person."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models


def _signer() -> Signer:
    return Signer(sep=".", salt="scheduling.calendar_feed")


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Feeds, and which of them an address opens."""

    def live(self) -> "CalendarFeedQuerySet":
        """Not revoked."""
        return self.filter(revoked_at__isnull=True)

    def opened_by(self, token: str) -> "CalendarFeedQuerySet":
        """The live feed with that token, or none; the signature is compared in constant time."""
        try:
            nonce = _signer().unsign(token)
        except BadSignature:
            return self.none()
        return self.live().filter(nonce=nonce)


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
    with_teams = models.BooleanField(
        default=True,
        help_text="Whether it carries the half-days on which all of a longitudinal team are in clinic.",
    )

    objects = CalendarFeedQuerySet.as_manager()

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

    @property
    def token(self) -> str:
        """The secret part of the address: the nonce, signed with the installation's key."""
        return _signer().sign(self.nonce)

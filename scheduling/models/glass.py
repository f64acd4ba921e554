"""Breaking the glass: a site administrator opens one record, for a while, for a reason that is kept."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from scheduling.models.people import Resident


class BrokenGlassQuerySet(models.QuerySet["BrokenGlass"]):
    """Openings, by whether they still hold."""

    def open(self, now: datetime) -> "BrokenGlassQuerySet":
        """Those whose time has not run out."""
        return self.filter(opened_at__lte=now, until__gt=now)


class BrokenGlass(models.Model):
    """One record opened to one site administrator."""

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="broken_glass")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField("reason", max_length=500)
    opened_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True, help_text="When its owner was told by mail.")
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When its owner said that they saw it.")

    objects = BrokenGlassQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "broken glass"
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("opened_at")), name="broken_glass_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~models.Q(why=""), name="broken_glass_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.resident}, opened by {self.opened_by}"

"""Sessions: clinic half-days at one site."""

from django.db import models

from scheduling.domain.calendar import HalfDay, Period
from scheduling.models.calendar import PERIOD_CHOICES
from scheduling.models.programs import Site


class Session(models.Model):
    """A clinic half-day at one site; no rooms means closed."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="sessions")
    date = models.DateField()
    period = models.CharField(max_length=3, choices=PERIOD_CHOICES)
    rooms = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=80, blank=True, help_text="Why its rooms differ: rooms lent, closed.")

    class Meta:
        ordering = ["date", "period", "site"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "date", "period"], name="session_once_a_half_day_at_a_site"
            ),
            # What assignments point at, so that their date and half-day can never part from the session's.
            models.UniqueConstraint(fields=["id", "date", "period"], name="session_half_day_is_its_own"),
        ]

    def __str__(self) -> str:
        return f"{self.half_day} · {self.site}"

    @property
    def half_day(self) -> HalfDay:
        """Date and AM, PM or EVE."""
        return HalfDay(self.date, Period(self.period))

    @property
    def key(self) -> str:
        """Its id in problem files: ``MAIN/2026-06-29/AM``."""
        return f"{self.site.code}/{self.date.isoformat()}/{self.period}"

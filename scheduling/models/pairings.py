"""Pairings: a resident and their coach, over years."""

from datetime import date

from django.db import models

from scheduling.models.dates import DateThere
from scheduling.models.people import Faculty, Resident


class PairingQuerySet(models.QuerySet["Pairing"]):
    """Pairings, by when they hold."""

    def on(self, day: "date | DateThere") -> "PairingQuerySet":
        """Those that hold on a day: a coach agreed for next year is not the coach yet."""
        return self.filter(first_date__lte=day).exclude(last_date__lt=day)

    def during(self, first: date, last: date) -> "PairingQuerySet":
        """Those that hold on any day from ``first`` to ``last``, both included."""
        return self.filter(first_date__lte=last).exclude(last_date__lt=first)


class Pairing(models.Model):
    """A resident's coach from one date, until another or still."""

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="pairings")
    faculty = models.ForeignKey(Faculty, on_delete=models.PROTECT, related_name="pairings")
    first_date = models.DateField()
    last_date = models.DateField(null=True, blank=True, help_text="Empty while it lasts.")
    reason = models.CharField(max_length=200, blank=True, help_text="Why it began or ended.")

    objects = PairingQuerySet.as_manager()

    class Meta:
        ordering = ["-first_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["resident"],
                condition=models.Q(last_date__isnull=True),
                name="pairing_one_current_coach",
            ),
            models.CheckConstraint(
                condition=models.Q(last_date__isnull=True) | models.Q(last_date__gte=models.F("first_date")),
                name="pairing_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident} with {self.faculty.short_name}"

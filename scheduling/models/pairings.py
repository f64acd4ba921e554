"""Pairings: a resident and their coach, over years; what is planned for them, and what is wished."""

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from scheduling.models.calendar import AcademicYear
from scheduling.models.dates import DateThere
from scheduling.models.people import Faculty, Resident
from scheduling.models.programs import Program

DEFAULT_WISH = 8


class PairingQuerySet(models.QuerySet["Pairing"]):
    """Pairings, by when they hold: until their last date, and never longer than their coach is here."""

    def on(self, day: "date | DateThere") -> "PairingQuerySet":
        """Those that hold on a day: a coach agreed for next year is not the coach yet."""
        return self.filter(first_date__lte=day).exclude(last_date__lt=day).exclude(faculty__left_on__lte=day)

    def during(self, first: date, last: date) -> "PairingQuerySet":
        """Those that hold on any day from ``first`` to ``last``, both included."""
        held = self.filter(first_date__lte=last).exclude(last_date__lt=first)
        return held.exclude(faculty__left_on__lte=first)


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

    @property
    def holds_until(self) -> date | None:
        """Its last day, known so far: the day it was ended, or the last on which the coach is here."""
        left_on = self.faculty.left_on
        known = [self.last_date, None if left_on is None else left_on - timedelta(days=1)]
        return min((day for day in known if day is not None), default=None)


class PairingDraft(models.Model):
    """What the pairing board plans for one resident and has not begun: a coach, or none as yet."""

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="pairing_drafts")
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="pairing_drafts")
    faculty = models.ForeignKey(
        Faculty,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="pairing_drafts",
        help_text="Empty: lifted off a panel, and not placed yet.",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["resident__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "resident"], name="pairing_draft_one_plan_per_resident_and_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident} with {self.faculty.short_name if self.faculty else 'nobody yet'}"


class WishKind(models.TextChoices):
    """Together if possible, or never."""

    WISH = "wish", "Together if possible"
    EXCLUSION = "exclusion", "Never together"


class PairingWish(models.Model):
    """That a resident and a faculty member should be paired, or must not be. Why, coordinators alone may read."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="pairing_wishes")
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="pairing_wishes")
    faculty = models.ForeignKey(Faculty, on_delete=models.CASCADE, related_name="pairing_wishes")
    kind = models.CharField(max_length=9, choices=WishKind)
    weight = models.PositiveSmallIntegerField(
        default=DEFAULT_WISH,
        validators=[MinValueValidator(1)],
        help_text="What a wish that is met adds to the score.",
    )
    reason = models.CharField(max_length=500, blank=True, help_text="Coordinators alone read it.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["resident__name", "faculty__name"]
        verbose_name_plural = "pairing wishes"
        constraints = [
            models.UniqueConstraint(fields=["resident", "faculty"], name="pairing_wish_once_per_pair"),
            models.CheckConstraint(condition=models.Q(weight__gte=1), name="pairing_wish_weighs_something"),
        ]

    def __str__(self) -> str:
        return f"{self.resident} and {self.faculty.short_name}: {self.get_kind_display().lower()}"

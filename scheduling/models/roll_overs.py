"""That a program went over from one academic year to the next, with what taking it back needs."""

from django.conf import settings
from django.db import models

from scheduling.models.calendar import AcademicYear
from scheduling.models.programs import Program


class RollOver(models.Model):
    """One roll-over: the year left, the year made, and all that it made and changed."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="roll_overs")
    from_year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="left_by")
    year = models.OneToOneField(
        AcademicYear,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="made_by",
        help_text="None once it was reversed.",
    )
    name = models.CharField(max_length=20, help_text="The new year's name, kept when the year is gone.")
    made = models.JSONField(default=dict, help_text="What was changed outside the new year, with how it was.")
    state = models.JSONField(default=dict, help_text="A digest of each part of the new year as it was made.")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    reversed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_year"],
                condition=models.Q(reversed_at__isnull=True),
                name="year_rolls_over_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Roll-over to {self.name}"

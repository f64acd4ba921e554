"""Rotations, the clinic half-days they allow, and who is on which when."""

from django.db import models

from scheduling.models.calendar import PERIOD_CHOICES, WEEKDAY_CHOICES, Block
from scheduling.models.people import Resident
from scheduling.models.programs import Program


class Hue(models.TextChoices):
    """The pale band behind a rotation's cells; never teal, which means together."""

    AMBULATORY = "ambulatory", "Ambulatory"
    WARDS = "wards", "Wards"
    ICU = "icu", "ICU"
    ELECTIVE = "elective", "Elective"
    NIGHTS = "nights", "Nights"
    COMMUNITY = "community", "Community"


class ClinicRule(models.TextChoices):
    """Which clinic half-days a rotation leaves room for."""

    NONE = "none", "None"
    ANY = "any", "Any"
    LISTED = "listed", "Those listed"


class Rotation(models.Model):
    """A rotation and its clinic rule."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="rotations")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80, blank=True)
    hue = models.CharField(max_length=12, choices=Hue, default=Hue.ELECTIVE)
    clinic_rule = models.CharField(max_length=6, choices=ClinicRule, default=ClinicRule.NONE)
    min_per_week = models.PositiveSmallIntegerField("clinics per week, at least", default=0)
    max_per_week = models.PositiveSmallIntegerField("clinics per week, at most", default=0)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["program", "code"], name="rotation_code_once_in_program"),
            models.CheckConstraint(
                condition=models.Q(max_per_week__gte=models.F("min_per_week")),
                name="rotation_max_is_not_under_min",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class RotationWeek(models.Model):
    """One week of a rotation's block whose clinic rule is its own."""

    rotation = models.ForeignKey(Rotation, on_delete=models.CASCADE, related_name="weeks")
    week_of_block = models.PositiveSmallIntegerField(help_text="1 for the first week of a block.")
    clinic_rule = models.CharField(max_length=6, choices=ClinicRule)

    class Meta:
        ordering = ["week_of_block"]
        constraints = [
            models.UniqueConstraint(fields=["rotation", "week_of_block"], name="rotation_week_once"),
            models.CheckConstraint(
                condition=models.Q(week_of_block__gte=1), name="rotation_week_counts_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rotation}, week {self.week_of_block}"


class RotationHalfDay(models.Model):
    """A half-day that a rotation with listed half-days allows, in every week or in one week of a block."""

    rotation = models.ForeignKey(Rotation, on_delete=models.CASCADE, related_name="half_days")
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAY_CHOICES)
    period = models.CharField(max_length=3, choices=PERIOD_CHOICES)
    week_of_block = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="1 for the first week of a block; empty means every week."
    )

    class Meta:
        ordering = ["week_of_block", "weekday", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["rotation", "weekday", "period", "week_of_block"],
                name="rotation_half_day_once_a_block_week",
            ),
            models.UniqueConstraint(
                fields=["rotation", "weekday", "period"],
                condition=models.Q(week_of_block__isnull=True),
                name="rotation_half_day_once_every_week",
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6), name="rotation_half_day_has_a_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rotation}: {self.get_weekday_display()} {self.period}"


class RotationAssignment(models.Model):
    """The one rotation of a resident in a block."""

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="rotation_assignments")
    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="rotation_assignments")
    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="assignments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resident", "block"], name="resident_one_rotation_in_block"),
        ]

    def __str__(self) -> str:
        return f"{self.resident} on {self.rotation}, {self.block}"

"""Academic years, their blocks, and the dates that are not like the others."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models

from scheduling.domain.calendar import Period
from scheduling.models.programs import Program

PERIOD_CHOICES = [(period.value, period.value) for period in Period]
WEEKDAY_CHOICES = [(0, "Mon"), (1, "Tue"), (2, "Wed"), (3, "Thu"), (4, "Fri"), (5, "Sat"), (6, "Sun")]


def validate_monday(day: date) -> None:
    """Weeks run Monday to Sunday; a year must start on a Monday."""
    if day.weekday() != 0:
        raise ValidationError(f"{day:%d %b %Y} is not a Monday. A year starts on a Monday.")


class AcademicYear(models.Model):
    """The weeks for which one schedule is built."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="years")
    name = models.CharField(max_length=20, help_text="2026-2027")
    first_monday = models.DateField(validators=[validate_monday])
    weeks = models.PositiveSmallIntegerField(default=52)

    class Meta:
        ordering = ["-first_monday"]
        constraints = [
            models.UniqueConstraint(fields=["program", "first_monday"], name="year_starts_once"),
            models.UniqueConstraint(fields=["program", "name"], name="year_name_once_in_program"),
            models.CheckConstraint(condition=models.Q(weeks__gte=1), name="year_has_a_week"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_date(self) -> date:
        """The last Sunday of the year."""
        return self.first_monday + timedelta(weeks=self.weeks, days=-1)


class Block(models.Model):
    """A stretch of the year with one rotation per resident: two weeks, a week, a weekend."""

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="blocks")
    label = models.CharField(max_length=60)
    first_date = models.DateField()
    last_date = models.DateField()

    class Meta:
        ordering = ["first_date", "last_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "first_date", "last_date"], name="block_dates_once_in_year"
            ),
            models.CheckConstraint(
                condition=models.Q(last_date__gte=models.F("first_date")), name="block_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Holiday(models.Model):
    """A date without clinic at any site of the program."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="holidays")
    date = models.DateField()
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["program", "date"], name="holiday_once_a_date")]

    def __str__(self) -> str:
        return f"{self.name}, {self.date}"


class ProtectedTeaching(models.Model):
    """A weekly half-day of teaching on which the named classes have no clinic."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="protected_teaching")
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAY_CHOICES)
    period = models.CharField(max_length=3, choices=PERIOD_CHOICES)
    pgys = models.JSONField(default=list, blank=True, help_text="Classes it is for; empty means all.")
    weeks_of_month = models.JSONField(
        default=list,
        blank=True,
        help_text="Which of its weekday in the month (1 to 5); empty means every week.",
    )

    class Meta:
        verbose_name_plural = "protected teaching"
        ordering = ["weekday", "period"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="teaching_has_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"Teaching {self.get_weekday_display()} {self.period}"

"""Schedules: versions of a year, each with its coaches, its assignments and who precepts."""

from typing import Any

from django.conf import settings
from django.db import models

from scheduling.domain.program_year import Duty
from scheduling.models.calendar import PERIOD_CHOICES, AcademicYear
from scheduling.models.people import DUTY_CHOICES, Faculty, Resident
from scheduling.models.sessions import Session


class ScheduleState(models.TextChoices):
    """Draft and published are never mixed; an archived version was published once."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    ARCHIVED = "archived", "Archived"


class KeptSchedules(models.Manager["Schedule"]):
    """Versions, without the drafts that were thrown away."""

    def get_queryset(self) -> "models.QuerySet[Schedule]":
        """What every page, service and related name speaks of."""
        return super().get_queryset().filter(thrown_away_at=None)


class Schedule(models.Model):
    """One version of a year's schedule."""

    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="schedules")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=ScheduleState, default=ScheduleState.DRAFT)
    edition = models.PositiveIntegerField(
        default=1, help_text="Rises with every edit; an edit names what it saw."
    )
    run = models.ForeignKey(
        "scheduling.SolveRun", null=True, blank=True, on_delete=models.SET_NULL, related_name="schedules"
    )
    based_on = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The version that this draft is a copy of.",
    )
    objective = models.FloatField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True, help_text="No schedule can pass this score.")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    late_reason = models.CharField(
        max_length=300,
        blank=True,
        help_text="Why it was published with less notice than the program promises.",
    )
    thrown_away_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when it can only be brought back, for a while."
    )
    thrown_away_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = KeptSchedules()
    with_thrown_away = models.Manager["Schedule"]()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="schedule_version_once_in_year"),
            models.UniqueConstraint(
                fields=["year"], condition=models.Q(state="published"), name="schedule_one_published_in_year"
            ),
            models.CheckConstraint(
                condition=models.Q(thrown_away_at=None) | models.Q(state="draft"),
                name="schedule_thrown_away_was_a_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.version}"


class ScheduleCoach(models.Model):
    """The coach with whom a version counts a resident's overlaps; becomes the pairing when published."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="coaches")
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="schedule_coaches")
    faculty = models.ForeignKey(Faculty, on_delete=models.CASCADE, related_name="schedule_coaches")
    attainable = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="The resident's own ceiling of overlaps with this coach, rooms ignored.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "resident"], name="schedule_one_coach_per_resident"),
        ]

    def __str__(self) -> str:
        return f"{self.resident} with {self.faculty.short_name}"


class Placed(models.Model):
    """A person in a session; date and half-day are the session's own, kept so by the database."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="%(class)ss")
    date = models.DateField()
    period = models.CharField(max_length=3, choices=PERIOD_CHOICES)

    class Meta:
        abstract = True


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments, and whether resident and coach are together in them."""

    def with_together(self) -> "models.QuerySet[Any, Any]":
        """Annotate ``together``: the resident's coach is in clinic in that session, in the same version."""
        coach_is_there = Precepting.objects.filter(
            schedule=models.OuterRef("schedule"),
            session=models.OuterRef("session"),
            faculty__schedule_coaches__schedule=models.OuterRef("schedule"),
            faculty__schedule_coaches__resident=models.OuterRef("resident"),
        )
        return self.annotate(together=models.Exists(coach_is_there))


class Assignment(Placed):
    """A resident attends a session."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="assignments")
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="assignments")
    pinned = models.BooleanField(default=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "resident", "date", "period"], name="resident_one_place_in_half_day"
            ),
        ]
        indexes = [models.Index(fields=["session", "schedule"], name="assignment_in_session")]

    def __str__(self) -> str:
        return f"{self.resident}: {self.date} {self.period}"


class Precepting(Placed):
    """A faculty member is in clinic in a session, precepting or seeing own patients."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="preceptings")
    faculty = models.ForeignKey(Faculty, on_delete=models.CASCADE, related_name="preceptings")
    duty = models.CharField(max_length=10, choices=DUTY_CHOICES, default=Duty.PRECEPTS)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "faculty", "date", "period"], name="faculty_one_place_in_half_day"
            ),
            models.CheckConstraint(
                condition=models.Q(duty__in=["precepts", "own_clinic"]), name="precepting_is_in_clinic"
            ),
        ]
        indexes = [models.Index(fields=["session", "schedule"], name="precepting_in_session")]

    def __str__(self) -> str:
        return f"{self.faculty.short_name}: {self.date} {self.period}"

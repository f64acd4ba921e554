"""Meetings of a resident and a coach, and what the two keep of them together.

Their texts are for these two alone: whoever asks for rows goes through ``coaching.access``.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from coaching.domain.spans import Span
from scheduling.domain.calendar import day_label
from scheduling.models import Faculty, Resident

SHORTEST, LONGEST, USUAL = 5, 480, 30
PROMPTS = ("relationship", "reaction", "content", "coaching")


class MeetingState(models.TextChoices):
    """From the first word to the meeting itself."""

    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


OPEN_STATES = (MeetingState.PROPOSED, MeetingState.AGREED)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, by what is asked of them."""

    def dates_only(self) -> "MeetingQuerySet":
        """Without a word of what was said: for lists, calendars and coverage."""
        return self.defer(*PROMPTS, "summary")


class Meeting(models.Model):
    """A resident and a coach meet. ``edition`` rises with every change; a change names the edition it saw."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="meetings")
    faculty = models.ForeignKey(Faculty, on_delete=models.PROTECT, related_name="meetings")
    date = models.DateField()
    begins = models.TimeField()
    minutes = models.PositiveSmallIntegerField(
        default=USUAL, validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)]
    )
    place = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=9, choices=MeetingState, default=MeetingState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    edition = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    relationship = models.TextField(blank=True)
    reaction = models.TextField(blank=True)
    content = models.TextField(blank=True)
    coaching = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    next_on = models.DateField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-begins"]
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "faculty", "date", "begins"],
                condition=models.Q(state__in=["proposed", "agreed"]),
                name="meeting_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=SHORTEST, minutes__lte=LONGEST), name="meeting_lasts_a_while"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident} with {self.faculty.short_name}, {self.when}"

    @property
    def when(self) -> str:
        """``Wed 25 Nov, 13:00``."""
        return f"{day_label(self.date)}, {self.begins:%H:%M}"

    @property
    def span(self) -> Span:
        """From its first minute to its last."""
        return Span(self.date, self.begins, self.minutes)

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered, moved, held or cancelled."""
        return self.state in OPEN_STATES

    @property
    def starts(self) -> datetime:
        """The moment at which it begins; the resident's program must be loaded."""
        return datetime.combine(self.date, self.begins, tzinfo=self.resident.program.zone)


class MeetingMove(models.Model):
    """When a meeting was to be before it was moved."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="moves")
    date = models.DateField()
    begins = models.TimeField()
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Was on {day_label(self.date)}, {self.begins:%H:%M}"


class GoalState(models.TextChoices):
    """How far a goal is."""

    OPEN = "open", "Open"
    REACHED = "reached", "Reached"
    DROPPED = "dropped", "Dropped"


class Goal(models.Model):
    """What the resident works towards, and by what they will know."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(max_length=500)
    measure = models.CharField(max_length=300, blank=True)
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=GoalState, default=GoalState.OPEN)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Goal {self.pk}"


class Whose(models.TextChoices):
    """Who takes a step."""

    RESIDENT = "resident", "Resident"
    COACH = "coach", "Coach"


class NextStep(models.Model):
    """Something that one of the two does next."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(max_length=500)
    whose = models.CharField(max_length=8, choices=Whose, default=Whose.RESIDENT)
    due = models.DateField(null=True, blank=True)
    done = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Next step {self.pk}"

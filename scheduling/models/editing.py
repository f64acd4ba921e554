"""What people change in a draft: every step with the cells before and after, pinned free half-days, who is at it."""

from django.conf import settings
from django.db import models

from scheduling.models.calendar import PERIOD_CHOICES
from scheduling.models.people import Resident
from scheduling.models.schedules import Schedule
from scheduling.models.sessions import Session


class EditKind(models.TextChoices):
    """What a person did. The stored words are only ever added to."""

    MOVE = "move", "Moved"
    ADD = "add", "Added"
    DROP = "drop", "Took out"
    SWAP = "swap", "Swapped"
    PIN = "pin", "Pinned"
    UNPIN = "unpin", "Unpinned"
    TAKE_OVER = "take_over", "Took over a result"
    REPAIR = "repair", "Repaired"


class ScheduleEdit(models.Model):
    """One step of somebody's work on a draft: undone and done again as a whole."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField(help_text="Counts the steps of the draft from 1.")
    edition = models.PositiveIntegerField(
        help_text="The draft's edition since this was last done, undone or done again."
    )
    kind = models.CharField(max_length=10, choices=EditKind)
    label = models.CharField(max_length=200, help_text="What was done, in words.")
    reason = models.CharField(max_length=200, blank=True, help_text="Why, where it costs something.")
    key = models.CharField(max_length=64, help_text="Given by who asked, so that asking twice does it once.")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "number"], name="edit_number_once_in_schedule"),
            models.UniqueConstraint(fields=["schedule", "key"], name="edit_key_once_in_schedule"),
        ]

    def __str__(self) -> str:
        return self.label


class EditedCell(models.Model):
    """One cell of a step, before and after it. No session: free; a free cell that is pinned stays free."""

    edit = models.ForeignKey(ScheduleEdit, on_delete=models.CASCADE, related_name="cells")
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="edited_cells")
    date = models.DateField()
    period = models.CharField(max_length=3, choices=PERIOD_CHOICES)
    session_before = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    pinned_before = models.BooleanField(default=False)
    session_after = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    pinned_after = models.BooleanField(default=False)

    class Meta:
        ordering = ["date", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["edit", "resident", "date", "period"], name="edited_cell_once_in_edit"
            ),
        ]
        indexes = [models.Index(fields=["resident", "date", "period"], name="edited_cell_by_place")]

    def __str__(self) -> str:
        return f"{self.resident}: {self.date} {self.period}"


class PinnedFree(models.Model):
    """A half-day on which a resident shall have no clinic, fixed by a person."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="pinned_free")
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="pinned_free")
    date = models.DateField()
    period = models.CharField(max_length=3, choices=PERIOD_CHOICES)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "resident", "date", "period"], name="pinned_free_once_a_half_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident}: free {self.date} {self.period}"


class Presence(models.Model):
    """That somebody has a draft open, and the week in which they last were."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    week = models.DateField(help_text="Its Monday.")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "user"], name="presence_once_a_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, week of {self.week}"

"""What was done: rows that are only ever added."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from scheduling.models.programs import Program


class EventKind(models.TextChoices):
    """What happened, from a fixed list so that it can be searched."""

    IMPORTED = "imported", "Imported a file"
    RUN_REQUESTED = "run_requested", "Asked for a schedule"
    RUN_STOPPED = "run_stopped", "Stopped a run"
    DRAFT_MADE = "draft_made", "Made a draft"
    PUBLISHED = "published", "Published a schedule"
    FEED_MADE = "feed_made", "Made a calendar feed"
    FEED_REVOKED = "feed_revoked", "Revoked a calendar feed"


class EventsAreAppendOnly(Exception):
    """Somebody tried to change or delete an event."""


class AppendOnlyQuerySet(models.QuerySet["ScheduleEvent"]):
    """Rows can be added and read, nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise EventsAreAppendOnly

    def delete(self) -> NoReturn:
        """Refused."""
        raise EventsAreAppendOnly


class ScheduleEvent(models.Model):
    """One thing that a person or the system did to a program's schedules."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=EventKind)
    subject = models.CharField(max_length=120, help_text="What it was done to: Draft 7, typical.xlsx")
    detail = models.JSONField(default=dict, help_text="Before and after, in figures.")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add a new row; an existing one is never changed."""
        if not self._state.adding:
            raise EventsAreAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise EventsAreAppendOnly

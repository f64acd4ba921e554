"""Events, and the only way in which old ones go."""

from datetime import datetime, timedelta
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from connectedness.trail.kinds import EventKind

# The database measures its shortest time by its own clock, and SQLite in whole seconds.
CLOCKS_DIFFER = timedelta(minutes=1)


class TrailIsOnlyAddedTo(Exception):
    """Somebody tried to change or delete a row of the trail."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows can be added and read, nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise TrailIsOnlyAddedTo

    def delete(self) -> NoReturn:
        """Refused."""
        raise TrailIsOnlyAddedTo


class AppendOnly(models.Model):
    """A row that is written once; the database refuses changes too (``guards``)."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refused for one that is there."""
        if not self._state.adding:
            raise TrailIsOnlyAddedTo
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise TrailIsOnlyAddedTo


def _pointer(to: str) -> Any:
    """A key without a constraint: what it points to may go, the event stays as it was written."""
    return models.ForeignKey(
        to, null=True, blank=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )


class Event(AppendOnly):
    """One thing that a person or the system did. Names are kept as they were, beside the keys."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    kind = models.CharField(max_length=32)
    actor = _pointer(settings.AUTH_USER_MODEL)
    actor_name = models.CharField(max_length=150, blank=True, help_text="Empty: the system.")
    program = _pointer("scheduling.Program")
    about = _pointer(settings.AUTH_USER_MODEL)
    about_name = models.CharField(max_length=150, blank=True)
    record_of = models.CharField(max_length=40, blank=True, help_text="Whose record was read: resident/17")
    subject = models.CharField(max_length=200, help_text="What it was done to: Draft 7, typical.xlsx")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    address = models.CharField(max_length=45, blank=True, help_text="Where the request came from.")
    agent = models.CharField(max_length=60, blank=True, help_text="The browser, shortened.")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="event_by_time"),
            models.Index(fields=["program", "-at", "-id"], name="event_by_program"),
            models.Index(fields=["record_of", "-at"], name="event_by_record"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    def get_kind_display(self) -> str:
        """The words for its kind; the stored word for one that a later version brought."""
        return EventKind(self.kind).label if self.kind in EventKind.values else self.kind


class Pruning(AppendOnly):
    """That events older than a moment may be removed. Without such a row the database removes none."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    before = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"Events before {self.before:%Y-%m-%d}"

    def remove(self) -> int:
        """Remove what this row allows to remove; how many events went."""
        # A plain query set does not refuse; the triggers let go what this very row names.
        gone, _ = models.QuerySet(Event).filter(at__lt=self.before).delete()
        return gone


def oldest_kept(now: datetime) -> datetime:
    """The moment before which events are removed."""
    kept: datetime = now - settings.TRAIL_KEPT - CLOCKS_DIFFER
    return kept

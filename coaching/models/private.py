"""What one person alone may read. Nothing but ``coaching.access`` asks for these rows, by their author."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from coaching.models.meetings import Meeting


class OwnWords(models.Model):
    """Words of one author about one meeting. A row never says them by itself: neither in a log nor in an error."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class PrivateNote(OwnWords):
    """A coach's own note."""

    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "author"], name="private_note_once_a_meeting")
        ]


class PrivateReflection(OwnWords):
    """A resident's own reflection."""

    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "author"], name="private_reflection_once_a_meeting")
        ]


class MeetingDraft(OwnWords):
    """What somebody has typed into the shared part and not shared yet."""

    said = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "author"], name="meeting_draft_once_an_author")
        ]

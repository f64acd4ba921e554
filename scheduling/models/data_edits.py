"""What people changed in a program's data by hand, step by step, so that it can be taken back."""

from django.conf import settings
from django.db import models

from scheduling.models.calendar import AcademicYear
from scheduling.models.programs import Program


class DataArea(models.TextChoices):
    """Where an edit was made. Each area takes its own steps back."""

    BLOCKS = "blocks", "Block schedule"
    HALF_DAYS = "half_days", "Faculty half-days"
    LEAVE = "leave", "Leave"
    PAIRING = "pairing", "Pairing"
    SETTINGS = "settings", "Settings"
    TEAMS = "teams", "Teams"


class DataEdit(models.Model):
    """One step: the values of some rows before it and after it, by a key that the area gives to each row."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="data_edits")
    year = models.ForeignKey(
        AcademicYear, null=True, blank=True, on_delete=models.CASCADE, related_name="data_edits"
    )
    area = models.CharField(max_length=12, choices=DataArea)
    label = models.CharField(max_length=200, help_text="What was done: Pasted 12 cells")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    request_key = models.UUIDField(
        null=True, blank=True, help_text="Names the request, so that one sent twice is done once."
    )
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "request_key"], name="data_edit_once_a_request"),
        ]
        indexes = [
            models.Index(fields=["program", "year", "area", "actor", "-id"], name="data_edit_by_area"),
        ]

    def __str__(self) -> str:
        return self.label

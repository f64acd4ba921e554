"""Files handed in, kept between the preview and the confirmation."""

from django.conf import settings
from django.db import models

from scheduling.models.programs import Program


class UploadState(models.TextChoices):
    """Previewed until a person confirms or discards it."""

    PREVIEWED = "previewed", "Waiting to be confirmed"
    APPLIED = "applied", "Imported"
    DISCARDED = "discarded", "Discarded"


class UploadKind(models.TextChoices):
    """What was handed in."""

    WORKBOOK = "workbook", "Workbook"
    BLOCKS = "blocks", "Wide block schedule"


class Upload(models.Model):
    """One file handed in by a coordinator."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="uploads")
    kind = models.CharField(max_length=8, choices=UploadKind, default=UploadKind.WORKBOOK)
    filename = models.CharField(max_length=255)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=UploadState, default=UploadState.PREVIEWED)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.filename

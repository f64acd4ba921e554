"""What coordinators hand in, and how it becomes the program's data."""

from scheduling.services.importing.differences import TableChanges
from scheduling.services.importing.uploads import (
    AlreadyDecided,
    ImportPreview,
    apply_upload,
    discard_upload,
    import_workbook,
    keep_upload,
    preview_upload,
    preview_workbook,
)

__all__ = [
    "AlreadyDecided",
    "ImportPreview",
    "TableChanges",
    "apply_upload",
    "discard_upload",
    "import_workbook",
    "keep_upload",
    "preview_upload",
    "preview_workbook",
]

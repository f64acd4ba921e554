"""What coordinators hand in, and how it becomes the program's data."""

from scheduling.services.importing.blocks import Answers
from scheduling.services.importing.differences import TableChanges
from scheduling.services.importing.preview import ImportPreview, NameQuestion
from scheduling.services.importing.uploads import (
    AlreadyDecided,
    apply_upload,
    discard_upload,
    import_block_schedule,
    import_workbook,
    keep_upload,
    preview_upload,
    preview_workbook,
)

__all__ = [
    "AlreadyDecided",
    "Answers",
    "ImportPreview",
    "NameQuestion",
    "TableChanges",
    "apply_upload",
    "discard_upload",
    "import_block_schedule",
    "import_workbook",
    "keep_upload",
    "preview_upload",
    "preview_workbook",
]

"""Files handed in: kept, previewed, confirmed or discarded. Nothing is saved unless all is well."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from connectedness.accounts.models import User
from scheduling.exchange.issues import FileIssue
from scheduling.exchange.workbook import read_workbook
from scheduling.models import (
    AcademicYear,
    EventKind,
    Program,
    ScheduleEvent,
    Upload,
    UploadKind,
    UploadState,
)
from scheduling.services.importing.differences import TableChanges
from scheduling.services.importing.workbook import workbook_changes, write_workbook


class AlreadyDecided(Exception):
    """The upload was confirmed or discarded before, perhaps in another window."""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a file would change, or what keeps it from being imported."""

    filename: str
    issues: tuple[FileIssue, ...] = ()
    warnings: tuple[FileIssue, ...] = ()
    changes: tuple[TableChanges, ...] = ()
    year: AcademicYear | None = None

    @property
    def can_apply(self) -> bool:
        """Whether the file may be confirmed."""
        return not self.issues

    @property
    def total_changes(self) -> int:
        """Rows added, changed or removed in all tables."""
        return sum(table.total for table in self.changes)


def keep_upload(*, program: Program, actor: User | None, filename: str, content: bytes) -> Upload:
    """Keep a file until it is confirmed; its kind follows from the end of its name."""
    kind = (
        UploadKind.BLOCKS
        if PurePath(filename).suffix.lower() in {".csv", ".tsv", ".txt"}
        else UploadKind.WORKBOOK
    )
    return Upload.objects.create(
        program=program,
        kind=kind,
        filename=PurePath(filename).name[:255],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        created_by=actor,
    )


def preview_upload(upload: Upload) -> ImportPreview:
    """Read a kept file and say what it would change; writes nothing."""
    return preview_workbook(bytes(upload.content), upload.filename, upload.program)


def preview_workbook(content: bytes, filename: str, program: Program | None = None) -> ImportPreview:
    """What a workbook would change. With a program, a file about another one is refused."""
    reading = read_workbook(BytesIO(content), filename)
    if reading.tables is None or reading.errors:
        return ImportPreview(filename, tuple(reading.errors), tuple(reading.warnings))
    named = reading.tables.clinic.program
    if program is not None and named != program.name:
        return ImportPreview(filename, (_other_program(named, program),), tuple(reading.warnings))
    found = workbook_changes(reading.tables)
    return ImportPreview(filename, (), (*reading.warnings, *found.warnings), found.changes, found.year)


def apply_upload(*, upload: Upload, actor: User | None) -> ImportPreview:
    """Import a kept file, all or nothing, once; raises ``AlreadyDecided`` the second time."""
    with transaction.atomic():
        waiting = Upload.objects.filter(pk=upload.pk, state=UploadState.PREVIEWED)
        if not waiting.update(state=UploadState.APPLIED, applied_at=timezone.now()):
            raise AlreadyDecided
        done = import_workbook(
            content=bytes(upload.content), filename=upload.filename, actor=actor, program=upload.program
        )
        if not done.can_apply:
            waiting_again = Upload.objects.filter(pk=upload.pk)
            waiting_again.update(state=UploadState.PREVIEWED, applied_at=None)
    return done


def discard_upload(*, upload: Upload) -> None:
    """Let go of a file that was not confirmed."""
    waiting = Upload.objects.filter(pk=upload.pk, state=UploadState.PREVIEWED)
    if not waiting.update(state=UploadState.DISCARDED, content=b""):
        raise AlreadyDecided


@transaction.atomic
def import_workbook(
    *, content: bytes, filename: str, actor: User | None, program: Program | None = None
) -> ImportPreview:
    """Make the database as a workbook says; if anything is wrong with it, nothing is saved."""
    reading = read_workbook(BytesIO(content), filename)
    if reading.tables is None or reading.errors:
        return ImportPreview(filename, tuple(reading.errors), tuple(reading.warnings))
    named = reading.tables.clinic.program
    if program is not None and named != program.name:
        return ImportPreview(filename, (_other_program(named, program),), tuple(reading.warnings))
    done = write_workbook(reading.tables)
    preview = ImportPreview(filename, (), (*reading.warnings, *done.warnings), done.changes, done.year)
    ScheduleEvent.objects.create(
        program=Program.objects.get(name=named),
        actor=actor,
        kind=EventKind.IMPORTED,
        subject=filename[:120],
        detail={
            table.table: [table.added, table.changed, table.removed] for table in done.changes if table.total
        },
    )
    return preview


def _other_program(named: str, program: Program) -> FileIssue:
    return FileIssue(
        "Clinic", None, "", "Program", named,
        f"The workbook is about {named}, and this page is about {program.name}.",
        f"Write {program.name} as the program on the Clinic sheet, or open the page of {named}.",
    )  # fmt: skip

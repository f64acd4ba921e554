"""Files handed in: kept, previewed, confirmed or discarded. Nothing is saved unless all is well."""

import hashlib
from io import BytesIO
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.exchange.issues import FileIssue
from scheduling.exchange.workbook import read_workbook
from scheduling.exchange.workbook.tables import WorkbookTables
from scheduling.models import (
    Program,
    Upload,
    UploadKind,
    UploadState,
)
from scheduling.services.data_edits import lock_data
from scheduling.services.importing.blocks import Answers, import_blocks, preview_blocks
from scheduling.services.importing.conflicts import conflicts, held_teams_of
from scheduling.services.importing.preview import ImportPreview
from scheduling.services.importing.workbook import workbook_changes, write_workbook
from scheduling.services.renewing import renew_program

NO_ANSWERS = Answers()


class AlreadyDecided(Exception):
    """The upload was confirmed or discarded before, perhaps in another window."""


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


def preview_upload(upload: Upload, answers: Answers = NO_ANSWERS) -> ImportPreview:
    """Read a kept file and say what it would change; writes nothing."""
    if upload.kind == UploadKind.BLOCKS:
        return preview_blocks(bytes(upload.content), upload.filename, upload.program, answers)
    return preview_workbook(bytes(upload.content), upload.filename, upload.program)


def preview_workbook(content: bytes, filename: str, program: Program | None = None) -> ImportPreview:
    """What a workbook would change. With a program, a file about another one is refused."""
    tables, refused = _readable(content, filename, program)
    if tables is None:
        return refused
    found = workbook_changes(tables)
    return ImportPreview(filename, (), (*refused.warnings, *found.warnings), found.changes, found.year)


def _readable(
    content: bytes, filename: str, program: Program | None
) -> tuple[WorkbookTables | None, ImportPreview]:
    """The rows of a workbook that may come in, with its warnings; None for one that may not, with its faults."""
    reading = read_workbook(BytesIO(content), filename, held_teams_of(program))
    issues, tables = tuple(reading.errors), reading.tables
    if tables is not None and not issues:
        named = tables.clinic.program
        if program is not None and named != program.name:
            issues = (_other_program(named, program),)
        else:
            issues = tuple(conflicts(tables))
    return None if issues else tables, ImportPreview(filename, issues, tuple(reading.warnings))


def apply_upload(*, upload: Upload, actor: User | None, answers: Answers = NO_ANSWERS) -> ImportPreview:
    """Import a kept file, all or nothing, once; raises ``AlreadyDecided`` the second time.

    A file about which something is still open is left waiting, and the preview returned says what it is. Two files
    of one program come in one after the other.
    """
    with transaction.atomic():
        lock_data(upload.program)
        waiting = Upload.objects.filter(pk=upload.pk, state=UploadState.PREVIEWED)
        if not waiting.update(state=UploadState.APPLIED, applied_at=timezone.now()):
            raise AlreadyDecided
        done = _import(upload, actor, answers)
        if not done.can_apply:
            Upload.objects.filter(pk=upload.pk).update(state=UploadState.PREVIEWED, applied_at=None)
    return done


def _import(upload: Upload, actor: User | None, answers: Answers) -> ImportPreview:
    content = bytes(upload.content)
    if upload.kind == UploadKind.BLOCKS:
        return import_block_schedule(
            content=content, filename=upload.filename, actor=actor, program=upload.program, answers=answers
        )
    return import_workbook(content=content, filename=upload.filename, actor=actor, program=upload.program)


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
    tables, refused = _readable(content, filename, program)
    if tables is None:
        return refused
    done = write_workbook(tables)
    preview = ImportPreview(filename, (), (*refused.warnings, *done.warnings), done.changes, done.year)
    _follow_up(Program.objects.get(name=tables.clinic.program), actor, preview)
    return preview


@transaction.atomic
def import_block_schedule(
    *, content: bytes, filename: str, actor: User | None, program: Program, answers: Answers = NO_ANSWERS
) -> ImportPreview:
    """Make the year's block schedule as a wide file says; if anything is wrong or open, nothing is saved."""
    done = import_blocks(content, filename, program, answers)
    if done.can_apply:
        _follow_up(program, actor, done)
    return done


def _follow_up(program: Program, actor: User | None, done: ImportPreview) -> None:
    """Tell the trail, and let the program's drafts follow."""
    record(
        program_id=program.pk,
        actor=actor,
        kind=EventKind.IMPORTED,
        subject=done.filename,
        after={
            table.table: [table.added, table.changed, table.removed] for table in done.changes if table.total
        },
    )
    if any(table.total for table in done.changes):
        renew_program(program)


def _other_program(named: str, program: Program) -> FileIssue:
    return FileIssue(
        "Clinic", None, "", "Program", named,
        f"The workbook is about {named}, and this page is about {program.name}.",
        f"Write {program.name} as the program on the Clinic sheet, or open the page of {named}.",
    )  # fmt: skip

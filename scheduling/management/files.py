"""What the import commands share: reading a file, finding a program, telling what was done."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from scheduling.models import Program
from scheduling.services.importing import ImportPreview


def content_of(file: Path) -> bytes:
    """The bytes of a file named on the command line."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(
            f"{file} cannot be read: {error.strerror}. Check the path and try again."
        ) from error


def program_named(name: str | None) -> Program | None:
    """The program named on the command line, if one was."""
    if name is None:
        return None
    program = Program.objects.filter(name=name).first()
    if program is None:
        known = ", ".join(Program.objects.values_list("name", flat=True)) or "none yet"
        raise CommandError(f"There is no program “{name}”. Known: {known}.")
    return program


def tell(command: BaseCommand, done: ImportPreview, *, saved: bool = True) -> None:
    """Print what was changed; where something is wrong or open, say so and fail."""
    for warning in done.warnings:
        command.stderr.write(f"Note: {warning}")
    for issue in done.issues:
        command.stderr.write(str(issue))
    if not done.can_apply:
        open_points = len(done.issues) + len(done.questions) + len(done.proposed)
        raise CommandError(f"{open_points} points must be settled first. Nothing was saved.")
    for table in done.changes:
        if table.total:
            line = f"{table.table}: {table.added} added, {table.changed} changed, {table.removed} removed"
            command.stdout.write(line)
    command.stdout.write(
        f"{done.total_changes} changes" if saved else f"{done.total_changes} changes would be made"
    )

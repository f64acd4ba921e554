"""``manage.py import_program FILE.xlsx``: bring in a coordinator's workbook."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scheduling.models import Program
from scheduling.services.importing import ImportPreview, import_workbook, preview_workbook


class Command(BaseCommand):
    """Imports a workbook, all or nothing; makes the program and the year if they are missing."""

    help = "Import a program's workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and how to treat it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--program", help="refuse a workbook that is about another program")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, write or refuse, and say what was done."""
        content = _content(options["file"])
        program = _program(options["program"])
        name = options["file"].name
        if options["dry_run"]:
            self._tell(preview_workbook(content, name, program), "would be")
        else:
            self._tell(import_workbook(content=content, filename=name, actor=None, program=program), "")

    def _tell(self, done: ImportPreview, would: str) -> None:
        for warning in done.warnings:
            self.stderr.write(f"Note: {warning}")
        for issue in done.issues:
            self.stderr.write(str(issue))
        if not done.can_apply:
            raise CommandError(f"{len(done.issues)} things must be mended first. Nothing was saved.")
        for table in done.changes:
            if table.total:
                self.stdout.write(
                    f"{table.table}: {table.added} added, {table.changed} changed, {table.removed} removed"
                )
        self.stdout.write(f"{done.total_changes} changes {would}".strip() + (" made" if would else ""))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(
            f"{file} cannot be read: {error.strerror}. Check the path and try again."
        ) from error


def _program(name: str | None) -> Program | None:
    if name is None:
        return None
    program = Program.objects.filter(name=name).first()
    if program is None:
        known = ", ".join(Program.objects.values_list("name", flat=True)) or "none yet"
        raise CommandError(f"There is no program “{name}”. Known: {known}.")
    return program

"""``manage.py import_program FILE.xlsx``: bring in a coordinator's workbook."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from scheduling.management.files import content_of, program_named, tell
from scheduling.services.importing import import_workbook, preview_workbook


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
        content, name = content_of(options["file"]), options["file"].name
        program = program_named(options["program"])
        if options["dry_run"]:
            tell(self, preview_workbook(content, name, program), saved=False)
        else:
            tell(self, import_workbook(content=content, filename=name, actor=None, program=program))

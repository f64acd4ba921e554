"""``manage.py import_blocks FILE.csv``: bring in a wide block schedule."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scheduling.management.files import content_of, program_named, tell
from scheduling.models import Program
from scheduling.services.importing import Answers, import_block_schedule


class Command(BaseCommand):
    """Imports a wide block schedule, all or nothing; asks about names instead of guessing."""

    help = "Import a wide block schedule (CSV)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the program, and answers to what the file leaves open."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--program", help="whose schedule it is; not needed where there is one program")
        parser.add_argument(
            "--match", action="append", default=[], metavar="LABEL=NAME",
            help="whom a doubtful label means; an empty NAME: somebody new",
        )  # fmt: skip
        parser.add_argument(
            "--new-residents", action="store_true", help="make the residents that are proposed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, write or ask, and say what was done."""
        program = program_named(options["program"]) or _only_program()
        pairs = [pair.partition("=") for pair in options["match"]]
        answers = Answers({label: name for label, _, name in pairs}, options["new_residents"])
        file = options["file"]
        done = import_block_schedule(
            content=content_of(file), filename=file.name, actor=None, program=program, answers=answers
        )
        for question in done.questions:
            likely = " or ".join(question.candidates) or "nobody on the roster"
            self.stderr.write(
                f"Row {question.row}: “{question.label}” may be {likely}. "
                f'Say who: --match "{question.label}=…", with nothing after the sign for somebody new.'
            )
        for person in done.proposed:
            self.stderr.write(f"Proposed: {person}. Confirm all with --new-residents.")
        tell(self, done)


def _only_program() -> Program:
    programs = list(Program.objects.all()[:2])
    if len(programs) != 1:
        raise CommandError("Say whose schedule it is with --program NAME. import_program makes a program.")
    return programs[0]

"""What the coordinator's pages begin with: whose program, which year, what day it is there."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from connectedness.accounts.models import User
from scheduling.access import get_managed_program, get_managed_schedule, get_visible_run, get_visible_upload
from scheduling.models import AcademicYear, Program, Schedule, SolveRun, Upload
from scheduling.selectors.years import current_year, program_today


@dataclass(frozen=True, slots=True)
class Scope:
    """A program that the user builds, its current year (None before the first import) and its date."""

    program: Program
    year: AcademicYear | None
    today: date


def managed_scope(user: User, program_id: int) -> Scope:
    """404 for everybody who does not build this program's schedule."""
    program = get_managed_program(user, program_id)
    today = program_today(program)
    return Scope(program, current_year(program, today), today)


def run_in(user: User, program_id: int, run_id: int) -> SolveRun:
    """A run of that program; 404 otherwise."""
    run = get_visible_run(user, run_id)
    _same(run.year.program_id, program_id)
    return run


def schedule_in(user: User, program_id: int, schedule_id: int) -> Schedule:
    """A version of that program's schedule; 404 otherwise."""
    schedule = get_managed_schedule(user, schedule_id)
    _same(schedule.year.program_id, program_id)
    return schedule


def upload_in(user: User, program_id: int, upload_id: int) -> Upload:
    """A file handed in for that program; 404 otherwise."""
    upload = get_visible_upload(user, upload_id)
    _same(upload.program_id, program_id)
    return upload


def _same(found: int, asked: int) -> None:
    if found != asked:
        raise Http404

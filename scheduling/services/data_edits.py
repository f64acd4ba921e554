"""Steps in a program's data that can be taken back and made again, across reloads and devices.

An area (the block schedule, faculty half-days ...) says how its rows are read and written by key; the steps are kept
here. Everybody takes back their own steps only, and only where nobody has changed the same rows since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from connectedness.accounts.models import User
from scheduling.domain.wording import counted, moment_text
from scheduling.models import AcademicYear, DataArea, DataEdit, Program

STEPS_KEPT = 50
ROWS_NAMED = 3
_GONE = object()
Values = Mapping[str, Any]


class AreaRows(Protocol):
    """How an area's rows are read and written. A value is whatever JSON holds; None says that there is no row."""

    def held(self, keys: Iterable[str]) -> dict[str, Any]:
        """The values as the database has them now; a row that cannot be any more is left out."""

    def put(self, values: Values) -> None:
        """Make the rows so."""

    def named(self, key: str) -> str:
        """A row in words: ``Dahl, Ingrid, Block 3``."""


@dataclass(frozen=True, slots=True)
class EditLog:
    """The steps of one person in one area of a program's year."""

    program: Program
    year: AcademicYear | None
    area: DataArea
    actor: User | None

    def steps(self) -> "QuerySet[DataEdit]":
        """All that are kept, the oldest first."""
        return DataEdit.objects.filter(
            program=self.program, year=self.year, area=self.area, actor=self.actor
        ).order_by("pk")

    def to_undo(self) -> DataEdit | None:
        """The step that would be taken back next."""
        return self.steps().filter(undone_at__isnull=True).last()

    def to_redo(self) -> DataEdit | None:
        """The step that would be made again next: the earliest of those taken back."""
        return self.steps().filter(undone_at__isnull=False).first()


class StepRefused(Exception):
    """A step cannot be taken back or made again; the message says why and what to do."""


def lock_data(program: Program) -> None:
    """One at a time: edits of a program's data wait for each other and for imports. Inside a transaction.

    Who holds several takes the program first, then the year, then its versions in the order of their keys. None of
    these locks keeps others from writing rows that merely point there.
    """
    list(Program.objects.select_for_update(no_key=True).filter(pk=program.pk).values_list("pk"))


def lock_year(year: AcademicYear) -> AcademicYear:
    """The year, whose versions and runs are numbered one after the other. Inside a transaction."""
    return AcademicYear.objects.select_for_update(no_key=True).get(pk=year.pk)


def edit_of_request(program: Program, request_key: UUID | None) -> DataEdit | None:
    """The step that this request made already, if it is sent a second time."""
    return DataEdit.objects.filter(program=program, request_key=request_key).first() if request_key else None


def record_edit(
    log: EditLog, *, label: str, before: Values, after: Values, request_key: UUID | None = None
) -> DataEdit:
    """Keep a step just made, in the caller's transaction. What was taken back before cannot be made again then."""
    log.steps().filter(undone_at__isnull=False).delete()
    made = DataEdit.objects.create(
        program=log.program,
        year=log.year,
        area=log.area,
        actor=log.actor,
        label=label[:200],
        before=dict(before),
        after=dict(after),
        request_key=request_key,
    )
    kept = log.steps().order_by("-pk").values_list("pk", flat=True)[STEPS_KEPT - 1 : STEPS_KEPT]
    for oldest in kept:
        log.steps().filter(pk__lt=oldest).delete()
    return made


def undo_last(log: EditLog, rows: AreaRows, *, expected: int | None = None) -> DataEdit | None:
    """Take back the last step, in the caller's transaction; raises ``StepRefused``.

    ``expected`` is the step that the page showed. Where it is taken back already, as by the same request sent
    twice, nothing happens and the answer is None.
    """
    lock_data(log.program)
    shown = _shown(log, expected)
    if shown is not None and shown.undone_at is not None:
        return None
    step = _next(log.to_undo(), "undo", expected)
    _turn(rows, step, "undo", step.after, step.before)
    return _marked(step, timezone.now())


def redo_last(log: EditLog, rows: AreaRows, *, expected: int | None = None) -> DataEdit | None:
    """Make the step again that was taken back last; otherwise as ``undo_last``."""
    lock_data(log.program)
    shown = _shown(log, expected)
    if shown is not None and shown.undone_at is None:
        return None
    step = _next(log.to_redo(), "redo", expected)
    _turn(rows, step, "redo", step.before, step.after)
    return _marked(step, None)


def told_changes(log: EditLog, held: Values) -> dict[str, str]:
    """``Maya Oduya changed this at 18:19.`` for each row whose value a kept step of anybody explains."""
    steps = DataEdit.objects.filter(program=log.program, year=log.year, area=log.area)
    zone = log.program.zone
    now = timezone.now().astimezone(zone)
    told: dict[str, str] = {}
    for step in (
        steps.annotate(at=Coalesce("undone_at", "made_at")).select_related("actor").order_by("at", "pk")
    ):
        left = step.before if step.undone_at else step.after
        said = f"{step.actor or 'Somebody'} changed this at {moment_text(step.at.astimezone(zone), now)}."
        told |= {key: said if left[key] == held[key] else "" for key in held.keys() & left.keys()}
    return {key: said for key, said in told.items() if said}


def _shown(log: EditLog, expected: int | None) -> DataEdit | None:
    return log.steps().filter(pk=expected).first() if expected else None


def _next(step: DataEdit | None, verb: str, expected: int | None) -> DataEdit:
    if step is None:
        raise StepRefused(f"There is nothing to {verb}.")
    if expected is not None and step.pk != expected:
        raise StepRefused(
            f"You went on in another window: the next step to {verb} is “{step.label}”. "
            "Look at it, then try again."
        )
    return step


def _turn(rows: AreaRows, step: DataEdit, verb: str, here: Values, there: Values) -> None:
    held = rows.held(here)
    changed = [key for key, value in here.items() if held.get(key, _GONE) != value]
    if changed:
        more = (
            f" and {counted(len(changed) - ROWS_NAMED, 'more', 'more')}" if len(changed) > ROWS_NAMED else ""
        )
        named = "; ".join(rows.named(key) for key in changed[:ROWS_NAMED])
        raise StepRefused(
            f"Cannot {verb} “{step.label}”: {named}{more} changed since, by somebody else or by an import. "
            "Nothing was changed."
        )
    rows.put(there)


def _marked(step: DataEdit, undone_at: datetime | None) -> DataEdit:
    step.undone_at = undone_at
    step.save(update_fields=["undone_at"])
    return step

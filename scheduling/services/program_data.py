"""Saving a change of program data at once, so that it can be taken back and no other change is overwritten unseen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction

from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import DataEdit
from scheduling.services.data_edits import AreaRows, EditLog, lock_data, record_edit, redo_last, undo_last
from scheduling.services.renewing import renew_program

Values = Mapping[str, Any]


class SeenIsOld(Exception):
    """The rows are not any more as the page showed them; ``held`` are their values now."""

    def __init__(self, held: Values) -> None:
        super().__init__("Somebody changed this since you opened the page.")
        self.held = held


@dataclass(frozen=True, slots=True)
class Change:
    """What rows become, in words for the list of steps and for the trail. The words never hold a reason for absence."""

    values: Values
    label: str
    kind: EventKind


def fingerprint(values: Values) -> str:
    """A short word that stands for these values: two that differ have two."""
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def save_change(*, log: EditLog, rows: AreaRows, change: Change, seen: str) -> DataEdit | None:
    """Make the rows so; None where they are so already, as when a form is sent twice.

    Raises ``SeenIsOld`` where they are not as ``seen``, the fingerprint of what the page showed.
    """
    lock_data(log.program)
    held = rows.held(change.values)
    if held == change.values:
        return None
    if fingerprint(held) != seen:
        raise SeenIsOld(held)
    rows.put(change.values)
    _conclude(log, change.kind, change.label)
    return record_edit(log, label=change.label, before=held, after=change.values)


@transaction.atomic
def take_back(*, log: EditLog, rows: AreaRows, kind: EventKind, expected: int | None) -> DataEdit | None:
    """Undo the actor's last step, None if it is undone already; raises ``StepRefused``."""
    step = undo_last(log, rows, expected=expected)
    if step is not None:
        _conclude(log, kind, f"Taken back: {step}")
    return step


@transaction.atomic
def make_again(*, log: EditLog, rows: AreaRows, kind: EventKind, expected: int | None) -> DataEdit | None:
    """Redo the step that was undone last, None if it is there already; raises ``StepRefused``."""
    step = redo_last(log, rows, expected=expected)
    if step is not None:
        _conclude(log, kind, f"Made again: {step}")
    return step


def _conclude(log: EditLog, kind: EventKind, subject: str) -> None:
    """Drafts of all years follow; what is published stays as people saw it."""
    renew_program(log.program)
    record(kind=kind, actor=log.actor, subject=subject, program_id=log.program.pk)

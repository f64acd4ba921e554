"""Editing the block schedule: all of an edit or nothing, never over what somebody else did, never an unknown code."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.domain.block_cells import CellUnreadable, Part, differ_before, text_of
from scheduling.domain.wording import counted
from scheduling.exchange.names import name_key, nearest
from scheduling.models import AcademicYear, DataArea, DataEdit
from scheduling.services.block_rows import BlockRows, cell_of, key_of
from scheduling.services.data_edits import (
    EditLog,
    edit_of_request,
    lock_data,
    record_edit,
    redo_last,
    told_changes,
    undo_last,
)
from scheduling.services.renewing import renew_drafts

CELLS_IN_TRAIL = 20
MOST_SUGGESTIONS = 100  # comparing spellings takes time


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A cell, what the editor saw in it, and what it is to hold."""

    resident: int
    block: int
    seen: str
    text: str

    @property
    def key(self) -> str:
        """How steps name it."""
        return key_of(self.resident, self.block)


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell for which an edit was refused: where it is, what was wanted, why not, what to do, what is there now."""

    key: str
    row: str
    column: str
    typed: str
    reason: str
    remedy: str = ""
    now: str = ""


class Refusal(StrEnum):
    """Why an edit was refused."""

    UNKNOWN = "unknown"
    CHANGED = "changed"
    PAST = "past"


class CellsRefused(Exception):
    """Nothing of an edit was saved; ``faults`` has the cells for which it was refused."""

    def __init__(self, why: Refusal, faults: Sequence[CellFault]) -> None:
        super().__init__(why)
        self.why = why
        self.faults = faults


def block_log(year: AcademicYear, actor: User) -> EditLog:
    """One person's steps in a year's block schedule."""
    return EditLog(year.program, year, DataArea.BLOCKS, actor)


@transaction.atomic
def edit_cells(
    *,
    log: EditLog,
    edits: Sequence[CellEdit],
    today: date,
    verb: str = "Changed",
    past_too: bool = False,
    request_key: UUID | None = None,
) -> DataEdit | None:
    """Save an edit as one step; None where nothing would change. A request sent twice is done once.

    Raises ``CellsRefused``: for codes that are not known, for cells that were changed since they were seen, and for
    days before ``today`` unless ``past_too``.
    """
    lock_data(log.program)
    done = edit_of_request(log.program, request_key)
    if done is not None:
        return done
    return write_cells(log, edits, today, verb=verb, past_too=past_too, request_key=request_key)


def write_cells(
    log: EditLog,
    edits: Sequence[CellEdit],
    today: date,
    *,
    verb: str = "Changed",
    past_too: bool = False,
    request_key: UUID | None = None,
) -> DataEdit | None:
    """What ``edit_cells`` does once the program's data are locked."""
    editing = _Editing(log, edits)
    before, after = editing.checked(today, past_too=past_too)
    if not after:
        return None
    editing.rows.put(after)
    label = _label(editing.rows, verb, before, after)
    _conclude(log, editing.rows, label, before, after)
    return record_edit(log, label=label, before=before, after=after, request_key=request_key)


@transaction.atomic
def undo_edit(*, log: EditLog, expected: int) -> DataEdit | None:
    """Take the last step back; raises ``StepRefused``."""
    lock_data(log.program)
    rows = BlockRows(_year_of(log))
    step = undo_last(log, rows, expected=expected)
    if step is not None:
        _conclude(log, rows, f"Undone: {step.label}", step.after, step.before)
    return step


@transaction.atomic
def redo_edit(*, log: EditLog, expected: int) -> DataEdit | None:
    """Make the step again that was taken back last; raises ``StepRefused``."""
    lock_data(log.program)
    rows = BlockRows(_year_of(log))
    step = redo_last(log, rows, expected=expected)
    if step is not None:
        _conclude(log, rows, f"Redone: {step.label}", step.before, step.after)
    return step


class _Editing:
    """An edit on its way in."""

    def __init__(self, log: EditLog, edits: Sequence[CellEdit]) -> None:
        self.log = log
        self.rows = rows = BlockRows(_year_of(log))
        self.edits = {edit.key: edit for edit in edits}
        self.held = rows.held(self.edits)
        self.wanted: dict[str, tuple[Part, ...]] = {}
        self.spelling = {name_key(code): code for code in rows.rotations}
        self.suggested: dict[str, str] = {}

    def checked(self, today: date, *, past_too: bool) -> tuple[dict[str, str], dict[str, str]]:
        """The texts before and after of the cells that change."""
        _refuse(Refusal.CHANGED, self._gone())
        _refuse(Refusal.UNKNOWN, self._unreadable())
        after = {key: text_of(parts) for key, parts in self.wanted.items()}
        changing = [key for key, text in after.items() if text != self.held[key]]
        _refuse(Refusal.CHANGED, self._changed(changing))
        if not past_too:
            _refuse(Refusal.PAST, self._past(changing, today))
        return {key: self.held[key] for key in changing}, {key: after[key] for key in changing}

    def _gone(self) -> Iterator[CellFault]:
        for key, edit in self.edits.items():
            if key not in self.held:
                yield self._fault(
                    edit, "This resident or block is not in the schedule any more.", "Reload the page."
                )

    def _unreadable(self) -> Iterator[CellFault]:
        for key, edit in self.edits.items():
            try:
                parts = self.rows.parts(edit.block, edit.text)
            except CellUnreadable as fault:
                yield self._fault(edit, str(fault), "Split the block with the button Split.")
                continue
            unknown = [part.code for part in parts if part.code and name_key(part.code) not in self.spelling]
            if unknown:
                yield self._fault(edit, f"There is no rotation {unknown[0]}.", self._suggestion(unknown[0]))
            self.wanted[key] = tuple(
                Part(part.span, self.spelling.get(name_key(part.code), part.code)) for part in parts
            )

    def _changed(self, changing: Iterable[str]) -> Iterator[CellFault]:
        stale = {key: self.held[key] for key in changing if self.held[key] != self.edits[key].seen}
        told = told_changes(self.log, stale) if stale else {}
        for key, now in stale.items():
            reason = told.get(key, "Somebody or an import changed this since you saw it.")
            yield self._fault(self.edits[key], reason, now=now)

    def _past(self, changing: Iterable[str], today: date) -> Iterator[CellFault]:
        for key in changing:
            edit = self.edits[key]
            before = self.rows.parts(edit.block, self.held[key])
            if differ_before(before, self.wanted[key], today):
                yield self._fault(edit, "This would change days that are past.", now=self.held[key])

    def _suggestion(self, code: str) -> str:
        if code not in self.suggested and len(self.suggested) < MOST_SUGGESTIONS:
            near = nearest(code, self.rows.rotations)
            self.suggested[code] = f"Did you mean {near}?" if near else ""
        return self.suggested.get(code) or "Rotations come with the workbook's sheet Rotations."

    def _fault(self, edit: CellEdit, reason: str, remedy: str = "", now: str = "") -> CellFault:
        row, column = self.rows.row_named(edit.resident), self.rows.column_named(edit.block)
        return CellFault(edit.key, row, column, edit.text, reason, remedy, now)


def _refuse(why: Refusal, faults: Iterable[CellFault]) -> None:
    found = list(faults)
    if found:
        raise CellsRefused(why, found)


def _year_of(log: EditLog) -> AcademicYear:
    assert log.year is not None, "Blocks belong to a year."
    return log.year


def _label(rows: BlockRows, verb: str, before: dict[str, str], after: dict[str, str]) -> str:
    if len(after) > 1:
        return f"{verb} {counted(len(after), 'cell')}"
    key, text = next(iter(after.items()))
    return f"{rows.named(key)}: {before[key] or 'blank'} → {text or 'blank'}"


def _conclude(
    log: EditLog, rows: BlockRows, label: str, before: dict[str, str], after: dict[str, str]
) -> None:
    """Drafts follow, and the trail is told."""
    renew_drafts(rows.year, residents={cell_of(key)[0] for key in after})
    shown = sorted(after, key=cell_of)[:CELLS_IN_TRAIL]
    record(
        program_id=log.program.pk,
        actor=log.actor,
        kind=EventKind.BLOCKS_EDITED,
        subject=label,
        before={rows.named(key): before[key] for key in shown},
        after={rows.named(key): after[key] for key in shown} | {"cells": len(after)},
    )

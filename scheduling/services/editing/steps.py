"""One step of work on a draft: checked against what is there and against the rules, then written as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import (
    Assignment,
    EditedCell,
    EditKind,
    PinnedFree,
    Resident,
    ResidentYear,
    Schedule,
    ScheduleEdit,
    ScheduleState,
    Session,
)
from scheduling.selectors.workbench.cells import FREE, CellChange, clear_cells
from scheduling.selectors.workbench.desk import NoAdvice
from scheduling.services.editing.judging import judge
from scheduling.services.editing.refusals import EditRefused
from scheduling.services.editing.staleness import refuse_stale

LABEL_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a person wants to do: the cells, what they call it, why, and the key that makes asking twice harmless."""

    kind: EditKind
    label: str
    changes: Sequence[CellChange]
    key: str
    reason: str = ""


def edit_draft(*, schedule: Schedule, actor: User | None, step: Step) -> ScheduleEdit:
    """Make the step, or return the one made with this key before.

    Raises `EditRefused`: of its kinds `StaleCells` where a cell is not as the page showed it, `RulesBroken` where a
    hard rule stands against it, `ReasonMissing` where it wants to be explained.
    """
    try:
        with transaction.atomic():
            draft = locked_draft(schedule)
            made = draft.edits.filter(key=step.key).first()
            return made if made is not None else make_step(draft, actor, step)
    except IntegrityError as clash:
        raise EditRefused(
            "Somebody is in two places on one half-day by that, or it was changed just now. Look again, then repeat it."
        ) from clash


def locked_draft(schedule: Schedule) -> Schedule:
    """The draft, held until the transaction ends. Raises `EditRefused` where it is a draft no more."""
    held = Schedule.objects.select_for_update(of=("self",), no_key=True).filter(pk=schedule.pk)
    draft = held.select_related("year__program").first()
    if draft is None:
        raise EditRefused(f"Draft {schedule.version} was thrown away. Go to the versions and choose another.")
    if draft.state != ScheduleState.DRAFT:
        raise EditRefused(
            f"Version {draft.version} is {draft.get_state_display().lower()} and stays as it is. "
            "Make a draft of it and change that."
        )
    return draft


def make_step(draft: Schedule, actor: User | None, step: Step) -> ScheduleEdit:
    """Make the step in the caller's transaction, which holds the draft. Raises `EditRefused`."""
    changes = _real(step)
    refuse_stale(draft, changes)
    _refuse_strangers(draft, changes)
    refuse_pinned(changes)
    try:
        judge(draft, changes, reason=step.reason)
    except NoAdvice as unknown:
        raise EditRefused(str(unknown)) from unknown
    return write_step(draft, actor, step, changes)


def make_judged_step(draft: Schedule, actor: User | None, step: Step) -> ScheduleEdit:
    """Make a step of as many cells as it takes, whose rules were looked at as a whole. Raises `EditRefused`."""
    changes = _real(step)
    refuse_stale(draft, changes)
    _refuse_strangers(draft, changes)
    refuse_pinned(changes)
    return write_step(draft, actor, step, changes)


def _real(step: Step) -> list[CellChange]:
    changes = [change for change in step.changes if change.before != change.after]
    if not changes:
        raise EditRefused("Nothing would change by that.")
    return changes


def write_step(
    draft: Schedule, actor: User | None, step: Step, changes: Sequence[CellChange]
) -> ScheduleEdit:
    """Write what was judged, keep it as one step, and tell the trail."""
    write_cells(draft, changes)
    edit = _kept(draft, actor, step, changes)
    record(
        program_id=draft.year.program_id,
        actor=actor,
        kind=EventKind.SCHEDULE_EDITED,
        subject=f"{draft}: {edit.label}",
        after={"version": draft.version, "step": edit.number, "cells": len(changes)},
    )
    return edit


def _refuse_strangers(draft: Schedule, changes: Sequence[CellChange]) -> None:
    """Every resident and half-day is of the year, every session of the program and on the half-day of its cell."""
    first, last = draft.year.first_monday, draft.year.last_date
    if any(one.after != FREE and not first <= one.place.half_day.date <= last for one in changes):
        raise EditRefused("A half-day of this change is not in the year. Load the page again.")
    residents = {change.place.resident for change in changes}
    if ResidentYear.objects.filter(year=draft.year, resident__in=residents).count() != len(residents):
        raise EditRefused("A resident of this change is not in the year any more. Load the page again.")
    wanted = {change.after.session: change.place.half_day for change in changes if change.after.session}
    sessions = Session.objects.filter(pk__in=wanted, site__program=draft.year.program_id)
    if {session.pk: session.half_day for session in sessions} != wanted:
        raise EditRefused("A session of this change is not the program's any more. Load the page again.")


def refuse_pinned(changes: Sequence[CellChange]) -> None:
    """What is pinned stays, whoever wants to move it, until it is unpinned, which is a step of its own."""
    moved = [change for change in changes if change.moves_a_pin]
    if moved:
        people = Resident.objects.filter(pk__in={change.place.resident for change in moved})
        names = {one.pk: one.full_name for one in people}
        where = "; ".join(f"{names[one.place.resident]}, {one.place.half_day}" for one in moved)
        raise EditRefused(f"{where}: this is pinned. Unpin it first (key p), then change it.")


def write_cells(draft: Schedule, changes: Sequence[CellChange]) -> None:
    """Put the cells as they are after the changes."""
    clear_cells(draft, {change.place for change in changes})
    Assignment.objects.bulk_create(
        Assignment(
            schedule=draft,
            resident_id=change.place.resident,
            session_id=change.after.session,
            date=change.place.half_day.date,
            period=change.place.half_day.period,
            pinned=change.after.pinned,
        )
        for change in changes
        if change.after.session is not None
    )
    PinnedFree.objects.bulk_create(
        PinnedFree(
            schedule=draft,
            resident_id=change.place.resident,
            date=change.place.half_day.date,
            period=change.place.half_day.period,
        )
        for change in changes
        if change.after.session is None and change.after.pinned
    )
    draft.edition += 1
    draft.save(update_fields=["edition"])


def _kept(draft: Schedule, actor: User | None, step: Step, changes: Sequence[CellChange]) -> ScheduleEdit:
    last = draft.edits.aggregate(last=Max("number"))["last"] or 0
    edit = ScheduleEdit.objects.create(
        schedule=draft,
        number=last + 1,
        edition=draft.edition,
        kind=step.kind,
        label=step.label[:LABEL_LENGTH],
        reason=step.reason[:LABEL_LENGTH],
        key=step.key,
        actor=actor,
        made_at=timezone.now(),
    )
    EditedCell.objects.bulk_create(_cell(edit, change) for change in changes)
    return edit


def _cell(edit: ScheduleEdit, change: CellChange) -> EditedCell:
    return EditedCell(
        edit=edit,
        resident_id=change.place.resident,
        date=change.place.half_day.date,
        period=change.place.half_day.period,
        session_before_id=change.before.session,
        pinned_before=change.before.pinned,
        session_after_id=change.after.session,
        pinned_after=change.after.pinned,
    )

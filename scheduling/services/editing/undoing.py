"""Taking steps back and making them again: fifty of one's own, on any device, exactly."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from django.db import transaction
from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.domain.ids import RuleId, SessionId
from scheduling.models import EditedCell, EditKind, Schedule, ScheduleEdit
from scheduling.selectors.workbench.cells import CellChange, change_of
from scheduling.selectors.workbench.desk import NoAdvice, desk_of
from scheduling.selectors.workbench.history import next_to_redo, next_to_undo
from scheduling.selectors.workbench.questions import session_keys
from scheduling.selectors.workbench.words import Words
from scheduling.services.editing.judging import price_together
from scheduling.services.editing.refusals import EditRefused, RulesBroken
from scheduling.services.editing.staleness import refuse_stale
from scheduling.services.editing.steps import locked_draft, write_cells

# What others may have taken since. The rules of the resident alone did not stand against how it was before.
SHARED = (RuleId.ONE_PLACE, RuleId.ROOMS, RuleId.SUPERVISION)


@transaction.atomic
def undo(*, schedule: Schedule, actor: User, step: int = 0) -> ScheduleEdit:
    """Take back the actor's last step; asked twice for one ``step`` (its number; 0: whichever it is), do it once.

    Raises `EditRefused` where there is none, where the last step is another by now, or does not fit any more.
    """
    draft = locked_draft(schedule)
    edit = next_to_undo(draft, actor)
    if step and (edit is None or edit.number != step):
        return _turned_before(draft, actor, step, is_undone=True)
    if edit is None:
        raise EditRefused("There is no step of yours to take back.")
    refused = f"“{edit.label}” is not taken back."
    back = [change.reversed for change in _changes(edit)]
    if edit.kind == EditKind.REPAIR:
        _break_again(draft, edit, back, refused)
    else:
        _apply(draft, back, refused)
    edit.undone_at, edit.edition = timezone.now(), draft.edition
    edit.save(update_fields=["undone_at", "edition"])
    _tell(draft, actor, f"Took back: {edit.label}", edit)
    return edit


@transaction.atomic
def redo(*, schedule: Schedule, actor: User, step: int = 0) -> ScheduleEdit:
    """Make the actor's last step taken back again; once for one ``step``. Raises `EditRefused` as `undo` does."""
    draft = locked_draft(schedule)
    edit = next_to_redo(draft, actor)
    if step and (edit is None or edit.number != step):
        return _turned_before(draft, actor, step, is_undone=False)
    if edit is None:
        raise EditRefused("There is no step of yours to make again.")
    _apply(draft, _changes(edit), f"“{edit.label}” is not made again.")
    edit.undone_at, edit.edition = None, draft.edition
    edit.save(update_fields=["undone_at", "edition"])
    _tell(draft, actor, f"Made again: {edit.label}", edit)
    return edit


def _break_again(draft: Schedule, edit: ScheduleEdit, back: Sequence[CellChange], refused: str) -> None:
    """What was repaired was broken before, and is so again: sessions without rooms or preceptors are its point.

    A place that somebody else took since is theirs.
    """
    _refuse_changed(draft, back, refused)
    came_since = EditedCell.objects.filter(
        edit__schedule=draft,
        edit__undone_at=None,
        edit__edition__gt=edit.edition,
        session_after__in={change.after.session for change in back if change.after.session},
    )
    entered = set(session_keys(came_since.values_list("session_after", flat=True)).values())
    if entered:
        _refuse_taken(draft, back, refused, entered)
    write_cells(draft, back)


def _refuse_taken(
    draft: Schedule, changes: Sequence[CellChange], refused: str, among: AbstractSet[SessionId] | None = None
) -> None:
    """Raises `EditRefused` where others have taken what the changes need: in any session, or ``among`` some."""
    try:
        price = price_together(draft, changes)
    except (EditRefused, NoAdvice) as why:
        raise EditRefused(f"{refused} {why}") from why
    taken = [
        one
        for one in (price.broken if price else ())
        if one.rule in SHARED and (among is None or not among.isdisjoint(one.sessions))
    ]
    if taken:
        said = Words(desk_of(draft).problem, draft.year.program).sentences(taken)
        raise RulesBroken([refused, *said])


def _turned_before(draft: Schedule, actor: User, step: int, *, is_undone: bool) -> ScheduleEdit:
    """The step that an earlier request of the same kind has turned. Raises `EditRefused` where none has."""
    edit = draft.edits.filter(actor=actor, number=step, undone_at__isnull=not is_undone).first()
    if edit is None:
        raise EditRefused("Your last step is another by now. Look at the grid again, then repeat it.")
    return edit


def _apply(draft: Schedule, changes: Sequence[CellChange], refused: str) -> None:
    _refuse_changed(draft, changes, refused)
    _refuse_taken(draft, changes, refused)
    write_cells(draft, changes)


def _refuse_changed(draft: Schedule, changes: Sequence[CellChange], refused: str) -> None:
    try:
        refuse_stale(draft, changes)
    except EditRefused as why:
        raise EditRefused(f"{refused} {why}") from why


def _changes(edit: ScheduleEdit) -> list[CellChange]:
    return [change_of(cell) for cell in edit.cells.all()]


def _tell(draft: Schedule, actor: User, subject: str, edit: ScheduleEdit) -> None:
    record(
        program_id=draft.year.program_id,
        actor=actor,
        kind=EventKind.SCHEDULE_EDITED,
        subject=f"{draft}: {subject}",
        after={"version": draft.version, "step": edit.number},
    )

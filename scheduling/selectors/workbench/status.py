"""What the grid's toolbar says of a draft for one person: its edition, its steps, what undo and redo would do."""

from dataclasses import dataclass

from connectedness.accounts.models import User
from scheduling.models import Schedule
from scheduling.selectors.workbench.history import live_steps, next_to_redo, next_to_undo


@dataclass(frozen=True, slots=True)
class DraftStatus:
    """``undo`` and ``redo`` name the step that they would take back or make again; empty where there is none.

    ``undo_step`` and ``redo_step`` are its number, 0 where there is none.
    """

    edition: int
    steps: int
    undo: str
    undo_step: int
    redo: str
    redo_step: int


def draft_status(draft: Schedule, reader: User) -> DraftStatus:
    """In five queries."""
    undo, redo = next_to_undo(draft, reader), next_to_redo(draft, reader)
    edition = Schedule.objects.values_list("edition", flat=True).get(pk=draft.pk)
    return DraftStatus(
        edition=edition,
        steps=live_steps(draft),
        undo=str(undo or ""),
        undo_step=undo.number if undo else 0,
        redo=str(redo or ""),
        redo_step=redo.number if redo else 0,
    )

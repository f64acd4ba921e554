"""Pinning what stands in a cell, or that nothing does."""

from dataclasses import replace

from scheduling.models import EditKind, Resident, Schedule
from scheduling.selectors.workbench.cells import CellChange, Place, states_at
from scheduling.services.editing.refusals import EditRefused
from scheduling.services.editing.steps import Step


def pin_step(schedule: Schedule, place: Place, *, is_pinned: bool, key: str) -> Step:
    """The step that pins what stands in the cell now, or unpins it. Raises `EditRefused` for a resident of another program."""
    resident = Resident.objects.filter(pk=place.resident, program=schedule.year.program_id).first()
    if resident is None:
        raise EditRefused("This resident is not in the program. Load the page again.")
    now = states_at(schedule, [place])[place]
    what = "" if now.session else " free"
    kind = EditKind.PIN if is_pinned else EditKind.UNPIN
    return Step(
        kind=kind,
        label=f"{kind.label}{what}: {resident.full_name}, {place.half_day}",
        changes=[CellChange(place, now, replace(now, pinned=is_pinned))],
        key=key,
    )

"""What changed on a grid that is shown, ready to be put in its place."""

from collections.abc import Collection
from copy import copy
from datetime import date
from typing import Any

from connectedness.web.requests import UserRequest
from scheduling.domain.calendar import day_label
from scheduling.models import Schedule
from scheduling.selectors.month_grid import grid_update, window_of
from scheduling.selectors.workbench.presence import others_present
from scheduling.selectors.workbench.status import draft_status
from scheduling.selectors.years import program_today
from scheduling.templatetags.month_grid import print_part, printed_row

CELL = "scheduling/grid_cell.html"


def shown_update(
    request: UserRequest,
    schedule: Schedule,
    residents: Collection[int],
    *,
    start: date,
    weeks: int,
) -> dict[str, Any]:
    """The rows of some residents and the counters, in so many weeks from a Monday; who is here; what one may undo."""
    status = draft_status(schedule, request.user)
    others = [
        {"name": str(one.user), "initials": one.user.initials, "week": day_label(one.week)}
        for one in others_present(schedule, request.user)
    ]
    about = {
        "edition": status.edition,
        "steps": status.steps,
        "undo": status.undo,
        "undo_step": status.undo_step,
        "redo": status.redo,
        "redo_step": status.redo_step,
        "others": others,
    }
    if not residents:
        return {**about, "rows": {}, "counters": ""}
    now = copy(schedule)
    now.edition = status.edition  # what was done meanwhile, by this request too, is in the rows
    update = grid_update(
        now,
        window_of(schedule.year, start, weeks),
        today=program_today(schedule.year.program),
        residents=residents,
    )
    rows = {row.resident: printed_row(row, CELL, is_to_read=False).decode() for row in update.rows}
    counters = print_part("scheduling/grid_counters.html", half_days=update.half_days)
    return {**about, "rows": rows, "counters": counters}

"""Cases of what people change in a draft."""

from datetime import date

from django.utils import timezone

from scheduling.models import (
    EditedCell,
    EditKind,
    PinnedFree,
    Presence,
    Schedule,
    ScheduleEdit,
    ScheduleState,
)
from tests.factories import FIRST_MONDAY, make_resident, make_schedule, make_user, make_year
from tests.models.cases import Rows, case


def _edit(number: int, key: str, **fields: object) -> ScheduleEdit:
    given = {"number": number, "key": key, "edition": 2, "kind": EditKind.MOVE, "label": "moved", **fields}
    return ScheduleEdit(**given)


@case
def edit_number_once_in_schedule() -> Rows:
    draft = make_schedule()
    return _edit(1, "first-key", schedule=draft), _edit(1, "other-key", schedule=draft)


@case
def edit_key_once_in_schedule() -> Rows:
    draft = make_schedule()
    return _edit(1, "same-key", schedule=draft), _edit(2, "same-key", schedule=draft)


@case
def edited_cell_once_in_edit() -> Rows:
    edit = _edit(1, "first-key", schedule=make_schedule())
    edit.save()
    cell = {"edit": edit, "resident": make_resident(), "date": FIRST_MONDAY, "period": "AM"}
    return EditedCell(**cell), EditedCell(**cell, pinned_after=True)


@case
def pinned_free_once_a_half_day() -> Rows:
    cell = {"schedule": make_schedule(), "resident": make_resident(), "date": FIRST_MONDAY, "period": "AM"}
    return PinnedFree(**cell), PinnedFree(**cell)


@case
def presence_once_a_user() -> Rows:
    there = {"schedule": make_schedule(), "user": make_user(), "seen_at": timezone.now()}
    return Presence(**there, week=FIRST_MONDAY), Presence(**there, week=date(2026, 7, 6))


@case
def schedule_thrown_away_was_a_draft() -> Rows:
    gone = {"year": make_year(), "thrown_away_at": timezone.now()}
    return Schedule(**gone, version=1), Schedule(**gone, version=2, state=ScheduleState.PUBLISHED)

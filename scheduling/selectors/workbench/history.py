"""What was done to a draft: one's own next steps back and forth, and the timeline of everybody's."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from connectedness.accounts.models import User
from scheduling.models import EditedCell, EditKind, ResidentYear, Schedule, ScheduleEdit
from scheduling.selectors.workbench.cells import Place

STEPS_BACK = 50
SHOWN = 60
MORE_THAN_CELLS = frozenset({EditKind.TAKE_OVER, EditKind.REPAIR})


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step as the timeline shows it."""

    number: int
    who: str
    at: datetime
    label: str
    reason: str
    is_undone: bool
    is_own: bool


def next_to_undo(draft: Schedule, actor: User) -> ScheduleEdit | None:
    """The actor's last step that is not taken back, if it is among their last fifty."""
    own = list(_own(draft, actor)[:STEPS_BACK])
    return next((edit for edit in own if edit.undone_at is None), None)


def next_to_redo(draft: Schedule, actor: User) -> ScheduleEdit | None:
    """The step that the actor took back last, unless they did something new since.

    What they went another way from stays behind, also where that other way is taken back in its turn.
    """
    own = _own(draft, actor)
    standing = own.filter(undone_at__isnull=True).aggregate(last=Max("number"))["last"] or 0
    return own.filter(undone_at__isnull=False, number__gt=standing).order_by("-edition").first()


def timeline(draft: Schedule, reader: User, *, most: int = SHOWN) -> list[TimelineStep]:
    """The latest steps of everybody, the newest first, in one query."""
    return [_shown(edit, reader) for edit in draft.edits.select_related("actor").order_by("-number")[:most]]


def cell_history(schedule: Schedule, place: Place) -> list[ScheduleEdit]:
    """The steps that changed one cell, the newest first."""
    cells = EditedCell.objects.filter(
        resident=place.resident, date=place.half_day.date, period=place.half_day.period
    )
    return list(
        ScheduleEdit.objects.filter(schedule=schedule, cells__in=cells)
        .select_related("actor")
        .order_by("-number")
    )


def residents_of(schedule: Schedule) -> set[int]:
    """Everybody who has a row in the version's year, by primary key. One query."""
    return set(ResidentYear.objects.filter(year=schedule.year_id).values_list("resident_id", flat=True))


def whose_cells_changed(draft: Schedule, since: int, until: int) -> set[int] | None:
    """The residents whose cells, and nothing else of the draft, are in one edition not as they were in an earlier one.

    None where more may have changed: with the program's data, by a result taken over or by a repair. Each step, done or
    taken back, raises the edition by one and says so in its row: what else raised it left an edition that no row names.
    """
    cells = EditedCell.objects.filter(edit__schedule=draft, edit__edition__gt=since)
    rows = list(cells.values_list("resident_id", "edit__edition", "edit__kind"))
    editions = {edited for _, edited, _ in rows}
    only_cells = MORE_THAN_CELLS.isdisjoint(kind for *_, kind in rows)
    if not only_cells or not editions.issuperset(range(since + 1, until + 1)):
        return None
    return {resident for resident, *_ in rows}


def residents_changed_since(draft: Schedule, edition: int) -> set[int]:
    """Whose rows are not as they were in an earlier edition."""
    cells = EditedCell.objects.filter(edit__schedule=draft, edit__edition__gt=edition)
    return set(cells.values_list("resident_id", flat=True))


def is_more_than_steps(draft: Schedule, edition: int) -> bool:
    """Whether the draft may have followed the program's data since an earlier edition, and nobody's row be as it was.

    Each step raised the edition by one; what is above their number came otherwise, or was taken back and made again.
    """
    steps = draft.edits.filter(edition__gt=edition, edition__lte=draft.edition)
    return steps.count() < draft.edition - edition


def live_steps(draft: Schedule) -> int:
    """How many steps stand."""
    return draft.edits.filter(undone_at__isnull=True).count()


def _own(draft: Schedule, actor: User) -> QuerySet[ScheduleEdit]:
    return draft.edits.filter(actor=actor).order_by("-number")


def _shown(edit: ScheduleEdit, reader: User) -> TimelineStep:
    return TimelineStep(
        number=edit.number,
        who=str(edit.actor or "Somebody"),
        at=edit.undone_at or edit.made_at,
        label=edit.label,
        reason=edit.reason,
        is_undone=edit.undone_at is not None,
        is_own=edit.actor_id == reader.pk,
    )

"""Whether cells are as the page showed them, and who changed those that are not."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from scheduling.domain.wording import moment_text
from scheduling.models import EditedCell, Resident, Schedule, Session
from scheduling.selectors.workbench.cells import CellChange, Place, State, states_at
from scheduling.services.editing.refusals import StaleCell, StaleCells


def refuse_stale(draft: Schedule, changes: Sequence[CellChange]) -> None:
    """Raises `StaleCells` with both values where a cell is not as it was seen."""
    now = states_at(draft, [change.place for change in changes])
    stale = [change for change in changes if now[change.place] != change.before]
    if stale:
        raise StaleCells(list(_told(draft, stale, now)))


def _told(draft: Schedule, stale: Sequence[CellChange], now: dict[Place, State]) -> Iterator[StaleCell]:
    states = [state for change in stale for state in (change.before, now[change.place])]
    named = {state.session for state in states if state.session is not None}
    sessions = Session.objects.filter(pk__in=named).select_related("site")
    sites = {session.pk: session.site.name for session in sessions}
    people = {change.place.resident for change in stale}
    names = {one.pk: one.full_name for one in Resident.objects.filter(pk__in=people)}
    for change in stale:
        place, seen, there = change.place, change.before, now[change.place]
        last = _last_edit(draft, place)
        who = str(last.edit.actor or "") if last else ""
        at = (last.edit.undone_at or last.edit.made_at) if last else None
        zone = draft.year.program.zone
        when = f" at {moment_text(at.astimezone(zone), timezone.now().astimezone(zone))}" if at else ""
        said = (
            f"{names.get(place.resident, 'This resident')}, {place.half_day}: {who or 'somebody'} changed this"
            f"{when}: {_value(there, sites)}, not {_value(seen, sites)}."
        )
        yield StaleCell(place, seen, there, said, by=who, at=at)


def _last_edit(draft: Schedule, place: Place) -> EditedCell | None:
    cells = EditedCell.objects.filter(
        edit__schedule=draft,
        resident=place.resident,
        date=place.half_day.date,
        period=place.half_day.period,
    )
    return cells.select_related("edit__actor").order_by("-edit__edition").first()


def _value(state: State, sites: dict[int, str]) -> str:
    where = "free" if state.session is None else sites.get(state.session, "another session")
    return f"{where} and pinned" if state.pinned else where

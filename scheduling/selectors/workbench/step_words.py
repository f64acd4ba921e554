"""What a step of work does, in words made of the cells that it changes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from scheduling.domain.wording import counted
from scheduling.models import Resident, Schedule, Session
from scheduling.selectors.workbench.cells import CellChange

LONGEST = 200
FREE = "free"


def step_label(schedule: Schedule, changes: Sequence[CellChange]) -> str:
    """``Nadia Boateng: Tue 30 Jun, AM at Main → Tue 7 Jul, AM at Main``; one resident after the other, in two queries."""
    by_resident: dict[int, list[CellChange]] = defaultdict(list)
    for change in changes:
        by_resident[change.place.resident].append(change)
    program = schedule.year.program_id
    people = Resident.objects.filter(pk__in=by_resident, program=program)
    names = {one.pk: one.full_name for one in people}
    states = [state for change in changes for state in (change.before, change.after)]
    sessions = {state.session for state in states if state.session is not None}
    rows = Session.objects.filter(pk__in=sessions, site__program=program).select_related("site")
    sites = {row.pk: row.site.name for row in rows}
    return _fitting([
        f"{names.get(who, 'Somebody')}: {', '.join(_moves(mine, sites))}" for who, mine in by_resident.items()
    ])  # fmt: skip


def _moves(changes: Sequence[CellChange], sites: dict[int, str]) -> Iterator[str]:
    """What is left and what is joined, paired in order of time; pins alone are said of the half-day."""
    in_time = sorted(changes, key=lambda change: change.place.half_day)
    moved = [change for change in in_time if change.before.session != change.after.session]
    left = [_at(one, one.before.session, sites) for one in moved if one.before.session is not None]
    joined = [_at(one, one.after.session, sites) for one in moved if one.after.session is not None]
    both = min(len(left), len(joined))
    yield from (f"{source} → {target}" for source, target in zip(left, joined, strict=False))
    yield from (f"{source} → {FREE}" for source in left[both:])
    yield from (f"also {target}" for target in joined[both:])
    for change in in_time:
        if change not in moved:
            yield f"{change.place.half_day} {'pinned' if change.after.pinned else 'unpinned'}"


def _at(change: CellChange, session: int | None, sites: dict[int, str]) -> str:
    return f"{change.place.half_day} at {sites.get(session or 0, 'another site')}"


def _fitting(parts: Sequence[str]) -> str:
    """As many residents as there is room for, and how many more."""
    for shown in range(len(parts), 0, -1):
        rest = len(parts) - shown
        text = "; ".join(parts[:shown]) + (f"; and {counted(rest, 'more resident')}" if rest else "")
        if len(text) <= LONGEST:
            return text
    return f"{parts[0][: LONGEST - 1]}…"

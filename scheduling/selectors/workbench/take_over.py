"""The page on which a result is taken over: week by week what would change, and what somebody changed meanwhile."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduling.domain.calendar import day_label
from scheduling.domain.wording import counted
from scheduling.models import Resident, Schedule, Session, SolveRun
from scheduling.selectors.run_results import result_of
from scheduling.selectors.workbench.cells import State
from scheduling.selectors.workbench.offers import Offer, SessionsGone, Standing, offers
from scheduling.selectors.years import program_today

LISTED = 40


@dataclass(frozen=True, slots=True)
class OfferedWeek:
    """A week of the result: how many cells would change, and how many of them somebody changed since."""

    monday: date
    label: str
    cells: int
    changed: int
    pinned: int


@dataclass(frozen=True, slots=True)
class OfferedCell:
    """One cell in words: whose, when, as it was, as it is now, as the solver has it."""

    name: str
    half_day: str
    began: str
    now: str
    found: str


@dataclass(frozen=True, slots=True)
class TakeOver:
    """The page's content; ``why_not`` says why nothing can be taken over."""

    title: str
    draft: Schedule
    weeks: list[OfferedWeek]
    changed: list[OfferedCell]
    changed_count: int
    pinned: list[OfferedCell]
    cells: int
    why_not: str = ""


def take_over_page(run: SolveRun, draft: Schedule) -> TakeOver:
    """What the run offers its draft as the draft is now."""
    result = result_of(run)
    try:
        found = [] if result is None else offers(draft, result, program_today(draft.year.program))
    except SessionsGone as gone:
        return TakeOver(f"{run} does not fit {draft} any more", draft, [], [], 0, [], 0, str(gone))
    of = {standing: [one for one in found if one.standing is standing] for standing in Standing}
    names = _Names([*of[Standing.CHANGED_SINCE][:LISTED], *of[Standing.PINNED][:LISTED]])
    cells = len(found) - len(of[Standing.PINNED])
    return TakeOver(
        title=_title(run, draft, cells),
        draft=draft,
        weeks=_weeks(found),
        changed=[names.cell(one) for one in of[Standing.CHANGED_SINCE][:LISTED]],
        changed_count=len(of[Standing.CHANGED_SINCE]),
        pinned=[names.cell(one) for one in of[Standing.PINNED][:LISTED]],
        cells=cells,
        why_not="" if cells else f"{draft} has all of {run} already.",
    )


def _title(run: SolveRun, draft: Schedule, cells: int) -> str:
    where = str(draft).lower()
    return (
        f"{run} would change {counted(cells, 'cell')} of {where}"
        if cells
        else f"{run} changes nothing in {where}"
    )


def _weeks(found: Sequence[Offer]) -> list[OfferedWeek]:
    counts: Mapping[Standing, Counter[date]] = {
        standing: Counter(one.monday for one in found if one.standing is standing) for standing in Standing
    }
    return [
        OfferedWeek(
            monday,
            f"Week of {day_label(monday)}",
            counts[Standing.AS_IT_WAS][monday] + counts[Standing.CHANGED_SINCE][monday],
            counts[Standing.CHANGED_SINCE][monday],
            counts[Standing.PINNED][monday],
        )
        for monday in sorted({one.monday for one in found})
    ]


class _Names:
    """Names of the residents and sites of some cells, read at once."""

    def __init__(self, found: Sequence[Offer]) -> None:
        states = [state for one in found for state in (one.before, one.change.before, one.change.after)]
        sessions = Session.objects.filter(pk__in={state.session for state in states if state.session})
        people = Resident.objects.filter(pk__in={one.change.place.resident for one in found})
        self._sites = {session.pk: session.site.name for session in sessions.select_related("site")}
        self._names = {one.pk: one.full_name for one in people}

    def cell(self, one: Offer) -> OfferedCell:
        place = one.change.place
        name = self._names.get(place.resident, "")
        values = map(self._said, (one.before, one.change.before, one.change.after))
        return OfferedCell(name, str(place.half_day), *values)

    def _said(self, state: State) -> str:
        where = "free" if state.session is None else self._sites.get(state.session, "another session")
        return f"{where}, pinned" if state.pinned else where

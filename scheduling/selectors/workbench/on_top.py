"""A step that came second, put on top of what others did: in the place of their change, never beside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from scheduling.models import EditedCell, Schedule
from scheduling.selectors.workbench.cells import CellChange, Place, State, change_of, states_at
from scheduling.selectors.workbench.desk import Desk, NoAdvice, desk_of
from scheduling.selectors.workbench.prices import Against, Effect, told
from scheduling.selectors.workbench.questions import changes_asked
from scheduling.selectors.workbench.step_words import step_label
from scheduling.selectors.workbench.words import Words
from scheduling.solver.advice import EditError

AS_WANTED = "The cells are as you wanted them already."


@dataclass(frozen=True, slots=True)
class OnTop:
    """What putting the step on top would do: in words, its figures, what stands against it, and the cells to send."""

    label: str
    effects: tuple[Effect, ...] = ()
    against: tuple[Against, ...] = ()
    changes: tuple[str, ...] = ()
    refused: str = ""

    @property
    def can_apply(self) -> bool:
        """Whether something would be done and no hard rule stands against it."""
        return not self.against and not self.refused


def on_top_shown(draft: Schedule, wanted: Sequence[CellChange]) -> OnTop:
    """The price of the wanted changes on the draft as it is now."""
    changes = on_top(draft, wanted)
    if not changes:
        return OnTop("", refused=AS_WANTED)
    label = step_label(draft, changes)
    try:
        effects, against = _priced(draft, desk_of(draft), changes)
    except (NoAdvice, EditError) as unknown:
        return OnTop(label, refused=str(unknown))
    return OnTop(label, effects, (*_pinned(changes), *against), tuple(one.key for one in changes))


def on_top(draft: Schedule, wanted: Sequence[CellChange]) -> list[CellChange]:
    """The changes that leave the cells as wanted.

    Where somebody moved the same clinic elsewhere, it is taken from there: the resident has it once.
    """
    seen = {change.place: change.before for change in wanted}
    now = states_at(draft, seen.keys())
    stale = {place: state for place, state in seen.items() if now[place] != state}
    meant = {**_before_theirs(draft, stale, wanted), **{one.place: one.after for one in wanted}}
    now = states_at(draft, meant.keys())
    return [CellChange(place, now[place], state) for place, state in meant.items() if now[place] != state]


def _before_theirs(
    draft: Schedule, stale: Mapping[Place, State], wanted: Iterable[CellChange]
) -> dict[Place, State]:
    """What stood, before others changed the stale cells, in these and in the cells changed with them."""
    steps = list(_steps_on(draft, {change.place.resident for change in wanted}))
    first = {
        place: max((at for at, cells in enumerate(steps) if _leaves(cells, place, seen)), default=len(steps))
        for place, seen in stale.items()
    }
    found: dict[Place, State] = {}
    for at, cells in enumerate(steps):
        if any(one.place in found or at >= first.get(one.place, len(steps)) for one in cells):
            for one in cells:
                found.setdefault(one.place, one.before)
    return found


def _leaves(cells: Iterable[CellChange], place: Place, seen: State) -> bool:
    """Whether this is the step by which the cell stopped being as it was seen."""
    return any(one.place == place and one.before == seen for one in cells)


def _steps_on(draft: Schedule, residents: Iterable[int]) -> Iterator[list[CellChange]]:
    """The steps that stand, in their order, with what each changed for some residents. One query."""
    rows = EditedCell.objects.filter(
        edit__schedule=draft, edit__undone_at=None, resident__in=residents
    ).order_by("edit__edition", "pk")
    by_step = groupby(((row.edit_id, change_of(row)) for row in rows), key=itemgetter(0))
    return ([change for _, change in cells] for _, cells in by_step)


def _priced(
    draft: Schedule, desk: Desk, changes: Sequence[CellChange]
) -> tuple[tuple[Effect, ...], tuple[Against, ...]]:
    asked = changes_asked(desk, changes)
    if not asked:
        return (), ()
    try:
        return told(draft, desk, desk.advisor.together(asked))
    except EditError as error:
        raise EditError(" ".join(Words(desk.problem, draft.year.program).spoken([str(error)]))) from error


def _pinned(changes: Iterable[CellChange]) -> Iterator[Against]:
    for change in changes:
        if change.moves_a_pin:
            yield Against("Pinned", f"{change.place.half_day} is pinned. Unpin it first (key p).")

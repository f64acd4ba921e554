"""Whether the rules allow a step: hard rules refuse it in words, what only costs wants a reason."""

from collections.abc import Iterable, Sequence

from scheduling.models import Schedule
from scheduling.selectors.workbench.cells import CellChange
from scheduling.selectors.workbench.desk import desk_of
from scheduling.selectors.workbench.questions import changes_asked
from scheduling.selectors.workbench.words import sentences
from scheduling.services.editing.refusals import ReasonMissing, RulesBroken
from scheduling.solver.advice import EditError, Price


def judge(draft: Schedule, changes: Sequence[CellChange], *, reason: str) -> None:
    """Raises `RulesBroken`, `ReasonMissing`, or `NoAdvice` where nothing can be said of the draft."""
    price = price_together(draft, changes)
    if price is None:
        return
    if price.broken:
        raise RulesBroken(sentences(price.broken, desk_of(draft).problem, draft.year.program))
    if price.after.missed_windows < price.before.missed_windows and not reason.strip():
        raise ReasonMissing(
            "Resident and coach would not meet in a whole contact window. Say in a few words why, and it is kept."
        )


def price_together(draft: Schedule, changes: Iterable[CellChange]) -> Price | None:
    """What all the changes do at once; None where nobody comes or goes, as with a pin."""
    desk = desk_of(draft)
    asked = changes_asked(desk, changes)
    if not asked:
        return None
    try:
        return desk.advisor.together(asked)
    except EditError as error:
        raise RulesBroken(sentences((), desk.problem, draft.year.program, also=[str(error)])) from error

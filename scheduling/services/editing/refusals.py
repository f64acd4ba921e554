"""Why a step of work on a draft is refused, in words."""

from dataclasses import dataclass
from datetime import datetime

from scheduling.domain.wording import counted
from scheduling.selectors.workbench.cells import Place, State
from scheduling.selectors.workbench.offers import Offer


class EditRefused(Exception):
    """The step is not made and nothing is changed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class StaleCell:
    """A cell that is not as the page showed it; ``by`` and ``at`` tell who changed it last, where that is known."""

    place: Place
    seen: State
    now: State
    said: str
    by: str = ""
    at: datetime | None = None


class StaleCells(EditRefused):
    """Somebody changed these cells since the page showed them."""

    def __init__(self, cells: list[StaleCell]) -> None:
        super().__init__(" ".join(cell.said for cell in cells))
        self.cells = cells


class RulesBroken(EditRefused):
    """Hard rules stand against it, a sentence each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class ReasonMissing(EditRefused):
    """It costs what the program wants to be asked about: say why."""


class CellsChanged(EditRefused):
    """Somebody changed these cells since the run began: leave them as they are now, or put the solver's."""

    def __init__(self, cells: list[Offer]) -> None:
        super().__init__(
            f"{counted(len(cells), 'cell')} of the draft changed since the run began. "
            "Say whether to leave them as they are now or to put the solver's."
        )
        self.cells = cells

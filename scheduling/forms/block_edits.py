"""What the block schedule's page sends: an edit of cells or a paste, or the step to take back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from scheduling.exchange.pasted_cells import PasteUnreadable, fitted, read_pasted, tiled
from scheduling.models.keys import is_key
from scheduling.services.block_schedule import CellEdit

VERBS = {
    "type": "Changed", "paste": "Pasted", "fill": "Filled", "clear": "Cleared", "split": "Split", "merge": "Merged",
}  # fmt: skip
LONGEST_TEXT = 400
NONSENSE = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)


class EditUnreadable(ValueError):
    """A page sent what no page sends; nothing was saved."""

    def __init__(self) -> None:
        super().__init__("The page sent something incomplete, so nothing was saved. Reload it and try again.")


@dataclass(frozen=True, slots=True)
class EditAsked:
    """An edit: the cells, the word for what was done, the request's own key, and whether the past is meant too."""

    key: UUID
    verb: str
    past_too: bool
    cells: tuple[CellEdit, ...]


def read_edit(body: bytes) -> EditAsked:
    """The edit in a request's body. Raises ``EditUnreadable``, and ``PasteUnreadable`` for what was pasted."""
    try:
        said = json.loads(body)
        cells = _pasted(said["paste"]) if "paste" in said else tuple(_cell(*cell) for cell in said["cells"])
        return EditAsked(UUID(said["key"]), VERBS[said["verb"]], said["past"] is True, cells)
    except PasteUnreadable:
        raise
    except NONSENSE as error:
        raise EditUnreadable from error


def read_step(body: bytes) -> int:
    """The step that a page showed as the next to take back or to make again."""
    try:
        return _key(json.loads(body)["step"])
    except NONSENSE as error:
        raise EditUnreadable from error


def _pasted(said: Mapping[str, Any]) -> tuple[CellEdit, ...]:
    """The cells of a paste from its first cell on; rows and blocks are those shown from there on, in their order."""
    rows, blocks = [_key(row) for row in said["rows"]], [_key(block) for block in said["blocks"]]
    height, width = min(_key(said["height"]), len(rows)), min(_key(said["width"]), len(blocks))
    cells = tiled(read_pasted(_text(said["text"])), height, width)
    fitting = fitted(cells, len(rows), len(blocks))
    return tuple(
        CellEdit(rows[row], blocks[column], _text(said["seen"][row][column]), text)
        for row, line in enumerate(fitting)
        for column, text in enumerate(line)
    )


def _cell(resident: object, block: object, seen: object, text: object) -> CellEdit:
    return CellEdit(_key(resident), _key(block), _short(seen), _short(text))


def _key(said: object) -> int:
    if not is_key(said):
        raise TypeError
    return said


def _text(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError
    return said


def _short(said: object) -> str:
    text = " ".join(_text(said).replace("\0", "").split())
    if len(text) > LONGEST_TEXT:
        raise TypeError
    return text

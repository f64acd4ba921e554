"""Which names and codes a workbook defines, so that other sheets can refer to them."""

from collections.abc import Iterable, Sized
from dataclasses import dataclass, field

from scheduling.exchange.names import name_key, nearest

MOST_SUGGESTIONS = (
    100  # comparing spellings takes time, and a file with more unknown names is another program's
)


@dataclass(slots=True)
class NameIndex:
    """The names of one sheet, found whatever their case and blanks.

    ``complete`` is false where the sheet could not be read: then a name that is not found is no error.
    """

    sheet: str
    complete: bool = True
    spelling: dict[str, str] = field(default_factory=dict)
    compared: dict[str, str | None] = field(default_factory=dict)

    def add(self, name: str) -> None:
        """Take a name in; its first spelling stays."""
        self.spelling.setdefault(name_key(name), name)

    def add_all(self, names: Iterable[str]) -> None:
        """Take several in."""
        for name in names:
            self.add(name)

    def has_all(self, rows: Sized) -> bool:
        """Whether ``rows`` are all of the sheet: none was left out for a fault."""
        return self.complete and len(rows) == len(self.spelling)

    def find(self, name: str) -> str | None:
        """The name as its own sheet spells it."""
        return self.spelling.get(name_key(name))

    def suggestion(self, name: str) -> str:
        """What to do about a name that is not there; names the nearest one, if any is near."""
        near = self.nearest(name)
        if near is None:
            return f"Add it to the sheet {self.sheet}, or correct the spelling."
        return f"Did you mean {near}? Write it as on the sheet {self.sheet}."

    def nearest(self, name: str) -> str | None:
        """The name most like one that is not there, if any is like it."""
        key = name_key(name)
        if key not in self.compared and len(self.compared) < MOST_SUGGESTIONS:
            self.compared[key] = nearest(name, self.spelling.values())
        return self.compared.get(key)

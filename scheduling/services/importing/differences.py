"""What a file would change in one table, told by names and not by keys of the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scheduling.domain.calendar import day_label

Key = tuple[Any, ...]
Values = dict[str, Any]
EXAMPLES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Held:
    """A row of the database: its primary key and the values that a file can change."""

    pk: int
    values: Values


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows to add, to change (before and after) and to remove, by natural key."""

    added: Mapping[Key, Values] = field(default_factory=dict)
    changed: Mapping[Key, tuple[Held, Values]] = field(default_factory=dict)
    removed: Mapping[Key, Held] = field(default_factory=dict)
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class TableChanges:
    """One line of a preview: how many rows of a table a file adds, changes and removes, with examples."""

    table: str
    added: int
    changed: int
    removed: int
    unchanged: int
    examples: tuple[str, ...]

    @property
    def total(self) -> int:
        """Rows that would not be as they were."""
        return self.added + self.changed + self.removed


def difference(wanted: Mapping[Key, Values], held: Mapping[Key, Held]) -> Difference:
    """Compare what a file says with what is held."""
    added = {key: values for key, values in wanted.items() if key not in held}
    removed = {key: row for key, row in held.items() if key not in wanted}
    changed = {
        key: (held[key], values)
        for key, values in wanted.items()
        if key in held and any(held[key].values[name] != value for name, value in values.items())
    }
    return Difference(added, changed, removed, len(wanted) - len(added) - len(changed))


def told(table: str, found: Difference, named: Callable[[Key], str]) -> TableChanges:
    """The line of the preview; ``named`` says a key in words."""
    examples = [f"new: {named(key)}" for key in found.added]
    examples += [
        f"{named(key)}: {_edits(row.values, values)}" for key, (row, values) in found.changed.items()
    ]
    examples += [f"gone: {named(key)}" for key in found.removed]
    return TableChanges(
        table,
        len(found.added),
        len(found.changed),
        len(found.removed),
        found.unchanged,
        tuple(examples[:EXAMPLES_SHOWN]),
    )


def _edits(before: Values, after: Values) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} {_shown(before[name])} → {_shown(value)}"
        for name, value in after.items()
        if before[name] != value
    )


def _shown(value: object) -> str:
    if value in (None, "", []):
        return "nothing"
    return day_with_year(value) if isinstance(value, date) else str(value)


def day_with_year(day: date) -> str:
    """``Mon 29 Jun 2026``."""
    return f"{day_label(day)} {day.year}"

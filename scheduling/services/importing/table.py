"""One table of the database, kept as a file says."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.db import models

from scheduling.domain.calendar import WEEKDAYS
from scheduling.exchange.workbook.tables import WorkbookTables
from scheduling.models import AcademicYear, Faculty, Program, Resident, Rotation, Site
from scheduling.services.importing.differences import (
    Difference,
    Held,
    Key,
    TableChanges,
    Values,
    day_with_year,
    difference,
    told,
)

BATCH = 500


@dataclass(slots=True)
class Scope:
    """Which program and year a file is about; ``None`` where they do not exist yet.

    ``renamed`` maps the filed name of a person in the database to the new one in the file, where the e-mail
    address shows that it is the same person. ``places`` holds class and row code by resident, where a file has
    row codes.
    """

    tables: WorkbookTables
    program: Program | None
    year: AcademicYear | None
    renamed: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    def ids(self, model: type[models.Model], name: str) -> dict[str, int]:
        """Primary keys of the program's rows by their natural name."""
        rows = model._default_manager.filter(program=self.program)
        return dict(rows.values_list(name, "pk"))

    def residents(self) -> dict[str, int]:
        """Residents by filed name."""
        return self.ids(Resident, "name")

    def faculty(self) -> dict[str, int]:
        """Faculty by filed name."""
        return self.ids(Faculty, "name")

    def sites(self) -> dict[str, int]:
        """Sites by code."""
        return self.ids(Site, "code")

    def rotations(self) -> dict[str, int]:
        """Rotations by code."""
        return self.ids(Rotation, "code")


class Table(ABC):
    """How a table's rows stand in a file and in the database, and how the one becomes the other.

    ``key`` and ``values`` are look-ups from a row; ``person`` is the place in the key of a person's name, which
    may have changed; ``kept_when_blank`` are values about which a blank cell says nothing.
    """

    label: ClassVar[str]
    model: ClassVar[type[models.Model]]
    key: ClassVar[tuple[str, ...]]
    values: ClassVar[tuple[str, ...]] = ()
    person: ClassVar[int | None] = None
    kept_when_blank: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.tables = scope.tables

    @abstractmethod
    def wanted(self) -> dict[Key, Values]:
        """The rows as the file has them."""

    @abstractmethod
    def rows(self) -> "models.QuerySet[Any]":
        """The rows of the database that the file speaks about."""

    @abstractmethod
    def fields(self) -> Any:
        """A function from key and values to the fields of a row, once what it refers to is written."""

    def held(self) -> dict[Key, Held]:
        """The rows of the database."""
        if self.scope.program is None:
            return {}
        found = {}
        for pk, *row in self.rows().values_list("pk", *self.key, *self.values):
            key = [*row[: len(self.key)]]
            if self.person is not None:
                key[self.person] = self.scope.renamed.get(key[self.person], key[self.person])
            found[tuple(_hashable(part) for part in key)] = Held(
                pk, dict(zip(self.values, row[len(self.key) :], strict=True))
            )
        return found

    def changes(self, found: Difference) -> TableChanges:
        """A difference as a line of the preview."""
        return told(self.label, found, self.named)

    def named(self, key: Key) -> str:
        """A key in words: ``Dahl, Ingrid · Mon AM · MAIN``."""
        parts = [_in_words(name, part) for name, part in zip(self.key, key, strict=True)]
        return (
            " · ".join(part for part in parts if part)
            .replace(" · AM", " AM")
            .replace(" · PM", " PM")
            .replace(" · EVE", " EVE")
        )

    def difference(self) -> Difference:
        """What the file would change here."""
        held = self.held()
        return difference(
            {key: self._with_kept(values, held.get(key)) for key, values in self.wanted().items()}, held
        )

    def write(self) -> Difference:
        """Make the database as the file says; returns what was changed.

        What is gone makes room before what takes its place comes.
        """
        found = self.difference()
        self.remove(found.removed)
        self.change(found.changed)
        self.add(found.added)
        return found

    def add(self, added: Mapping[Key, Values]) -> None:
        """Add rows."""
        if added:
            fields = self.fields()
            new = [self.model(**fields(key, values)) for key, values in added.items()]
            self.model._default_manager.bulk_create(new, batch_size=BATCH)

    def change(self, changed: Mapping[Key, tuple[Held, Values]]) -> None:
        """Change rows."""
        if changed:
            fields = self.fields()
            rows = [self.model(pk=row.pk, **fields(key, values)) for key, (row, values) in changed.items()]
            names = sorted({name.removesuffix("_id") for name in fields(*_first(changed))})
            self.model._default_manager.bulk_update(rows, names, batch_size=BATCH)

    def remove(self, removed: Mapping[Key, Held]) -> None:
        """Remove rows that the file no longer has."""
        pks = [row.pk for row in removed.values()]
        for start in range(0, len(pks), BATCH):
            self.model._default_manager.filter(pk__in=pks[start : start + BATCH]).delete()

    def _with_kept(self, values: Values, row: Held | None) -> Values:
        if row is None:
            return values
        return {
            name: row.values[name] if name in self.kept_when_blank and value in {None, ""} else value
            for name, value in values.items()
        }


def _first(changed: Mapping[Key, tuple[Held, Values]]) -> tuple[Key, Values]:
    key, (_row, values) = next(iter(changed.items()))
    return key, values


def _in_words(name: str, part: Any) -> str:
    if part in (None, "", ()):
        return ""
    if isinstance(part, date):
        return day_with_year(part)
    if isinstance(part, tuple):
        return f"{'PGY' if name == 'pgys' else 'weeks of the month'} {', '.join(map(str, part))}"
    words = {"weekday": lambda: WEEKDAYS[part], "week_of_block": lambda: f"week {part} of a block"}
    return words.get(name, lambda: str(part))()


def _hashable(part: object) -> Any:
    return tuple(part) if isinstance(part, list) else part


def by_key(rows: Iterable[tuple[Key, Values]]) -> dict[Key, Values]:
    """Rows by key; a row said twice counts once."""
    return dict(rows)

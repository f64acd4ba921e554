"""Settings that are single fields of a row: the program's own, a rotation's, a site's. Named ``17/max_per_week``."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import time
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Field, Model, QuerySet

from scheduling.models import Program, Rotation, Site


class FieldRows:
    """Fields of some rows of a program."""

    def __init__(self, rows: "QuerySet[Any]") -> None:
        self._rows = rows

    def held(self, names: Iterable[str]) -> dict[str, Any]:
        """The fields' values; those of rows that are gone are left out."""
        wanted = [(name, *place_of(name)) for name in names]
        rows = self._rows.in_bulk({pk for _, pk, _ in wanted})
        return {name: plain(getattr(rows[pk], field)) for name, pk, field in wanted if pk in rows}

    def put(self, values: Mapping[str, Any]) -> None:
        """Write them, a query a row. Steps of settings have a trail of their own, so no signal is sent."""
        by_row: dict[int, dict[str, Any]] = defaultdict(dict)
        for name, value in values.items():
            pk, field = place_of(name)
            by_row[pk][field] = value
        for pk, fields in by_row.items():
            self._rows.filter(pk=pk).update(**fields)

    def named(self, name: str) -> str:
        """The field, after the row that it belongs to."""
        pk, field = place_of(name)
        return f"{self._names[pk]}: {label_of(self._rows.model, field)}"

    def said(self, name: str, value: Any) -> str:
        """A value as the page shows it."""
        field = _field(self._rows.model, place_of(name)[1])
        if isinstance(value, bool):
            return "yes" if value else "no"
        return str(dict(field.flatchoices).get(value, value)) if value not in {"", None} else "blank"

    @cached_property
    def _names(self) -> dict[int, str]:
        return {row.pk: str(row) for row in self._rows}


class ProgramFields(FieldRows):
    """The program's own rules."""

    def __init__(self, program: Program) -> None:
        super().__init__(Program.objects.filter(pk=program.pk))

    def named(self, name: str) -> str:
        """The field; there is one program."""
        label = label_of(Program, place_of(name)[1])
        return label[:1].upper() + label[1:]

    def said(self, name: str, value: Any) -> str:
        """A value as the page shows it; the pieces of the score as a sentence."""
        return pieces_said(value) if name.endswith("/overlap_pieces") else super().said(name, value)


class RotationFields(FieldRows):
    """Names, bands and weekly limits of rotations."""

    def __init__(self, program: Program) -> None:
        super().__init__(Rotation.objects.filter(program=program))


class SiteFields(FieldRows):
    """Names, rooms and hours of sites."""

    def __init__(self, program: Program) -> None:
        super().__init__(Site.objects.filter(program=program))


def place_of(name: str) -> tuple[int, str]:
    """The row and the field of a name."""
    pk, _, field = name.partition("/")
    return int(pk), field


def plain(value: Any) -> Any:
    """A field's value as JSON holds it."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


def label_of(model: type[Model], field: str) -> str:
    """What people call a field."""
    return str(_field(model, field).verbose_name)


def pieces_said(pieces: list[list[float | int | None]]) -> str:
    """``8 each up to 40%, then 4 each up to 60%, then 1 each``."""
    said = [
        f"{worth:g} each" + ("" if share is None else f" up to {share:.0%}")
        for share, worth in pieces
        if worth is not None
    ]
    return ", then ".join(said)


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field

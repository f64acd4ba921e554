"""What the forms of settings share: they begin with what is held, and say by key what is wanted."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.db.models import Model

from scheduling.models import AcademicYear, Program
from scheduling.services.settings.fields import plain
from scheduling.services.settings.rows import SettingRows

SEEN = "scheduling.settings.seen"
OUT_OF_RANGE = {
    "min_value": "The least that can be set here is %(limit_value)s. Write that or more.",
    "max_value": "The most that can be set here is %(limit_value)s. Write that or less.",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Where settings are changed: the program, the year worked on (None before the first), and the date there."""

    program: Program
    year: AcademicYear | None
    today: date

    @property
    def first_open_day(self) -> date:
        """The first day of the year that is not past."""
        return max(self.today, self.year.first_monday) if self.year else self.today


class SettingsForm(forms.Form):
    """One section of settings. ``row`` is the key of the rotation or site that it is about, if any."""

    title: ClassVar[str]
    question: ClassVar[str]
    sub: ClassVar[str] = ""
    body: ClassVar[str] = "components/form_body.html"
    needs_year: ClassVar[bool] = False

    def __init__(self, desk: Desk, row: int | None = None, data: Mapping[str, Any] | None = None) -> None:
        self.desk = desk
        self.row = row
        super().__init__(data)
        self.build()

    def build(self) -> None:
        """Add the fields, with what is held as their initial values."""

    def keys(self) -> Iterable[str]:
        """The settings that the section is about."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """What is wanted, by key; only of a valid form."""
        raise NotImplementedError

    @cached_property
    def rows(self) -> SettingRows:
        """The settings of the program."""
        return SettingRows(self.desk.program)

    @cached_property
    def held(self) -> dict[str, Any]:
        """What the database has now."""
        return self.rows.held(self.keys())

    @property
    def about(self) -> str:
        """What the section is called in the trail and beside Undo."""
        return self.title

    @property
    def heading(self) -> str:
        """What the page answers."""
        return self.question

    def facts(self) -> list[tuple[str, str]]:
        """What is held, in words."""
        return [(self.rows.named(key), self.rows.said(key, value)) for key, value in self.held.items()]


class FieldsForm(SettingsForm):
    """Settings that are fields of one row."""

    model: ClassVar[type[Model]]
    kind: ClassVar[str]
    names: ClassVar[tuple[str, ...]]

    def build(self) -> None:
        """A form field for each model field, with its limits and its source."""
        pk = self._pk()
        for name, made in forms.models.fields_for_model(self.model, fields=self.names).items():
            field = self.model._meta.get_field(name)
            if isinstance(made, forms.IntegerField | forms.DecimalField):
                made.validators = list(field.validators)  # type: ignore[union-attr]
                made.error_messages |= OUT_OF_RANGE
                made.widget.attrs["inputmode"] = "decimal"
            made.initial = self.held.get(f"{self.kind}/{pk}/{name}")
            self.fields[name] = made

    def keys(self) -> Iterable[str]:
        """A key a field."""
        return [f"{self.kind}/{self._pk()}/{name}" for name in self.names]

    def values(self) -> dict[str, Any]:
        """As the fields say."""
        return {f"{self.kind}/{self._pk()}/{name}": plain(self.cleaned_data[name]) for name in self.names}

    def _pk(self) -> int:
        return self.row if self.row is not None else self.desk.program.pk


def sealed(values: Mapping[str, Any]) -> str:
    """What a page showed, so that it can travel with the form and come back as it was."""
    there = {key: value for key, value in values.items() if value is not None}
    return signing.dumps(there, salt=SEEN, compress=True)


def digest(values: Mapping[str, Any]) -> str:
    """Tells one change from another, so that only what was looked at is saved."""
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def unsealed(text: str) -> dict[str, Any] | None:
    """What a page showed; None for what no page has sent."""
    try:
        found = signing.loads(text, salt=SEEN)
    except signing.BadSignature:
        return None
    return found if isinstance(found, dict) else None

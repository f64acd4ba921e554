"""Yearly targets of a class at once: the least and the most clinics of each of its residents."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms

from scheduling.domain.wording import counted
from scheduling.forms.settings.base import SettingsForm
from scheduling.models import ResidentYear
from scheduling.selectors.settings_page import classes_of

MOST = 365
SOURCE = (
    "Source: the specialty board's or review committee's minimum of clinics, and the program's own policy."
)


class TargetsForm(SettingsForm):
    """Yearly targets, class by class."""

    title = "Yearly targets"
    question = "How many clinics a year holds"
    sub = "For residents of each class, at least and at most. Residents with figures of their own get those of the class."
    needs_year = True

    def build(self) -> None:
        """Two numbers a class; blank where its residents differ."""
        for pgy, rows in self.classes.items():
            for end, label, values in (
                ("min", "at least", {row.clinics_min for row in rows}),
                ("max", "at most", {row.clinics_max for row in rows}),
            ):
                differ = f" They differ now, from {min(values)} to {max(values)}; blank leaves each as it is."
                self.fields[f"{end}_{pgy}"] = forms.IntegerField(
                    label=f"PGY-{pgy}, {label}", required=False, min_value=0, max_value=MOST,
                    initial=values.copy().pop() if len(values) == 1 else None,
                    help_text=f"For {counted(len(rows), 'resident')}. {SOURCE}" + (differ if len(values) > 1 else ""),
                )  # fmt: skip

    @cached_property
    def classes(self) -> dict[int, list[ResidentYear]]:
        """The residents of the year by PGY."""
        return classes_of(self.desk.year) if self.desk.year else {}

    def clean(self) -> dict[str, Any]:
        """Nobody has more at least than at most."""
        said = super().clean() or {}
        if self.errors:
            return said
        for pgy, rows in self.classes.items():
            wrong = [row for row in rows if self._wanted(said, row)[0] > self._wanted(said, row)[1]]
            if wrong:
                least, most = self._wanted(said, wrong[0])
                self.add_error(f"min_{pgy}", f"At least {least} is more than at most {most}.")
        return said

    def keys(self) -> Iterable[str]:
        """A key a resident."""
        return [f"target/{row.pk}" for rows in self.classes.values() for row in rows]

    def values(self) -> dict[str, Any]:
        """What each resident is to have."""
        return {
            f"target/{row.pk}": self._wanted(self.cleaned_data, row)
            for rows in self.classes.values()
            for row in rows
        }

    def facts(self) -> list[tuple[str, str]]:
        """A line a class."""
        return [(f"PGY-{pgy}", _spread(rows)) for pgy, rows in self.classes.items()]

    @staticmethod
    def _wanted(said: dict[str, Any], row: ResidentYear) -> list[int]:
        least, most = said.get(f"min_{row.pgy}"), said.get(f"max_{row.pgy}")
        return [row.clinics_min if least is None else least, row.clinics_max if most is None else most]


def _spread(rows: list[ResidentYear]) -> str:
    found = sorted({(row.clinics_min, row.clinics_max) for row in rows})
    said = [f"{least} to {most}" for least, most in found]
    if len(said) == 1:
        return said[0]
    least, most = sorted(row.clinics_min for row in rows), sorted(row.clinics_max for row in rows)
    return f"at least {least[0]} to {least[-1]}, at most {most[0]} to {most[-1]}"

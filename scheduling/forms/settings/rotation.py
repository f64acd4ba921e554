"""One rotation: its name and band, and which clinic half-days it leaves room for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from scheduling.domain.calendar import WEEKDAYS, Period
from scheduling.forms.settings.base import FieldsForm
from scheduling.forms.settings.slots import SlotTable, slot_table
from scheduling.models import ClinicRule, Rotation
from scheduling.services.settings.rules import half_day_order

WEEKS = 4
AS_USUAL = ""
SOURCE = "Source: the rotation's own agreement with the clinic."


@dataclass(frozen=True, slots=True)
class RuleFields:
    """The rule of every week (None) or of one week of a block, with its half-days."""

    week: int | None
    rule: forms.BoundField
    half_days: SlotTable


class RotationForm(FieldsForm):
    """A rotation with its clinic rule."""

    model = Rotation
    kind = "rotation"
    title = "Rotation"
    sub = f"Which clinic half-days it leaves room for, and how many a week. {SOURCE}"
    body = "scheduling/settings/rotation.html"
    names = ("name", "hue", "min_per_week", "max_per_week")

    def build(self) -> None:
        """Fields, the rule of every week, and of single weeks of the block."""
        super().build()
        self.fields["min_per_week"].help_text = f"Weeks with holidays or leave ask for less. {SOURCE}"
        self.fields["max_per_week"].help_text = f"0 means no clinic at all. {SOURCE}"
        held = self.held.get(self._rule_key, {"rule": ClinicRule.NONE, "weeks": {}, "listed": []})
        listed = {tuple(half_day) for half_day in held["listed"]}
        for week in self._weeks(held):
            rule = held["rule"] if week is None else held["weeks"].get(str(week), AS_USUAL)
            choices = (
                [*ClinicRule.choices]
                if week is None
                else [(AS_USUAL, "As in every week"), *ClinicRule.choices]
            )
            self.fields[f"rule_{week or 0}"] = forms.ChoiceField(
                label="Clinic half-days" if week is None else f"Week {week} of a block",
                choices=choices, initial=rule, required=week is None,
                help_text="Those listed: tick them below. " + SOURCE if week is None else "",
            )  # fmt: skip
            for weekday in range(len(WEEKDAYS)):
                for period in Period:
                    self.fields[_box(week, weekday, period)] = forms.BooleanField(
                        label=f"{WEEKDAYS[weekday]} {period}" + (f", week {week}" if week else ""),
                        required=False,
                        initial=(week, weekday, period.value) in listed,
                    )

    @property
    def about(self) -> str:
        """The rotation's code."""
        return f"Rotation {self.rows.named(f'rotation/{self.row}/name').partition(':')[0]}"

    @property
    def heading(self) -> str:
        """Which rotation's clinics they are."""
        return f"When residents on {self.about.removeprefix('Rotation ')} have clinic"

    @property
    def own(self) -> list[forms.BoundField]:
        """The fields beside the rule."""
        return [self[name] for name in self.names]

    @property
    def every_week(self) -> RuleFields:
        """The rule that holds where a week has none of its own."""
        return self._rule_fields(None)

    @property
    def single_weeks(self) -> list[RuleFields]:
        """The weeks of a block that may have their own."""
        weeks = [int(name.removeprefix("rule_")) for name in self.fields if name.startswith("rule_")]
        return [self._rule_fields(week) for week in weeks if week]

    def clean(self) -> dict[str, Any]:
        """The least is not over the most, and a rule that lists lists something."""
        said = super().clean() or {}
        least, most = said.get("min_per_week"), said.get("max_per_week")
        if least is not None and most is not None and least > most:
            self.add_error("min_per_week", f"At least {least} a week is more than at most {most}.")
        for name in [name for name in self.fields if name.startswith("rule_")]:
            week = int(name.removeprefix("rule_")) or None
            if said.get(name) == ClinicRule.LISTED and not self._ticked(said, week):
                self.add_error(name, "Tick at least one half-day, or choose None.")
        return said

    def keys(self) -> Iterable[str]:
        """Fields and rule."""
        return [*super().keys(), self._rule_key]

    def values(self) -> dict[str, Any]:
        """Fields and rule; half-days count where their rule lists them."""
        said = self.cleaned_data
        rules = {
            int(name.removeprefix("rule_")): said[name]
            for name in self.fields
            if name.startswith("rule_") and said[name]
        }
        listed = [
            half_day
            for week, word in rules.items()
            if word == ClinicRule.LISTED
            for half_day in self._ticked(said, week or None)
        ]
        rule = {
            "rule": rules[0],
            "listed": sorted(listed, key=half_day_order),
            "weeks": {str(week): word for week, word in rules.items() if week},
        }
        return {**super().values(), self._rule_key: rule}

    @property
    def _rule_key(self) -> str:
        return f"rule/{self.row}"

    @staticmethod
    def _weeks(held: dict[str, Any]) -> list[int | None]:
        return [None, *sorted({*range(1, WEEKS + 1), *map(int, held["weeks"])})]

    def _rule_fields(self, week: int | None) -> RuleFields:
        table = slot_table(lambda day, period: self[_box(week, day, period)], range(len(WEEKDAYS)))
        return RuleFields(week, self[f"rule_{week or 0}"], table)

    @staticmethod
    def _ticked(said: dict[str, Any], week: int | None) -> list[list[Any]]:
        return [
            [week, weekday, period.value]
            for weekday in range(len(WEEKDAYS))
            for period in Period
            if said.get(_box(week, weekday, period))
        ]


def _box(week: int | None, weekday: int, period: Period) -> str:
    return f"box_{week or 0}_{weekday}_{period}"

"""What the pairing board and its page of wishes send."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from scheduling.forms.steps import StepForm
from scheduling.models import Faculty, Resident, WishKind
from scheduling.models.pairings import DEFAULT_WISH
from scheduling.selectors.pairing_board.tokens import LIFTED

INCOMPLETE = "This page was sent incompletely. Look at the board again, then try once more."
_CHANGE = re.compile(rf"(\d{{1,18}})\|({LIFTED}|\d{{0,18}})\|({LIFTED}|\d{{0,18}})", re.ASCII)
_PAIR = re.compile(r"(\d{1,18})\|(\d{1,18})", re.ASCII)
HEAVIEST = 1000


class _Listed(forms.Field):
    """Parts of one form, each under the same name or joined by commas; every part must be as it should."""

    def __init__(self, pattern: re.Pattern[str], **options: Any) -> None:
        super().__init__(widget=forms.MultipleHiddenInput, error_messages={"required": INCOMPLETE}, **options)
        self.pattern = pattern

    def clean(self, value: Any) -> list[tuple[str, ...]]:
        """The groups of the pattern, part by part."""
        parts = [part for text in value or [] for part in str(text).split(",") if part]
        found = [self.pattern.fullmatch(part) for part in parts]
        if (self.required and not found) or not all(found):
            raise forms.ValidationError(INCOMPLETE)
        return [match.groups() for match in found if match is not None]


class YearShownForm(forms.Form):
    """The year that the page showed."""

    year = forms.IntegerField(error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE})

    def refusals(self) -> list[str]:
        """What is wrong, each said once."""
        return list(dict.fromkeys(str(error) for errors in self.errors.values() for error in errors))


class PlanForm(YearShownForm):
    """Residents whose plan is to change: ``resident|wanted|seen``."""

    change = _Listed(_CHANGE)

    @property
    def wanted(self) -> dict[int, str]:
        """What each is to have."""
        return {int(pk): wanted for pk, wanted, _ in self.cleaned_data["change"]}

    @property
    def seen(self) -> dict[int, str]:
        """What the page showed of each."""
        return {int(pk): seen for pk, _, seen in self.cleaned_data["change"]}


class BoardStepForm(YearShownForm, StepForm):
    """The step that the board offered to take back or make again."""


class BeginForm(YearShownForm):
    """The pairs that the page showed, ``resident|coach``, and the day on which they begin."""

    pair = _Listed(_PAIR, required=False)
    on = forms.DateField(
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": "Say on which day the pairings begin.",
            "invalid": "That is not a day of the calendar. Write it like 2027-01-04.",
        },
    )
    reason = forms.CharField(
        max_length=120,
        required=False,
        error_messages={"max_length": "The reason has room for 120 characters. Shorten it."},
    )

    @property
    def seen(self) -> dict[int, int]:
        """Residents and coaches by key."""
        return {int(pk): int(coach) for pk, coach in self.cleaned_data["pair"]}


class WishForm(forms.Form):
    """A wish or an exclusion, and why. Only those who are here may be chosen."""

    resident = forms.TypedChoiceField(coerce=int, empty_value=None)
    faculty = forms.TypedChoiceField(label="Coach", coerce=int, empty_value=None)
    kind = forms.ChoiceField(label="They should be", choices=WishKind.choices)
    weight = forms.IntegerField(
        label="Weight of a wish",
        min_value=1,
        max_value=HEAVIEST,
        initial=DEFAULT_WISH,
        help_text="What meeting it adds to the score. A resident’s first half-days together add 8 each, "
        "unless the program set otherwise.",
    )
    reason = forms.CharField(
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Coordinators alone read it. It stands in no trail, export or feed.",
    )

    def __init__(
        self, data: Any = None, *, residents: Iterable[Resident] = (), faculty: Iterable[Faculty] = ()
    ) -> None:
        super().__init__(data)
        self.people: dict[str, dict[int, Any]] = {
            "resident": {one.pk: one for one in residents},
            "faculty": {one.pk: one for one in faculty},
        }
        for name, people in self.people.items():
            choices = [("", "Choose")] + [(pk, person.name) for pk, person in people.items()]
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = choices

    def said(self) -> dict[str, Any]:
        """What was chosen, people as rows."""
        found = dict(self.cleaned_data)
        for name, people in self.people.items():
            found[name] = people[found[name]]
        found["kind"] = WishKind(found["kind"])
        return found

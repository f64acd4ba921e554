"""What the grid sends while a draft is edited: places, changes of cells, questions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from scheduling.models import EditKind
from scheduling.selectors.workbench.asking import Question
from scheduling.selectors.workbench.cells import CellChange, Place

MOST_CELLS = 200
BY_HAND = (EditKind.MOVE, EditKind.ADD, EditKind.DROP, EditKind.SWAP, EditKind.PIN, EditKind.UNPIN)
INCOMPLETE = "This was sent incompletely. Load the page again, then repeat it."


class PlaceField(forms.CharField):
    """A cell by its name: ``12/2026-12-02/AM``."""

    def clean(self, value: Any) -> Place | None:
        """The place; None where nothing was sent and nothing is required."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return Place.from_key(text)
        except ValueError as wrong:
            raise ValidationError(INCOMPLETE) from wrong


class ChangesField(forms.Field):
    """Changes of cells by their names, as many as were sent."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[CellChange]:
        """The changes, each cell at most once."""
        names = [str(one) for one in value or []]
        if len(names) > MOST_CELLS:
            raise ValidationError(f"At most {MOST_CELLS} cells change in one step.")
        try:
            changes = [CellChange.from_key(name) for name in names]
        except ValueError as wrong:
            raise ValidationError(INCOMPLETE) from wrong
        if len({change.place for change in changes}) != len(changes):
            raise ValidationError(INCOMPLETE)
        return changes


class ShownForm(forms.Form):
    """What the page shows while it asks: from which Monday, how many weeks, in which edition."""

    start = forms.DateField()
    weeks = forms.IntegerField(min_value=1, max_value=60)
    since = forms.IntegerField(min_value=0, required=False)
    step = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)

    def add_prefix(self, field_name: str) -> str:
        """``start`` is called ``from`` in addresses, which Python keeps for itself."""
        return "from" if field_name == "start" else field_name


class HereForm(ShownForm):
    """Also the week in which the cell in hand is."""

    week = forms.DateField(required=False)


class PlaceForm(forms.Form):
    """The cell that is asked about."""

    place = PlaceField()


class TargetsForm(ShownForm, PlaceForm):
    """Where the clinic of a cell could go, within the weeks on show."""


class QuestionForm(PlaceForm):
    """A question about an edit."""

    kind = forms.ChoiceField(choices=EditKind.choices)
    to = PlaceField(required=False)
    site = forms.IntegerField(required=False)

    def question(self) -> Question:
        """The question, of a valid form."""
        said = self.cleaned_data
        return Question(EditKind(said["kind"]), said["place"], said["to"], said["site"])


class EditForm(forms.Form):
    """A step to make: the cells as a price named them; for a pin the cell alone."""

    kind = forms.ChoiceField(choices=[(kind, kind.label) for kind in BY_HAND])
    change = ChangesField(required=False)
    place = PlaceField(required=False)
    key = forms.RegexField(r"^[0-9A-Za-z-]{8,64}$")
    reason = forms.CharField(max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """A pin names its cell, everything else its changes."""
        said = super().clean() or {}
        is_pin = said.get("kind") in {EditKind.PIN, EditKind.UNPIN}
        if not self.errors and (said["place"] is None if is_pin else not said["change"]):
            raise ValidationError(INCOMPLETE)
        return said

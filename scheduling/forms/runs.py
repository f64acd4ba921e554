"""What a coordinator says when asking for a schedule."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from scheduling.domain.ids import SiteId
from scheduling.domain.scope import Scope
from scheduling.selectors.program_year import resident_id
from scheduling.selectors.run_choices import RunChoices
from scheduling.services.editing.taking_over import Changed

SHORTEST, LONGEST = 10, 3600
LONGEST_KEY = 18
EVERYTHING = "all"
WHAT = [
    (EVERYTHING, "Everything from today on"),
    ("weeks", "Some weeks"),
    ("people", "Some residents"),
    ("sites", "Some sites"),
]
# What each of these choices needs to know; of the others they are not asked.
NEEDED = {"first_week": "weeks", "last_week": "weeks", "people": "people", "sites": "sites"}


class RunForm(forms.Form):
    """From which version and what of it, whether to pair, how long to look at most, where chance begins; which year was shown."""

    year = forms.IntegerField(required=False)
    base = forms.ChoiceField(
        label="Start from",
        required=False,
        help_text="Pinned half-days stay, and what need not move stays: each move has to bring more than it costs.",
    )
    what = forms.ChoiceField(
        label="What may change", choices=WHAT, required=False, initial=EVERYTHING, widget=forms.RadioSelect
    )
    first_week = forms.ChoiceField(
        label="From the week of", error_messages={"required": "Choose the first and the last week."}
    )
    last_week = forms.ChoiceField(
        label="To the week of", error_messages={"required": "Choose the first and the last week."}
    )
    people = forms.MultipleChoiceField(
        label="Whose half-days",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one resident, class or panel."},
    )
    sites = forms.MultipleChoiceField(
        label="Where",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one site."},
    )
    decide_pairing = forms.BooleanField(
        label="Pair residents who have no coach",
        required=False,
        initial=True,
        help_text="Residents who have a coach keep theirs. Without this, everybody needs a coach first.",
    )
    time_limit = forms.IntegerField(
        label="Stop after, in seconds",
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=120,
        help_text="The best schedule found by then is kept. It ends sooner once nothing better can exist.",
        error_messages={
            "min_value": f"At least {SHORTEST} seconds, so that a first schedule can be found.",
            "max_value": f"At most {LONGEST} seconds. Longer runs rarely find more.",
        },
    )
    seed = forms.IntegerField(
        label="Seed",
        min_value=0,
        max_value=2**31 - 1,
        initial=1,
        help_text="The same data and seed give the same schedule; another seed may choose among equals differently.",
    )

    def __init__(self, *args: Any, choices: RunChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = choices.people or {}
        self._offer("base", [("", "Nothing: build the whole year"), *choices.versions])
        for name in ("first_week", "last_week"):
            self._offer(name, [("", "Choose a week"), *choices.weeks])
        self._offer("people", list(choices.groups))
        self._offer("sites", list(choices.sites))
        for name, of in NEEDED.items():
            self.fields[name].required = not self.is_bound or self.data.get("what") == of

    def clean(self) -> dict[str, Any]:
        """With ``scope``, what alone may change; None for everything."""
        said = super().clean() or {}
        what = said.get("what") or EVERYTHING
        said["scope"] = None
        if what == EVERYTHING:
            return said
        if not said.get("base") and "base" not in self.errors:
            self.add_error("base", "Choose the version to start from: what may not change stays as in it.")
        said["decide_pairing"] = bool(said.get("decide_pairing")) and what == "people"
        limits = {"weeks": self._weeks, "people": self._residents, "sites": self._sites}[what](said)
        said["scope"] = Scope(**limits, pairing=what == "people") if limits else None
        return said

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _weeks(self, said: dict[str, Any]) -> dict[str, Any]:
        if not said.get("first_week") or not said.get("last_week"):
            return {}
        first, last = int(said["first_week"]), int(said["last_week"])
        if last < first:
            self.add_error("last_week", "The last week lies before the first. Choose a later one.")
        return {"weeks": (first, last)}

    def _residents(self, said: dict[str, Any]) -> dict[str, Any]:
        chosen = frozenset[int]().union(*(self._people[key] for key in said.get("people") or ()))
        return {"residents": frozenset(map(resident_id, chosen))}

    def _sites(self, said: dict[str, Any]) -> dict[str, Any]:
        return {"sites": frozenset(map(SiteId, said.get("sites") or ()))}


class StopForm(forms.Form):
    """How a run under way is to end."""

    keep = forms.BooleanField(required=False)


class TakeOverForm(forms.Form):
    """Which weeks of a result, what becomes of cells changed since, and what the page had seen."""

    key = forms.CharField(max_length=64)
    edition = forms.IntegerField(min_value=1)
    weeks = forms.MultipleChoiceField(
        error_messages={"required": "Choose at least one week."}, widget=forms.CheckboxSelectMultiple
    )
    changed = forms.ChoiceField(choices=[(one.value, one.name) for one in Changed], required=False)

    def __init__(self, *args: Any, weeks: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["weeks"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(week, week) for week in weeks]


class CompareForm(forms.Form):
    """Which runs to set side by side, and which week's differences; what makes no sense is left out, not refused."""

    week = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def said(self) -> tuple[set[int], date | None]:
        """The runs' keys and the week."""
        self.is_valid()
        keys = self.data.getlist("run") if isinstance(self.data, QueryDict) else []
        short = {key for key in keys if key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY}
        return set(map(int, short)), self.cleaned_data.get("week")

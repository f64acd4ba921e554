"""Leave as people enter it; every refusal stands beside its field and says what would do."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms

from scheduling.domain.calendar import Period
from scheduling.forms.half_days import outside_words, past_words
from scheduling.models import AcademicYear, Faculty, Resident

WHOLE_DAY = "The whole day"
# Says in words what stands in the way, or nothing.
Clash = Callable[[Resident | Faculty, date, date, str], str]
EndClash = Callable[[date], str]


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class LeaveForm(forms.Form):
    """Dates, both included, on which one person is not in clinic."""

    first = _day("From")
    last = _day("To, included")
    period = forms.ChoiceField(
        label="Half-day",
        choices=[("", WHOLE_DAY), *((period.value, period.value) for period in Period)],
        required=False,
    )
    reason = forms.CharField(
        label="Reason",
        max_length=120,
        required=False,
        help_text="Only those who build the schedule read it. Do not enter patient information.",
    )
    past = forms.BooleanField(label="Yes, enter leave that has begun already", required=False)

    def __init__(
        self,
        *args: Any,
        year: AcademicYear,
        today: date,
        clash: Clash,
        who: Resident | Faculty | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._year, self._today, self._clash, self.who = year, today, clash, who

    def clean(self) -> dict[str, Any]:
        """Dates of the year in their order, which nobody is away on already."""
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        self._check_in_year("first", first)
        if first and last and last < first:
            self.add_error(
                "last", f"It ends before it starts, {(first - last).days} days earlier. Change a date."
            )
            return said
        self._check_in_year("last", last)
        if first and first < self._today and not said.get("past"):
            self.add_error("past", past_words(self._today, first))
        if self.who and first and last and not self.errors:
            words = self._clash(self.who, first, last, said.get("period") or "")
            if words:
                self.add_error("first", words)
        return said

    def _check_in_year(self, name: str, day: date | None) -> None:
        if day and not self._year.first_monday <= day <= self._year.last_date:
            self.add_error(name, outside_words(self._year))


class AnyLeaveForm(LeaveForm):
    """Leave of whoever is chosen."""

    person = forms.ChoiceField(label="Who is away")
    field_order = ("person", "first", "last", "period", "reason", "past")

    def __init__(
        self, *args: Any, residents: Sequence[Resident], faculty: Sequence[Faculty], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._people: dict[str, Resident | Faculty] = {
            **{f"resident-{one.pk}": one for one in residents},
            **{f"faculty-{one.pk}": one for one in faculty},
        }
        groups = [
            (label, [(key, one.name) for key, one in self._people.items() if key.startswith(kind)])
            for label, kind in (("Residents", "resident"), ("Faculty", "faculty"))
        ]
        self.fields["person"].choices = [("", "Choose one"), *groups]  # type: ignore[attr-defined]

    def clean_person(self) -> str:
        """Somebody of the roster."""
        key = str(self.cleaned_data["person"])
        self.who = self._people.get(key)
        return key


class EndLeaveForm(forms.Form):
    """Another last day."""

    last = _day("Last day away")
    past = forms.BooleanField(label="Yes, end it on a day that has passed", required=False)

    def __init__(
        self,
        *args: Any,
        first: date,
        until: date,
        year: AcademicYear,
        today: date,
        clash: EndClash,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._first, self._until, self._year, self._today = first, until, year, today
        self._clash = clash

    def clean_last(self) -> date:
        """Neither before it starts nor after the year."""
        day: date = self.cleaned_data["last"]
        if day < self._first:
            raise forms.ValidationError(
                f"It starts on {self._first:%-d %b %Y}. Delete it if it does not take place at all."
            )
        if day > self._year.last_date:
            raise forms.ValidationError(outside_words(self._year))
        if words := self._clash(day):
            raise forms.ValidationError(words)
        return day

    def clean(self) -> dict[str, Any]:
        """A day that has passed only where it is meant."""
        said = super().clean() or {}
        day = said.get("last")
        if day and min(day, self._until) < self._today and not said.get("past"):
            self.add_error("past", past_words(self._today, min(day, self._until)))
        return said


class LeaveListForm(forms.Form):
    """Whose leave to list; anything that makes no sense is left out, not refused."""

    who = forms.ChoiceField(choices=[("residents", "Residents"), ("faculty", "Faculty")], required=False)
    q = forms.CharField(max_length=80, required=False)
    past = forms.BooleanField(required=False)

    def said(self) -> dict[str, Any]:
        """The choices made."""
        self.is_valid()
        found = self.cleaned_data
        return {"who": found.get("who") or "", "q": found.get("q") or "", "past": bool(found.get("past"))}


class LeaveKeyForm(forms.Form):
    """Which leave, and how the page showed it."""

    leave = forms.RegexField(r"^(resident|faculty)/[0-9]{1,9}/\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d/(AM|PM|EVE|)$")
    seen = forms.CharField(max_length=16, required=False)

    def clean_leave(self) -> str:
        """Its dates are dates."""
        key = str(self.cleaned_data["leave"])
        try:
            for day in key.split("/")[2:4]:
                date.fromisoformat(day)
        except ValueError as nonsense:
            raise forms.ValidationError("Not a leave.") from nonsense
        return key

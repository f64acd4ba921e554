"""On which days a coach thinks of being away, so as to see whom it would cost; nothing is saved."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from scheduling.domain.calendar import Period
from scheduling.forms.half_days import outside_words
from scheduling.models import AcademicYear

PARTS = [("", "The whole day"), *((period.value, period.value) for period in Period)]


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class LeavePreviewForm(forms.Form):
    """Dates of the published year, both included; what has passed costs nothing any more."""

    first = _day("From")
    last = _day("To, included")
    period = forms.ChoiceField(label="Half-day", choices=PARTS, required=False)

    def __init__(self, *args: Any, year: AcademicYear, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._year, self._today = year, today

    @classmethod
    def asked(cls, said: QueryDict) -> QueryDict | None:
        """What an address says of these fields; None where it asks nothing, whatever else stands in it."""
        return said if any(name in said for name in cls.base_fields) else None

    def clean(self) -> dict[str, Any]:
        """Dates of the year in their order, of which the last is to come."""
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        for name, day in (("first", first), ("last", last)):
            if day and not self._year.first_monday <= day <= self._year.last_date:
                self.add_error(name, outside_words(self._year))
        if first and last and last < first:
            self.add_error("last", "It ends before it starts. Change a date.")
        elif last and last < self._today and "last" not in self.errors:
            self.add_error("last", "These days have passed. Choose days to come.")
        return said

    def chosen_period(self) -> Period | None:
        """None: the whole day."""
        chosen = self.cleaned_data["period"]
        return Period(chosen) if chosen else None

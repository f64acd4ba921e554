"""What addresses of lists and grids may ask for; anything that makes no sense is left out, not refused."""

from datetime import date, timedelta
from typing import Any

from django import forms

from scheduling.domain.calendar import monday_of
from scheduling.selectors.people import ResidentOrder

SATURDAY = 5


class PeopleForm(forms.Form):
    """Whom to show, what to look for, in which order."""

    show = forms.ChoiceField(choices=[("residents", "Residents"), ("faculty", "Faculty")], required=False)
    q = forms.CharField(max_length=80, required=False)
    sort = forms.ChoiceField(choices=[(order.value, order.value) for order in ResidentOrder], required=False)

    def said(self) -> dict[str, Any]:
        """The choices made, with the usual ones in place of the others."""
        self.is_valid()
        found = self.cleaned_data
        return {
            "show": found.get("show") or "residents",
            "q": found.get("q") or "",
            "sort": ResidentOrder(found.get("sort") or ResidentOrder.PGY),
        }


class GridForm(forms.Form):
    """Which weeks, which day of the phone's list, which residents."""

    weeks = forms.TypedChoiceField(choices=[("1", "Week"), ("4", "Month")], coerce=int, required=False)
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    find = forms.CharField(max_length=80, required=False)

    def said(self, today: date) -> dict[str, Any]:
        """The choices made; without a date, today, and on a weekend the Monday to come."""
        self.is_valid()
        found = self.cleaned_data
        first = self._first()
        now = today if today.weekday() < SATURDAY else monday_of(today) + timedelta(weeks=1)
        return {
            "first": first or found.get("day") or now,
            "weeks": found.get("weeks") or 4,
            "day": found.get("day") or first or now,
            "find": found.get("find") or "",
        }

    def _first(self) -> date | None:
        try:
            return date.fromisoformat(self.data.get("from") or "")
        except ValueError:
            return None

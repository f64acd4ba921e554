"""What addresses of lists and grids may ask for; anything that makes no sense is left out, not refused."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django import forms

from scheduling.domain.calendar import monday_of
from scheduling.models.keys import LARGEST_KEY
from scheduling.selectors.month_grid import Choices, Grouping, RowOrder
from scheduling.selectors.people import ResidentOrder

SATURDAY = 5
MOST_PGY = 99


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


class Span(StrEnum):
    """How much of the year is on show at once."""

    WEEK = "week"
    MONTH = "month"
    BLOCK = "block"
    YEAR = "year"


WEEKS = {Span.WEEK: 1, Span.MONTH: 4}
MOST_WEEKS = 8


class GridForm(forms.Form):
    """Which weeks, which day or resident of the phone's list, which residents, under which heads, in which order."""

    span = forms.ChoiceField(choices=[(span.value, span.value) for span in Span], required=False)
    weeks = forms.IntegerField(min_value=1, max_value=MOST_WEEKS, required=False)
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    find = forms.CharField(max_length=80, required=False)
    group = forms.ChoiceField(choices=[(group.value, group.value) for group in Grouping], required=False)
    sort = forms.ChoiceField(choices=[(order.value, order.value) for order in RowOrder], required=False)
    pgy = forms.IntegerField(min_value=1, max_value=MOST_PGY, required=False)
    coach = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, required=False)
    site = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, required=False)
    who = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, required=False)

    def one(self) -> int | None:
        """The resident whom a phone is to list; None: everybody, day by day."""
        self.is_valid()
        found: int | None = self.cleaned_data.get("who")
        return found

    def said(self, today: date) -> dict[str, Any]:
        """The window asked for; without a date, today, and on a weekend the Monday to come."""
        self.is_valid()
        found = self.cleaned_data
        first = self._first()
        now = today if today.weekday() < SATURDAY else monday_of(today) + timedelta(weeks=1)
        weeks = found.get("weeks")
        span = Span(found.get("span") or (Span.WEEK if weeks == 1 else Span.MONTH))
        return {
            "first": first or found.get("day") or now,
            "span": span,
            "weeks": weeks or WEEKS.get(span, WEEKS[Span.MONTH]),
            "day": found.get("day") or first or now,
        }

    def choices(self) -> Choices:
        """Whom to show, and how."""
        self.is_valid()
        found = self.cleaned_data
        return Choices(
            search=found.get("find") or "",
            group=Grouping(found.get("group") or Grouping.PGY),
            order=RowOrder(found.get("sort") or RowOrder.NAME),
            pgy=found.get("pgy"),
            coach=found.get("coach"),
            site=found.get("site"),
        )

    def _first(self) -> date | None:
        try:
            return date.fromisoformat(self.data.get("from") or "")
        except ValueError:
            return None

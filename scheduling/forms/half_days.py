"""Faculty half-days as people enter them; every refusal stands beside its field and says what would do."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.program_year import Duty, Slot
from scheduling.domain.wording import counted
from scheduling.models import AcademicYear, Site

DUTIES = [(Duty.PRECEPTS, "Precepts"), (Duty.OWN_CLINIC, "Own clinic"), (Duty.OFFERED, "Could precept")]
WEEKS = [(number, name) for number, name in enumerate(("1st", "2nd", "3rd", "4th", "5th"), 1)]
MOST_TURNS = 5
EVERY = {number for number, _ in WEEKS}
LONGEST_NUMBER = 99


class SlotForm(forms.Form):
    """Which half-day of the week: ``1-AM``; and a duty to begin with, as a key pressed in the grid asks."""

    slot = forms.RegexField(r"^[0-6]-(AM|PM|EVE)$")
    duty = forms.ChoiceField(choices=DUTIES, required=False)

    def said(self) -> Slot | None:
        """The half-day; None where it makes no sense."""
        if not self.is_valid():
            return None
        weekday, period = self.cleaned_data["slot"].split("-")
        return int(weekday), Period(period)


class TurnForm(forms.Form):
    """One duty on a half-day, every week or in some weeks of the month."""

    duty = forms.ChoiceField(label="Duty", choices=[("", "Nothing"), *DUTIES], required=False)
    site = forms.TypedChoiceField(label="Site", required=False)
    weeks = forms.TypedMultipleChoiceField(
        label="Only in these weeks of the month",
        choices=WEEKS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, sites: Sequence[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["site"], sites)

    def clean(self) -> dict[str, Any]:
        """A duty is done somewhere."""
        said = super().clean() or {}
        if said.get("duty") and not said.get("site") and "site" not in self.errors:
            self.add_error("site", "Choose the site, or choose “Nothing” as the duty.")
        return said


def _clash_words(other: dict[str, Any], weeks: list[int]) -> str:
    """That somebody would be in two places, and when."""
    names = dict(WEEKS)
    duty = dict(DUTIES)[Duty(other["duty"])].lower()
    when = (
        "every week"
        if len(weeks) == len(EVERY)
        else f"in the {', '.join(names[week] for week in weeks)} week"
    )
    return (
        f"The row above has “{duty}” at {other['site']} {when} as well, and nobody is in two places. "
        "Tick other weeks, or take one of the rows out."
    )


class TurnSet(BaseFormSet):  # type: ignore[type-arg]
    """The duties of one half-day, which take turns."""

    def clean(self) -> None:
        """Nobody does two things on one half-day, nor the same thing in two rows."""
        taken: dict[int, TurnForm] = {}
        for form in self.forms:
            said = form.cleaned_data
            if not said.get("duty") or not said.get("site"):
                continue
            weeks = set(said.get("weeks") or EVERY)
            clash = sorted(week for week in weeks if week in taken)
            if clash:
                form.add_error("weeks", _clash_words(taken[clash[0]].cleaned_data, clash))
            taken.update(dict.fromkeys(weeks, form))
        self._refuse_twice()

    def _refuse_twice(self) -> None:
        said: set[tuple[str, int]] = set()
        for form in self.forms:
            if form.cleaned_data.get("duty") and form.cleaned_data.get("site"):
                pair = (form.cleaned_data["duty"], form.cleaned_data["site"].pk)
                if pair in said and not form.errors:
                    form.add_error("duty", "This stands in a row above. Tick all its weeks there.")
                said.add(pair)

    def entries(self) -> list[tuple[str, Site, list[int]]]:
        """Duty, site and weeks of the month, empty for every week."""
        return [
            (said["duty"], said["site"], [] if set(said["weeks"]) == EVERY else said["weeks"])
            for said in (form.cleaned_data for form in self.forms)
            if said.get("duty")
        ]


TurnFormSet = formset_factory(
    TurnForm, formset=TurnSet, extra=0, max_num=MOST_TURNS, absolute_max=MOST_TURNS, validate_max=True
)


def turn_set(
    data: Any, *, sites: Sequence[Site], entries: Sequence[Sequence[Any]], first_duty: str = ""
) -> TurnSet:
    """The rows of a half-day as they are, and one more to fill in; bound where something was sent."""
    rows = [{"duty": duty, "site": site, "weeks": weeks} for duty, site, weeks in entries]
    if first_duty and rows:
        rows[0] = {**rows[0], "duty": first_duty}
    more = {"duty": first_duty, "site": sites[0].pk if len(sites) == 1 else None} if not rows else {}
    initial = [*rows, more][:MOST_TURNS]
    found: TurnSet = TurnFormSet(data, initial=initial, prefix="turn", form_kwargs={"sites": sites})  # type: ignore[assignment]
    return found


class CommitteeForm(forms.Form):
    """Whether somebody judges residents, too."""

    sits = forms.BooleanField(
        label="Sits on the competency committee",
        required=False,
        help_text="Residents are told so before the first note of a coaching meeting.",
    )


class LimitsForm(forms.Form):
    """How many residents a coach has, and how often they precept."""

    panel_min = forms.IntegerField(label="Panel, at least", min_value=0, max_value=LONGEST_NUMBER)
    panel_max = forms.IntegerField(label="Panel, at most", min_value=0, max_value=LONGEST_NUMBER)
    weekly_quota = forms.IntegerField(
        label="Precepting half-days a week, at most",
        min_value=0,
        max_value=21,
        required=False,
        help_text="Empty: no limit. Source: the program’s agreement with the faculty member.",
    )

    def clean(self) -> dict[str, Any]:
        """The most is not under the least."""
        said = super().clean() or {}
        least, most = said.get("panel_min"), said.get("panel_max")
        if least is not None and most is not None and most < least:
            self.add_error("panel_max", f"At most {most} is under at least {least}. Change one of them.")
        return said

    def value(self) -> list[int | None]:
        """Least, most, quota."""
        return [self.cleaned_data[name] for name in ("panel_min", "panel_max", "weekly_quota")]


NOT_IN_CLINIC, AS_PATTERN = "none", "pattern"


class DateForm(forms.Form):
    """A date on which somebody departs from the weekly pattern."""

    day = forms.DateField(label="Date", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    period = forms.ChoiceField(label="Half-day", choices=[(period.value, period.value) for period in Period])
    duty = forms.ChoiceField(
        label="On that half-day",
        choices=[(NOT_IN_CLINIC, "Not in clinic"), *DUTIES, (AS_PATTERN, "As the weekly pattern again")],
    )
    site = forms.TypedChoiceField(label="Site", required=False)
    past = forms.BooleanField(label="Yes, change a date that has passed", required=False)

    def __init__(
        self, *args: Any, year: AcademicYear, today: date, sites: Sequence[Site], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._year, self._today = year, today
        _offer(self.fields["site"], sites)

    def clean(self) -> dict[str, Any]:
        """A date of the year, and a site where something is done."""
        said = super().clean() or {}
        day = said.get("day")
        if day is not None:
            self._check_day(day, past=bool(said.get("past")))
        if said.get("duty") in {NOT_IN_CLINIC, AS_PATTERN}:
            said["site"] = None
        elif said.get("duty") and not said.get("site"):
            self.add_error("site", "Choose the site, or “Not in clinic”.")
        return said

    def half_day(self) -> HalfDay:
        """The half-day that differs."""
        return HalfDay(self.cleaned_data["day"], Period(self.cleaned_data["period"]))

    def value(self) -> list[Any] | None:
        """Duty and site; both empty for not in clinic, None where nothing differs."""
        if self.cleaned_data["duty"] == AS_PATTERN:
            return None
        site = self.cleaned_data["site"]
        return ["", None] if site is None else [self.cleaned_data["duty"], site.pk]

    def _check_day(self, day: date, *, past: bool) -> None:
        if not self._year.first_monday <= day <= self._year.last_date:
            self.add_error("day", outside_words(self._year))
        elif day < self._today and not past:
            self.add_error("past", past_words(self._today, day))


def outside_words(year: AcademicYear) -> str:
    """Which dates a year has."""
    return (
        f"{year} goes from {year.first_monday:%-d %b %Y} to {year.last_date:%-d %b %Y}. Choose a date in it."
    )


def past_words(today: date, day: date) -> str:
    """That the past changes only where that is meant."""
    days = counted((today - day).days, "day")
    return f"This began {days} ago, and the past is kept as it was. If you mean it, tick this."


def _offer(field: Any, sites: Sequence[Site]) -> None:
    """The sites as read already, so that no form reads them again."""
    by_key = {str(site.pk): site for site in sites}

    def chosen(key: object) -> Site:
        if str(key) not in by_key:
            raise ValueError(key)
        return by_key[str(key)]

    field.choices = [("", "Choose one"), *((key, site.name) for key, site in by_key.items())]
    field.coerce = chosen
    field.empty_value = None

"""Rooms of a site: of each half-day of the week from a date on, and of single dates."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django import forms

from scheduling.domain.calendar import WEEKDAYS, HalfDay, Period, days_from
from scheduling.forms.settings.base import SettingsForm
from scheduling.forms.settings.slots import SlotTable, slot_table
from scheduling.models import Session
from scheduling.selectors.settings_page import sessions_to_come
from scheduling.services.settings.rooms import room_key

MOST_ROOMS = 500
LONGEST_NOTE = 80
SOURCE = "Source: the clinic's room plan."


class RoomsForm(SettingsForm):
    """Sessions of one site in the year worked on, from today on: what is past stays as it was."""

    needs_year = True

    @cached_property
    def sessions(self) -> list[Session]:
        """The site's sessions that are still to come."""
        assert self.desk.year is not None
        return sessions_to_come(self.row or 0, self.desk.first_open_day, self.desk.year.last_date)

    @property
    def about(self) -> str:
        """The site's rooms."""
        return f"Rooms of {self.rows.named(f'site/{self.row}/name').partition(':')[0]}"

    @property
    def heading(self) -> str:
        """Which site's rooms they are."""
        return f"{self.about}: {self.question[:1].lower()}{self.question[1:]}"

    def keys(self) -> Iterable[str]:
        """Every half-day to come."""
        assert self.desk.year is not None
        days = days_from(self.desk.first_open_day, self.desk.year.last_date)
        return [room_key(self.row or 0, day, period) for day in days for period in Period]

    @cached_property
    def held(self) -> dict[str, Any]:
        """What there is, without asking for every half-day by its name."""
        there = {
            room_key(self.row or 0, one.date, one.period): [one.rooms, one.note] for one in self.sessions
        }
        return {key: there.get(key) for key in self.keys()}

    def facts(self) -> list[tuple[str, str]]:
        """The dates whose rooms are not as usual."""
        return [
            (str(one.half_day), self.rows.said("rooms/x", [one.rooms, one.note]))
            for one in self.sessions
            if one.note
        ]

    def day_field(self, label: str, **options: Any) -> forms.DateField:
        """A day of the year that is not past."""
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, widget=widget, **options)

    def check_day(self, name: str) -> None:
        """Refuse a day outside of what can be changed."""
        day, year = self.cleaned_data.get(name), self.desk.year
        if day is None or year is None:
            return
        if day < self.desk.first_open_day:
            self.add_error(name, "This day is past, and the past stays as it was.")
        elif day > year.last_date:
            self.add_error(name, f"The year {year} ends on {year.last_date:%d %b %Y}.")


class WeekForm(RoomsForm):
    """Rooms by half-day of the week."""

    title = "Rooms of the week"
    question = "How many residents fit, half-day by half-day"
    sub = f"How many residents fit in each half-day of the week. 0 closes it, blank leaves it as it is. {SOURCE}"
    body = "scheduling/settings/week.html"

    def build(self) -> None:
        """A number for each half-day of the week, and the date from which they hold."""
        self.fields["since"] = self.day_field(
            "From", initial=self.desk.first_open_day,
            help_text="Dates with a note of their own, such as rooms lent, stay as they are.",
        )  # fmt: skip
        usual = self.usual
        for weekday in range(len(WEEKDAYS)):
            for period in Period:
                self.fields[f"rooms_{weekday}_{period}"] = forms.IntegerField(
                    label=f"{WEEKDAYS[weekday]} {period}", required=False, min_value=0, max_value=MOST_ROOMS,
                    initial=usual.get((weekday, period)),
                )  # fmt: skip

    @property
    def usual(self) -> dict[tuple[int, Period], int]:
        """The rooms that most dates of a half-day of the week have."""
        counts: dict[tuple[int, Period], Counter[int]] = {}
        for one in self.sessions:
            if not one.note:
                counts.setdefault((one.date.weekday(), Period(one.period)), Counter())[one.rooms] += 1
        return {slot: found.most_common(1)[0][0] for slot, found in counts.items()}

    @property
    def table(self) -> SlotTable:
        """Weekdays across, periods down."""
        return slot_table(lambda day, period: self[f"rooms_{day}_{period}"], range(len(WEEKDAYS)))

    def clean(self) -> dict[str, Any]:
        """The date is one that can be changed."""
        said = super().clean() or {}
        self.check_day("since")
        return said

    def values(self) -> dict[str, Any]:
        """Every session from the date on, with the rooms of its half-day of the week where those change."""
        said, usual = self.cleaned_data, self.usual
        wanted = {
            (weekday, period): said[f"rooms_{weekday}_{period}"]
            for weekday in range(len(WEEKDAYS))
            for period in Period
        }
        changed = {
            slot: rooms for slot, rooms in wanted.items() if rooms is not None and rooms != usual.get(slot)
        }
        values = dict(self.held)
        for key, now in self.held.items():
            _, _, day, period = key.split("/")
            on = date.fromisoformat(day)
            rooms = changed.get((on.weekday(), Period(period)))
            is_new = now is None and rooms
            if rooms is not None and on >= said["since"] and (is_new or (now is not None and not now[1])):
                values[key] = [rooms, ""]
        return values

    def facts(self) -> list[tuple[str, str]]:
        """The rooms of the week, half-day by half-day."""
        slots = sorted(self.usual.items(), key=lambda slot: (slot[0][0], slot[0][1].order))
        return [
            (f"{WEEKDAYS[day]} {period}", self.rows.said("rooms/x", [rooms, ""]))
            for (day, period), rooms in slots
        ]


class DatesForm(RoomsForm):
    """Rooms of single dates."""

    title = "Closures and rooms of single dates"
    question = "Which dates are not as usual"
    sub = "Close the site for some days, lend rooms or get some, and say why."
    body = "scheduling/settings/dates.html"

    def build(self) -> None:
        """Which dates, which half-days, how many rooms and why."""
        self.fields["first"] = self.day_field("First day")
        self.fields["last"] = self.day_field("Last day", required=False, help_text="Blank: the same day.")
        self.fields["period"] = forms.ChoiceField(
            label="Half-day", required=False, choices=[("", "All half-days"), *((one.value, one.value) for one in Period)]
        )  # fmt: skip
        self.fields["rooms"] = forms.IntegerField(
            label="Rooms", min_value=0, max_value=MOST_ROOMS, initial=0,
            help_text=f"0 closes it. {SOURCE}",
        )  # fmt: skip
        self.fields["note"] = forms.CharField(
            label="Why", required=False, max_length=LONGEST_NOTE,
            help_text="Such as: closed for the move. No patient data. Blank puts it back among the usual ones.",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Days that can be changed, in order, with a session on them."""
        said = super().clean() or {}
        self.check_day("first")
        self.check_day("last")
        if self.errors:
            return said
        if said["last"] and said["last"] < said["first"]:
            self.add_error("last", "The last day comes before the first.")
        elif not self._places(said):
            self.add_error(None, "There is no session on these days, so there is nothing to change.")
        return said

    def values(self) -> dict[str, Any]:
        """The sessions of those dates with other rooms."""
        said = self.cleaned_data
        wanted = [said["rooms"], said["note"]]
        return {**self.held, **dict.fromkeys(self._places(said), wanted)}

    @property
    def exceptions(self) -> list[tuple[HalfDay, str]]:
        """What is not as usual."""
        return [
            (one.half_day, self.rows.said("rooms/x", [one.rooms, one.note]))
            for one in self.sessions
            if one.note
        ]

    def _places(self, said: dict[str, Any]) -> list[str]:
        first, last = said["first"], said["last"] or said["first"]
        return [
            room_key(self.row or 0, one.date, one.period)
            for one in self.sessions
            if first <= one.date <= last and said["period"] in {"", one.period}
        ]

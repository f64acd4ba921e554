"""Holidays and protected teaching: what there is, what to take away, and one to add."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django import forms

from scheduling.domain.calendar import WEEKDAYS, Period, day_label
from scheduling.forms.settings.base import SettingsForm
from scheduling.selectors.settings_page import holidays_from
from scheduling.services.settings.days import NTH, lesson_said

LONGEST_NAME = 80
TEACHING = "teaching/all"
PGYS = range(1, 8)
YEARS_AHEAD = timedelta(days=3 * 366)


class HolidaysForm(SettingsForm):
    """Dates without clinic, from today on."""

    title = "Holidays"
    question = "On which dates there is no clinic"
    sub = "At no site of the program. Source: the hospital's holiday calendar."

    def build(self) -> None:
        """Those that are there to take away, and one to add."""
        coming = [(day.removeprefix("holiday/"), _holiday_said(day, name)) for day, name in self.held.items()]
        if coming:
            self.fields["remove"] = _boxes("Take away", coming, "Clinic is as usual on these dates again.")
        self.fields["date"] = forms.DateField(
            label="Add the date",
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        self.fields["name"] = forms.CharField(
            label="Its name", required=False, max_length=LONGEST_NAME,
            help_text="Such as: Thanksgiving. Source: the hospital's holiday calendar.",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A date and a name, or neither; not one that is past."""
        said = super().clean() or {}
        day, name = said.get("date"), said.get("name")
        if self.errors:
            return said
        if bool(day) != bool(name):
            self.add_error("name" if day else "date", "A holiday needs both its date and its name.")
        elif day and day < self.desk.today:
            self.add_error("date", "This day is past, and the past stays as it was.")
        elif day and day > self.desk.today + YEARS_AHEAD:
            self.add_error("date", "This day is more than three years away.")
        return said

    def keys(self) -> Iterable[str]:
        """The holidays to come."""
        return [f"holiday/{day.isoformat()}" for day in self._days]

    def values(self) -> dict[str, Any]:
        """What is left, and what is added."""
        said = self.cleaned_data
        gone = {f"holiday/{day}": None for day in said.get("remove", [])}
        added = {f"holiday/{said['date'].isoformat()}": said["name"]} if said["date"] else {}
        return {**self.held, **gone, **added}

    def facts(self) -> list[tuple[str, str]]:
        """The holidays to come."""
        return [(day_said(key), name) for key, name in self.held.items()]

    @cached_property
    def _days(self) -> list[date]:
        return holidays_from(self.desk.program, self.desk.today)


class TeachingForm(SettingsForm):
    """Protected teaching."""

    title = "Protected teaching"
    question = "When teaching is protected from clinic"
    sub = "Weekly half-days of teaching on which the named classes have no clinic."

    def build(self) -> None:
        """What there is to take away, and one to add."""
        lessons = self.held[TEACHING]
        if lessons:
            there = [(lesson_said(lesson), lesson_said(lesson)) for lesson in lessons]
            self.fields["remove"] = _boxes("Take away", there, "Residents may have clinic then again.")
        self.fields["weekday"] = forms.TypedChoiceField(
            label="Add the day", required=False, coerce=int, empty_value=None,
            choices=[("", "None"), *enumerate(WEEKDAYS)],
        )  # fmt: skip
        self.fields["period"] = forms.ChoiceField(
            label="Half-day", choices=[(p.value, p.value) for p in Period], initial="PM"
        )
        self.fields["pgys"] = _numbers(
            "Classes", [(pgy, f"PGY-{pgy}") for pgy in PGYS], "None ticked: all classes."
        )
        self.fields["weeks"] = _numbers(
            "Which of its weekday in the month",
            list(NTH.items()),
            "None ticked: every week. Source: the program's teaching calendar.",
        )

    def keys(self) -> Iterable[str]:
        """One list."""
        return [TEACHING]

    def values(self) -> dict[str, Any]:
        """The list without what goes, and with what comes."""
        said = self.cleaned_data
        gone = set(said.get("remove", []))
        kept = [lesson for lesson in self.held[TEACHING] if lesson_said(lesson) not in gone]
        if said["weekday"] is not None:
            added = [said["weekday"], said["period"], said["pgys"], said["weeks"]]
            kept += [added] if added not in kept else []
        return {TEACHING: sorted(kept, key=lambda one: (one[0], Period(one[1]).order, one[2], one[3]))}


def day_said(key: str) -> str:
    """``Thu 26 Nov 2026``."""
    day = date.fromisoformat(key.removeprefix("holiday/"))
    return f"{day_label(day)} {day.year}"


def _holiday_said(key: str, name: str | None) -> str:
    return f"{day_said(key)}, {name}"


def _boxes(label: str, choices: list[tuple[str, str]], help_text: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


def _numbers(label: str, choices: list[tuple[int, str]], help_text: str) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, choices=choices, coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=help_text, empty_value=[],
    )  # fmt: skip

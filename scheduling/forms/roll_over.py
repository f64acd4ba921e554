"""What a coordinator says when the year rolls over."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from scheduling.domain.calendar import day_label
from scheduling.domain.next_year import moved_holiday
from scheduling.exchange.delimited import read_delimited
from scheduling.exchange.intern_list import Intern, ListUnreadable, read_interns
from scheduling.exchange.issues import FileRefused
from scheduling.models import AcademicYear, Holiday, ResidentYear
from scheduling.models.keys import LARGEST_KEY
from scheduling.selectors.roll_overs import holidays_of, off_cycle_of
from scheduling.services.rolling_over.asked import Asked, Going

LONGEST_LIST = 50_000
WEEKS = (1, 60)
SOON = timedelta(weeks=60)
GOING = [
    (Going.UP.value, "moves up with the class"),
    (Going.STAYS.value, "stays in the same PGY"),
    (Going.GRADUATES.value, "graduates"),
]


class RollOverForm(forms.Form):
    """The new year's dates, who comes in, what becomes of off-cycle residents, and holidays to check."""

    first_monday = forms.DateField(
        label="First Monday",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Source: the program's academic calendar.",
    )
    weeks = forms.IntegerField(
        label="Weeks", min_value=WEEKS[0], max_value=WEEKS[1],
        help_text="Every five or six years a year has 53. Source: the program's academic calendar.",
    )  # fmt: skip
    name = forms.CharField(label="What the year is called", max_length=20)
    interns = forms.CharField(
        label="Who comes in",
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="A line each, as copied from a list or sheet: name as filed, e-mail, PGY. "
        "Such as: Sandoval, Alma, alma@example.org, PGY-1. Without a PGY they are interns.",
    )
    interns_file = forms.FileField(
        label="Or a file with them", required=False, max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt"}),
        help_text="As CSV or text. What it holds is put into the list above.",
    )  # fmt: skip

    def __init__(self, year: AcademicYear, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        self.year = year
        super().__init__(data, files, initial=_usual(year))
        for place in self.off_cycle:
            stays = place.pgy >= year.program.final_pgy
            self.fields[f"going_{place.resident_id}"] = forms.ChoiceField(
                label=f"{place.resident}, PGY-{place.pgy}", choices=GOING,
                initial=Going.STAYS.value if stays else Going.UP.value,
            )  # fmt: skip
        for row in self.holidays:
            self.fields[f"holiday_{row.pk}"] = forms.DateField(
                label=f"{row.name}, {day_label(row.date)} {row.date.year}", required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                initial=moved_holiday(row.date),
            )  # fmt: skip

    @cached_property
    def off_cycle(self) -> list[ResidentYear]:
        """Off-cycle residents of the year who are still here."""
        return off_cycle_of(self.year)

    @cached_property
    def holidays(self) -> list[Holiday]:
        """The dates without clinic of the year that ends."""
        return holidays_of(self.year)

    @property
    def of_year(self) -> list[forms.BoundField]:
        """The new year's dates and name."""
        return [self[name] for name in ("first_monday", "weeks", "name")]

    @property
    def of_interns(self) -> list[forms.BoundField]:
        """Who comes in."""
        return [self[name] for name in ("interns", "interns_file")]

    @property
    def of_off_cycle(self) -> list[forms.BoundField]:
        """A choice each."""
        return [self[name] for name in self.fields if name.startswith("going_")]

    @property
    def of_holidays(self) -> list[forms.BoundField]:
        """A date each."""
        return [self[name] for name in self.fields if name.startswith("holiday_")]

    def clean_first_monday(self) -> date:
        """A Monday soon after the year that ends."""
        day: date = self.cleaned_data["first_monday"]
        last = self.year.last_date
        if day.weekday() != 0:
            raise forms.ValidationError("This is not a Monday. A year starts on a Monday.")
        if day <= last:
            raise forms.ValidationError(f"The year {self.year} lasts until {day_label(last)} {last.year}.")
        if day > last + SOON:
            raise forms.ValidationError(f"This is more than a year after the end of {self.year}.")
        return day

    def clean(self) -> dict[str, Any]:
        """The list, with what the file holds, is readable; holidays lie in the new year."""
        said = super().clean() or {}
        said["interns"] = self._with_file(said)
        try:
            said["found"] = read_interns(said["interns"])
        except ListUnreadable as unreadable:
            self.add_error("interns", unreadable.faults)
        if not self.errors:
            self._check_holidays(said)
        return said

    def asked(self) -> Asked:
        """As the service takes it."""
        said = self.cleaned_data
        interns: tuple[Intern, ...] = said["found"]
        return Asked(
            first_monday=said["first_monday"],
            weeks=said["weeks"],
            name=said["name"],
            going={row.resident_id: Going(said[f"going_{row.resident_id}"]) for row in self.off_cycle},
            interns=interns,
            holidays=tuple(
                (said[f"holiday_{row.pk}"], row.name) for row in self.holidays if said[f"holiday_{row.pk}"]
            ),
        )

    def with_list(self, data: Any) -> "RollOverForm":
        """The same answers with the file's lines in the list, so that they are sent again."""
        again = data.copy()
        again["interns"] = self.cleaned_data["interns"]
        form = RollOverForm(self.year, again)
        form.is_valid()
        return form

    def _with_file(self, said: dict[str, Any]) -> str:
        typed: str = said.get("interns") or ""
        file: UploadedFile[bytes] | None = said.get("interns_file")
        if file is None:
            return typed
        try:
            rows = read_delimited(file, file.name or "")  # type: ignore[arg-type]
        except FileRefused as refused:
            self.add_error("interns_file", str(refused))
            return typed
        return "\n".join([*typed.splitlines(), *("\t".join(row) for row in rows if any(row))])

    def _check_holidays(self, said: dict[str, Any]) -> None:
        last = said["first_monday"] + timedelta(weeks=said["weeks"], days=-1)
        days: dict[date, str] = {}
        for row in self.holidays:
            name, day = f"holiday_{row.pk}", said.get(f"holiday_{row.pk}")
            if day is None:
                continue
            if not said["first_monday"] <= day <= last:
                self.add_error(name, "This day is not in the new year. Correct it, or leave it blank.")
            elif day in days:
                self.add_error(name, f"{days[day]} is on this date too.")
            days[day] = row.name


class RollOverStep(forms.Form):
    """Which year the page was about, which plan it showed, and whether to do it."""

    from_year = forms.IntegerField(min_value=1, max_value=LARGEST_KEY)
    looked_at = forms.CharField(required=False, max_length=64)
    do = forms.BooleanField(required=False)


def _usual(year: AcademicYear) -> dict[str, Any]:
    """The Monday after the year, as many weeks as it takes to start again in the same week of July or January."""
    first = year.last_date + timedelta(days=1)
    return {"first_monday": first, "weeks": year.weeks, "name": _next_name(year.name, first)}


def _next_name(name: str, first: date) -> str:
    parts = name.replace("–", "-").split("-")
    if len(parts) == 2 and all(part.isdigit() for part in parts) and int(parts[0]) == first.year - 1:
        return f"{first.year}-{str(first.year + 1)[-len(parts[1]) :]}"
    return f"{first.year}-{first.year + 1}"

"""Teams and nurses' weeks as people enter them; every refusal stands beside its field and says what would do."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms

from connectedness.accounts.models import Membership
from scheduling.domain.calendar import WEEKDAYS, Period
from scheduling.domain.team_names import is_neutral
from scheduling.forms.numbers import NumbersForm
from scheduling.models import Faculty, Resident, Site
from scheduling.models.teams import NAME_LENGTH, NEUTRAL
from scheduling.selectors.teams import MayJoin
from scheduling.services.team_rows import week_value

NUMBER_LENGTH = 40
OFFICE_DAYS = 5
OFFICE_PERIODS = (Period.AM, Period.PM)
LONGEST_AWAY_YEARS = 2
INCOMPLETE = "This page was sent incompletely. Look at it again, then try once more."


class TeamNameForm(forms.Form):
    """A team's name, which says nothing about anybody."""

    name = forms.CharField(label="Name of the team", max_length=NAME_LENGTH, help_text=NEUTRAL)

    def clean_name(self) -> str:
        """Words alone: what looks like somebody's name as it is filed, a birthday or a number is refused."""
        name = " ".join(self.cleaned_data["name"].split())
        if not is_neutral(name):
            raise forms.ValidationError(
                "Use words alone, and a number under 100 at most: what looks like a filed name, a birthday or a "
                "number of a record must not stand here. Choose a neutral word, such as Juniper."
            )
        return name


class RenameForm(TeamNameForm):
    """Another name, and the one that the page showed."""

    seen = forms.CharField(max_length=NAME_LENGTH, error_messages={"required": INCOMPLETE})


class AddMemberForm(forms.Form):
    """Whom to add; only those who are here may be chosen."""

    who = forms.ChoiceField(label="Add somebody", error_messages={"required": "Choose whom to add."})

    def __init__(self, *args: Any, people: MayJoin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people: dict[str, Resident | Faculty | Membership] = {
            **{f"faculty-{one.pk}": one for one in people.faculty},
            **{f"nurse-{one.pk}": one for one in people.nurses},
            **{f"resident-{one.pk}": one for one in people.residents},
        }
        groups = [
            (label, [(key, _filed(one)) for key, one in self._people.items() if key.startswith(kind)])
            for label, kind in (("Faculty", "faculty"), ("Nurses", "nurse"), ("Residents", "resident"))
        ]
        choices = [("", "Choose one"), *(group for group in groups if group[1])]
        self.fields["who"].choices = choices  # type: ignore[attr-defined]

    def person(self) -> Resident | Faculty | Membership:
        """Who was chosen."""
        return self._people[self.cleaned_data["who"]]


class NurseForm(NumbersForm):
    """How to reach a nurse, and where they are on each half-day of the week."""

    phone = forms.CharField(max_length=NUMBER_LENGTH, required=False)
    pager = forms.CharField(max_length=NUMBER_LENGTH, required=False)

    def __init__(self, *args: Any, sites: Sequence[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((site.pk, _short(site)) for site in sites)]
        for weekday, period in _half_days():
            label = f"{WEEKDAYS[weekday]} {period}"
            self.fields[f"{weekday}-{period}"] = forms.TypedChoiceField(
                label=label,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.Select(attrs={"aria-label": label}),
                error_messages={"invalid_choice": "No site of the program. Choose one of the list."},
            )

    def office(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Mornings and afternoons from Monday to Friday, day by day."""
        return self._days(range(OFFICE_DAYS), OFFICE_PERIODS)

    def others(self) -> list[forms.BoundField]:
        """Evenings, and the weekend."""
        shown = {field.name for _, fields in self.office() for field in fields}
        names = (f"{weekday}-{period}" for weekday, period in _half_days())
        return [self[name] for name in names if name not in shown]

    def has_others(self) -> bool:
        """Whether there is anything to see among evenings and the weekend."""
        return any(field.value() or field.errors for field in self.others())

    def value(self) -> dict[str, Any]:
        """What was said, as it is kept."""
        said = self.cleaned_data
        week = ((day, period, said[f"{day}-{period}"]) for day, period in _half_days())
        return {
            "phone": said["phone"],
            "pager": said["pager"],
            "half_days": week_value(half_day for half_day in week if half_day[2]),
        }

    @staticmethod
    def initial_of(value: dict[str, Any]) -> dict[str, Any]:
        """What is kept, as a form begins."""
        week = {f"{weekday}-{period}": site for weekday, period, site in value["half_days"]}
        return {"phone": value["phone"], "pager": value["pager"], **week}

    def _days(
        self, weekdays: Sequence[int], periods: Sequence[Period]
    ) -> list[tuple[str, list[forms.BoundField]]]:
        return [(WEEKDAYS[day], [self[f"{day}-{period}"] for period in periods]) for day in weekdays]


class NurseAwayForm(forms.Form):
    """Dates, both included, on which a nurse is not in clinic; ``back`` takes them out again."""

    first = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(
        label="To, included", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    back = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean(self) -> dict[str, Any]:
        """An end after the beginning, in a time that people plan for."""
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", f"It starts on {first:%-d %b %Y}. Choose that day or a later one.")
        elif last and last < self._today and not said.get("back"):
            self.add_error("last", "Those days have passed, and nobody asks for them any more.")
        elif last and last.year > self._today.year + LONGEST_AWAY_YEARS:
            self.add_error("last", f"Choose a day until the end of {self._today.year + LONGEST_AWAY_YEARS}.")
        return said


class TeamStepForm(forms.Form):
    """Which step the page showed, if it did, and whether to make it again."""

    step = forms.IntegerField(required=False)
    again = forms.BooleanField(required=False)


class SeenForm(forms.Form):
    """The fingerprint of what the page showed."""

    seen = forms.CharField(max_length=16, error_messages={"required": INCOMPLETE})


def _half_days() -> Iterator[tuple[int, Period]]:
    return ((weekday, period) for weekday in range(len(WEEKDAYS)) for period in Period)


def _short(site: Site) -> str:
    """``Main`` for the Main clinic: the lists are narrow on a phone."""
    return site.name.removesuffix(" clinic") or site.name


def _filed(person: Resident | Faculty | Membership) -> str:
    return str(person.user) if isinstance(person, Membership) else person.name

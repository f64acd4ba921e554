"""What people send about themselves: out today, leave, contact details, swaps; and what those who build answer."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from scheduling.domain.calendar import Period
from scheduling.forms.numbers import NumbersForm
from scheduling.models import AcademicYear, Faculty, LeaveKind, Resident
from scheduling.services.repairing.reporting import MOST_DAYS
from scheduling.services.requesting.contact import Contact

NO_PATIENTS = "Do not enter patient information."
LAST_EDITION = 2**31 - 1
LARGEST_KEY = 2**63 - 1
PERIODS = [(period.value, period.value) for period in Period]
Person = Resident | Faculty


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


def _edition() -> forms.IntegerField:
    """Which edition the page showed."""
    return forms.IntegerField(min_value=1, max_value=LAST_EDITION, widget=forms.HiddenInput)


class PersonForm(forms.Form):
    """A form for one of the rows of the roster that the user is; asked only where there are two."""

    who = forms.ChoiceField(label="For", widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {person_key(one): one for one in people}
        if len(people) == 1:
            del self.fields["who"]
        else:
            choices = [(key, f"{_role(one)} in {one.program}") for key, one in self._people.items()]
            self.fields["who"].choices = choices  # type: ignore[attr-defined]

    @property
    def person(self) -> Person:
        """Whom a valid form is about."""
        key = self.cleaned_data.get("who") or next(iter(self._people))
        return self._people[key]


def person_key(person: Person) -> str:
    """``resident-12``."""
    return f"{'resident' if isinstance(person, Resident) else 'faculty'}-{person.pk}"


def _role(person: Person) -> str:
    return "Resident" if isinstance(person, Resident) else "Faculty"


class OutForm(PersonForm):
    """Out today: the whole day, a half of it, or until a day."""

    length = forms.ChoiceField(
        label="How long",
        choices=[
            ("day", "All of today"),
            *((one, f"Only {one}") for one, _ in PERIODS),
            ("until", "Until a day"),
        ],
        initial="day",
        widget=forms.RadioSelect,
    )
    until = _day("Last day out", required=False, help_text="Only for “until a day”.")
    note = forms.CharField(
        label="Note",
        max_length=200,
        required=False,
        help_text=f"Read by those who build the schedule. Why you are out is nobody’s business. {NO_PATIENTS}",
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean(self) -> dict[str, Any]:
        """A last day only where it is asked for, and within a week."""
        said = super().clean() or {}
        last = said.get("until")
        if said.get("length") == "until" and "until" not in self.errors:
            if last is None:
                self.add_error("until", "Write the last day on which you are out.")
            elif last < self._today:
                self.add_error("until", "That day has passed. Choose today or a day after.")
            elif (last - self._today).days >= MOST_DAYS:
                self.add_error("until", f"This is for {MOST_DAYS} days at most. For more, ask for leave.")
        return said

    def days(self) -> tuple[date, date]:
        """From today on."""
        said = self.cleaned_data
        return self._today, said["until"] if said["length"] == "until" else self._today

    def period(self) -> str:
        """The half of today; empty for whole days."""
        length = str(self.cleaned_data["length"])
        return length if length in {value for value, _ in PERIODS} else ""


class LeaveAskForm(PersonForm):
    """Days, both included, and what for."""

    first = _day("From")
    last = _day("To, included")
    period = forms.ChoiceField(label="Half-day", choices=[("", "The whole day"), *PERIODS], required=False)
    kind = forms.ChoiceField(
        label="What for",
        choices=[("", "Choose one"), *LeaveKind.choices],
        error_messages={"required": "Choose what it is for."},
    )
    reason = forms.CharField(
        label="In your words",
        max_length=90,
        required=False,
        help_text=f"You and those who build the schedule read it, nobody else. {NO_PATIENTS}",
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, today: date, years: dict[int, list[AcademicYear]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today, self._years = today, years
        self.year: AcademicYear | None = None

    def clean(self) -> dict[str, Any]:
        """Days in their order, from today on, within one year that the program has."""
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and first < self._today:
            self.add_error("first", "That day has passed. Choose a day from today on.")
        if first and last and last < first:
            self.add_error("last", "It ends before it starts. Change one of the days.")
        if first and last and not self.errors:
            self.year = self._year(first, last)
            if self.year is None:
                self.add_error(
                    "last",
                    "These days are not within one academic year that the program has entered. "
                    "Ask for each year by itself, or ask your coordinator.",
                )
        return said

    def _year(self, first: date, last: date) -> AcademicYear | None:
        years = self._years[self.person.program_id]
        return next((one for one in years if one.first_monday <= first and last <= one.last_date), None)


class LookedForm(forms.Form):
    """Whether to send, and what was looked at."""

    step = forms.ChoiceField(choices=[("look", "Look"), ("send", "Send")], required=False)
    looked = forms.CharField(max_length=16, required=False)

    def sends(self, looked: str) -> bool:
        """Whether exactly this is to be sent."""
        return (
            self.is_valid() and self.cleaned_data["step"] == "send" and self.cleaned_data["looked"] == looked
        )


class ContactForm(NumbersForm):
    """How to reach somebody."""

    phone = forms.CharField(label="Phone", max_length=40, required=False)
    phone_is_shown = forms.BooleanField(label="My coach or residents see it", required=False)
    pager = forms.CharField(
        label="Pager", max_length=40, required=False, help_text="Seen by everybody who may page you."
    )
    pronouns = forms.CharField(
        label="Pronouns", max_length=40, required=False, help_text="As you say them: she/her, they/them."
    )
    pronouns_are_shown = forms.BooleanField(label="My coach or residents see them", required=False)

    def clean_pronouns(self) -> str:
        """Words, without line breaks."""
        return " ".join(str(self.cleaned_data["pronouns"]).split())

    def contact(self) -> Contact:
        """What a valid form says."""
        return Contact(**self.cleaned_data)


class SwapAskForm(forms.Form):
    """Which of the partners shown: ``12-311``, the resident and their session."""

    partner = forms.RegexField(r"^[0-9]{1,18}-[0-9]{1,18}$")
    note = forms.CharField(
        label="A word with it",
        max_length=200,
        required=False,
        help_text=f"Read by the other and by who approves. {NO_PATIENTS}",
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class StepForm(forms.Form):
    """What to do with a request, why, and which edition the page showed."""

    edition = _edition()
    step = forms.ChoiceField()
    answer = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: Any, steps: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [(one, one) for one in steps]  # type: ignore[attr-defined]


class EditionForm(forms.Form):
    """Which edition the page showed."""

    edition = _edition()

"""Meetings as people enter them; every refusal stands beside its field and says what would do."""

import datetime
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from coaching.models import PROMPTS, GoalState, Whose
from coaching.models.meetings import LONGEST, SHORTEST, USUAL
from coaching.services.meeting_notes import Shared
from coaching.services.meetings import Slot

NO_PATIENTS = "Do not enter patient information."
TEXT_MAX = 4000
ROWS_MAX = 8
LAST_EDITION = 2**31 - 1
FARTHEST = datetime.timedelta(days=550)
A_YEAR = datetime.timedelta(days=366)
Validator = Callable[[datetime.date], None]
_PROMPT_LABELS = {
    "relationship": ("Relationship", "How are things? What has gone well since we met?"),
    "reaction": ("Reaction", "How do you see what you have heard about your work? What surprised you?"),
    "content": ("Content", "What does it say? Is it clear what it rests on?"),
    "coaching": ("Coaching for change", "What do you want to change, how, and how will you know?"),
}


def _within(years: int) -> Validator:
    """Refuse a day so far from today that its year was mistyped."""

    def check(day: datetime.date) -> None:
        if abs(day - timezone.now().date()) > years * A_YEAR:
            raise forms.ValidationError(f"That is more than {years} years away. Check the year.")

    return check


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


def _edition() -> forms.IntegerField:
    """Which edition the page showed."""
    return forms.IntegerField(min_value=1, max_value=LAST_EDITION, widget=forms.HiddenInput)


def _text(label: str, help_text: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class WhenForm(forms.Form):
    """Date, time, minutes and place of a meeting."""

    date = _day("Date")
    begins = forms.TimeField(label="Begins", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label="Minutes", min_value=SHORTEST, max_value=LONGEST, initial=USUAL)
    place = forms.CharField(
        label="Where",
        max_length=120,
        required=False,
        help_text=f"A room, a telephone number, a café. {NO_PATIENTS}",
    )

    def __init__(self, *args: Any, today: datetime.date, past: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today, self._past = today, past

    def clean_date(self) -> datetime.date:
        """Not before today where it is still to be agreed, and less than a year ahead: days are named without their year."""
        day: datetime.date = self.cleaned_data["date"]
        if abs(day - self._today) > FARTHEST:
            raise forms.ValidationError("That is more than a year and a half away. Check the year.")
        if day - self._today >= datetime.timedelta(days=365):
            raise forms.ValidationError("That is a year away or more. Check the year.")
        if day < self._today and not self._past:
            raise forms.ValidationError("That day has passed. Choose a day from today on.")
        return day

    def slot(self) -> Slot:
        """What was chosen."""
        said = self.cleaned_data
        begins: datetime.time = said["begins"]
        return Slot(said["date"], begins.replace(second=0, microsecond=0), said["minutes"], said["place"])


class MoveForm(WhenForm):
    """Another time for the edition that the page showed."""

    edition = _edition()


class ProposeForm(WhenForm):
    """The same for a new meeting; ``key`` makes one meeting of a form that is sent twice."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class StepForm(forms.Form):
    """What to do with a meeting, which edition the page showed, and what else the two had open there."""

    step = forms.ChoiceField(choices=[(word, word) for word in ("agree", "agree_only", "hold", "cancel")])
    edition = _edition()
    beside = forms.CharField(required=False, max_length=1000)


class SharedForm(forms.Form):
    """The shared part: prompts that may stay empty, a summary, and when to meet next."""

    relationship, reaction, content, coaching = (
        _text(label, question, 2) for label, question in (_PROMPT_LABELS[name] for name in PROMPTS)
    )
    summary = _text("Summary", NO_PATIENTS, 4)
    next_on = _day("Meet again on", required=False, validators=[_within(2)])
    edition = _edition()

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today


class HeldForm(SharedForm):
    """The same once the meeting has begun, with when and where it really was."""

    date = _day("Date")
    minutes = forms.IntegerField(label="Minutes", min_value=SHORTEST, max_value=LONGEST)
    place = forms.CharField(label="Where", max_length=120, required=False)

    def clean_date(self) -> datetime.date:
        """A meeting that was held was not tomorrow."""
        day: datetime.date = self.cleaned_data["date"]
        if not self._today - FARTHEST <= day <= self._today:
            raise forms.ValidationError("Write the day on which you met: today or before.")
        return day


class GoalForm(forms.Form):
    """One goal; a row without words is no goal."""

    text = forms.CharField(label="Goal", max_length=500, required=False)
    measure = forms.CharField(label="How we will know", max_length=300, required=False)
    due = _day("Due", required=False, validators=[_within(5)])
    state = forms.ChoiceField(label="State", choices=GoalState, required=False)

    def clean(self) -> dict[str, Any]:
        """A measure or a date belongs to a goal."""
        said = super().clean() or {}
        if not said.get("text") and (said.get("measure") or said.get("due")):
            self.add_error("text", "Write the goal, or empty the rest of its row.")
        said["state"] = said.get("state") or GoalState.OPEN
        return said


class NextStepForm(forms.Form):
    """One next step; a row without words is none."""

    text = forms.CharField(label="Next step", max_length=500, required=False)
    whose = forms.ChoiceField(label="Whose", choices=Whose, required=False)
    due = _day("By", required=False, validators=[_within(5)])
    done = forms.BooleanField(label="Done", required=False)

    def clean(self) -> dict[str, Any]:
        """A date belongs to a step."""
        said = super().clean() or {}
        if not said.get("text") and said.get("due"):
            self.add_error("text", "Write the step, or empty the rest of its row.")
        said["whose"] = said.get("whose") or Whose.RESIDENT
        return said


GoalSet = forms.formset_factory(GoalForm, extra=1, max_num=ROWS_MAX, validate_max=True)
StepSet = forms.formset_factory(NextStepForm, extra=1, max_num=ROWS_MAX, validate_max=True)


class PrivateForm(forms.Form):
    """One's own words."""

    text = _text("Private", NO_PATIENTS, 5)


class Sheet:
    """The whole shared form: its fields, goals and next steps."""

    def __init__(
        self, *, today: datetime.date, has_begun: bool, data: QueryDict | None = None, said: Any = None
    ) -> None:
        """``said`` is what stands there: a meeting's own values or a draft's; ``data`` what was sent."""
        said = said or {}
        form = HeldForm if has_begun else SharedForm
        self.form: SharedForm = form(data, initial=said.get("fields", {}), today=today)
        self.goals = _set(GoalSet, "goals", data, said)
        self.steps = _set(StepSet, "steps", data, said)

    def is_valid(self) -> bool:
        """Whether all of it can be shared."""
        return all([self.form.is_valid(), self.goals.is_valid(), self.steps.is_valid()])

    @property
    def edition(self) -> int:
        """The edition that the page showed."""
        edition: int = self.form.cleaned_data["edition"]
        return edition

    def shared(self) -> Shared:
        """What both will read."""
        fields = {name: value for name, value in self.form.cleaned_data.items() if name != "edition"}
        return Shared(fields, _rows(self.goals), _rows(self.steps))

    def typed(self) -> dict[str, Any]:
        """What was sent, as it was typed, sense or none: the draft."""
        return {"fields": _raw(self.form), "goals": _raw_rows(self.goals), "steps": _raw_rows(self.steps)}


def _set(rows: Any, prefix: str, data: QueryDict | None, said: Mapping[str, Any]) -> Any:
    """What was sent counts as new, row by row, so that a row that was emptied goes."""
    if data is None:
        return rows(initial=said.get(prefix), prefix=prefix)
    return rows({**data.dict(), f"{prefix}-INITIAL_FORMS": "0"}, prefix=prefix)


def _rows(rows: Any) -> list[dict[str, Any]]:
    return [dict(form.cleaned_data) for form in rows if form.cleaned_data.get("text")]


def _raw(form: forms.Form) -> dict[str, str]:
    """Cut to what a field holds: a draft is not a way to store a book."""
    return {name: str(form[name].data or "").replace("\0", "")[:TEXT_MAX] for name in form.fields}


def _raw_rows(rows: Any) -> list[dict[str, str]]:
    if not rows.management_form.is_valid():
        return []
    found = [_raw(form) for form in rows.forms]
    return [row for row in found if row["text"]]

"""The pulse as people answer and plan it; every refusal stands beside its field and says what would do."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property

from coaching.domain.pulse import Kind, Paper, Question
from coaching.domain.pulse_times import NoSuchTime, moment
from coaching.models import Breakdown, PulseInstrument, PulseInvitation, PulseRound
from coaching.services.pulse.planning import Plan
from scheduling.models import Program

NO_PATIENTS = "Do not enter patient information."
WORDS_MAX = 600
FARTHEST = datetime.timedelta(days=400)
NO_ANSWER = ("", "No answer")


class AnswerForm(forms.Form):
    """The questions of a round; each may stay empty. What is sent is made a paper and kept nowhere."""

    def __init__(self, data: Any = None, *, invitation: PulseInvitation) -> None:
        super().__init__(data)
        self._round: PulseRound = invitation.round
        self._has_coach = invitation.coach_id is not None
        anchors = self._round.anchors
        choices = [*((str(number), label) for number, label in enumerate(anchors, 1)), NO_ANSWER]
        for place, question in self.asked:
            self.fields[f"q{place}"] = (
                _words(question) if question.kind == Kind.WORDS else _scale(question, choices)
            )

    @cached_property
    def asked(self) -> list[tuple[int, Question]]:
        """The questions with their places; those about the coach for those alone who have one."""
        everything = enumerate(self._round.asked())
        return [(place, one) for place, one in everything if self._has_coach or not one.about_coach]

    def clean(self) -> dict[str, Any]:
        """An empty paper is not sent: the link would be used up for nothing."""
        said = super().clean() or {}
        if not any(said.values()) and not self.errors:
            raise forms.ValidationError(
                "Nothing is answered yet. Answer one question at least, or close this page."
            )
        return said

    def rows(self) -> list[tuple[str, bool, forms.BoundField]]:
        """Theme (where a new one begins), whether it is on the scale, and the field."""
        found, last = [], ""
        for place, question in self.asked:
            theme = question.theme if question.theme != last else ""
            last = question.theme
            found.append((theme, question.kind == Kind.SCALE, self[f"q{place}"]))
        return found

    def paper(self) -> Paper:
        """What was answered, in a form that is valid."""
        said = {
            place: self.cleaned_data[f"q{place}"] for place, _ in self.asked if self.cleaned_data[f"q{place}"]
        }
        on_scale = {place for place, question in self.asked if question.kind == Kind.SCALE}
        return Paper(
            {place: int(value) for place, value in said.items() if place in on_scale},
            {place: value for place, value in said.items() if place not in on_scale},
        )


def _scale(question: Question, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=question.text, choices=choices, required=False, widget=forms.RadioSelect, initial=""
    )


def _words(question: Question) -> forms.CharField:
    return forms.CharField(
        label=question.text,
        required=False,
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"Shown as you write it, if enough people write. Leave out what only you could know. {NO_PATIENTS}",
    )


class PlanForm(forms.Form):
    """When a round opens and closes, whom it asks, and how its figures are broken down."""

    instrument: "forms.ModelChoiceField[PulseInstrument]" = forms.ModelChoiceField(
        label="Questions", queryset=None, empty_label=None
    )
    opens_on, closes_on = (
        forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        for label in ("Opens on", "Closes on")
    )
    opens_at, closes_at = (
        forms.TimeField(
            label=label, initial=at, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        )
        for label, at in (("at", datetime.time(8)), ("at", datetime.time(18)))
    )
    with_faculty = forms.BooleanField(
        label="Ask faculty, too",
        required=False,
        help_text="Residents are asked always: all who are here and have an account or an address.",
    )
    breakdown = forms.ChoiceField(
        label="Broken down",
        choices=Breakdown,
        initial=Breakdown.NONE,
        widget=forms.RadioSelect,
        help_text="Once, and now: nobody can look at the answers in another way later.",
    )
    field_order = (
        "instrument",
        "opens_on",
        "opens_at",
        "closes_on",
        "closes_at",
        "with_faculty",
        "breakdown",
    )

    def __init__(self, *args: Any, program: Program, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._program, self._today = program, today
        self.fields["instrument"].queryset = program.pulse_instruments.all()  # type: ignore[attr-defined]

    def clean_opens_on(self) -> datetime.date:
        """Today or later."""
        return self._near("opens_on")

    def clean_closes_on(self) -> datetime.date:
        """The same."""
        return self._near("closes_on")

    def _near(self, name: str) -> datetime.date:
        day: datetime.date = self.cleaned_data[name]
        if day < self._today:
            raise forms.ValidationError("That day has passed. Choose a day from today on.")
        if day - self._today > FARTHEST:
            raise forms.ValidationError("That is more than a year away. Check the year.")
        return day

    def clean(self) -> dict[str, Any]:
        """Both moments, by the clock of the program."""
        said = super().clean() or {}
        for name in ("opens", "closes"):
            day, at = said.get(f"{name}_on"), said.get(f"{name}_at")
            if day is None or at is None:
                continue
            try:
                said[name] = moment(day, at.replace(second=0, microsecond=0), self._program.zone)
            except NoSuchTime:
                self.add_error(
                    f"{name}_at", "The clocks go forward over that time on that day. Choose another."
                )
        if "opens" in said and "closes" in said and said["closes"] <= said["opens"]:
            self.add_error("closes_on", "It closes before it opens. Choose a later end.")
        return said

    def plan(self) -> Plan:
        """What was chosen, in a form that is valid."""
        said = self.cleaned_data
        return Plan(said["opens"], said["closes"], Breakdown(said["breakdown"]), said["with_faculty"])


class RoundStepForm(forms.Form):
    """What to do with a round."""

    step = forms.ChoiceField(choices=[(word, word) for word in ("close", "cancel")])

"""A program's own questions as coordinators write them."""

from typing import Any

from django import forms
from django.http import QueryDict

from coaching.domain.pulse import FEWEST_ANCHORS, MOST_ANCHORS, Kind, Question
from coaching.models.pulse import KIND_CHOICES
from coaching.services.pulse.instruments import Wording
from scheduling.models import Program

QUESTIONS_MAX, ANCHOR_MAX = 20, 60


class InstrumentForm(forms.Form):
    """What the questions are called, whose they are, and the scale."""

    name = forms.CharField(label="Name", max_length=120)
    source = forms.CharField(
        label="Whose questions they are",
        help_text="The attribution that the licence asks for. Everybody who answers reads it.",
        max_length=300,
    )
    licence = forms.CharField(
        label="What allows you to use them",
        help_text="The licence or the permission: its name, its date, where it is kept. Everybody who answers reads it.",
        max_length=300,
    )
    anchors = forms.CharField(
        label="The scale",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MOST_ANCHORS * (ANCHOR_MAX + 2),
        help_text=f"Its answers, a line each, the lowest first: {FEWEST_ANCHORS} to {MOST_ANCHORS} of them.",
    )

    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, program: Program, besides: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._others = program.pulse_instruments.exclude(pk=besides or 0)

    def clean_name(self) -> str:
        """Once in a program."""
        name: str = self.cleaned_data["name"]
        if self._others.filter(name=name).exists():
            raise forms.ValidationError("Other questions have that name. Choose another.")
        return name

    def clean_anchors(self) -> list[str]:
        """The lines, each said once."""
        lines = [line.strip() for line in self.cleaned_data["anchors"].splitlines() if line.strip()]
        if not FEWEST_ANCHORS <= len(lines) <= MOST_ANCHORS or len(set(lines)) < len(lines):
            raise forms.ValidationError(
                f"Write {FEWEST_ANCHORS} to {MOST_ANCHORS} different answers, a line each, the lowest first."
            )
        if max(map(len, lines)) > ANCHOR_MAX:
            raise forms.ValidationError(
                f"An answer has {ANCHOR_MAX} characters at most. Shorten the longest."
            )
        return lines


class QuestionForm(forms.Form):
    """One question; a row without words is none."""

    text = forms.CharField(label="Question", max_length=300, required=False)
    kind = forms.ChoiceField(label="Answered", choices=KIND_CHOICES, required=False, initial=Kind.SCALE.value)
    theme = forms.CharField(
        label="Theme",
        max_length=60,
        required=False,
        help_text="Stands above the first question of each theme.",
    )
    is_reversed = forms.BooleanField(label="Scored the other way round: agreeing is bad", required=False)
    about_coach = forms.BooleanField(
        label="About the resident’s coach: shown to the coach over years, never in a round’s figures",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Own words have no score."""
        said = super().clean() or {}
        said["kind"] = said.get("kind") or Kind.SCALE.value
        if said["kind"] == Kind.WORDS and (said.get("is_reversed") or said.get("about_coach")):
            self.add_error(
                "kind", "An answer in own words has no score and goes to no coach. Untick the boxes below."
            )
        return said

    def question(self) -> Question:
        """What was written, in a form that is valid."""
        said = self.cleaned_data
        return Question(
            said["text"], Kind(said["kind"]), said["theme"], said["is_reversed"], said["about_coach"]
        )


class _Questions(forms.BaseFormSet):  # type: ignore[type-arg]  # generic in the stubs alone
    def clean(self) -> None:
        """Something is asked, and nothing twice."""
        texts = [form.cleaned_data.get("text") for form in self.forms if getattr(form, "cleaned_data", None)]
        texts = [text for text in texts if text]
        if not any(self.errors) and not texts:
            raise forms.ValidationError("Write one question at least.")
        if len(set(texts)) < len(texts):
            raise forms.ValidationError("A question stands there twice. Take one away.")


QuestionSet = forms.formset_factory(
    QuestionForm, formset=_Questions, extra=2, max_num=QUESTIONS_MAX, validate_max=True
)


class Booklet:
    """The whole form: what the questions are called, and each of them."""

    def __init__(
        self,
        *,
        program: Program,
        wording: Wording | None = None,
        besides: int | None = None,
        data: QueryDict | None = None,
    ) -> None:
        """``wording`` is what stands there, ``data`` what was sent."""
        initial, rows = _initial(wording)
        self.form = InstrumentForm(data, initial=initial, program=program, besides=besides)
        # What was sent counts as new, row by row, so that a row that was emptied goes.
        sent = None if data is None else {**data.dict(), "questions-INITIAL_FORMS": "0"}
        self.questions = QuestionSet(sent, initial=rows, prefix="questions")

    def is_valid(self) -> bool:
        """Whether all of it can be kept."""
        return all([self.form.is_valid(), self.questions.is_valid()])

    @property
    def seen(self) -> str:
        """The fingerprint of the questions that the page showed, of a form that is valid."""
        return str(self.form.cleaned_data["seen"])

    def now_stands(self, wording: Wording) -> None:
        """Say what somebody else has written meanwhile; sent once more, what was written here takes its place."""
        asked = " · ".join(one.text for one in wording.questions)
        self.form.add_error(
            None,
            "Somebody changed these questions since you opened them, so nothing was saved. "
            f"Now they are: {asked}. Take over what you want of them; keeping once more puts yours in their place.",
        )
        self.form.data = {**dict(self.form.data.items()), "seen": wording.fingerprint}

    def wording(self) -> Wording:
        """What was written, in a form that is valid."""
        said = self.form.cleaned_data
        asked = [form.question() for form in self.questions if form.cleaned_data.get("text")]
        return Wording(said["name"], said["source"], said["licence"], tuple(said["anchors"]), tuple(asked))


def _initial(wording: Wording | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if wording is None:
        return {}, []
    named = {"name": wording.name, "source": wording.source, "licence": wording.licence}
    named |= {"anchors": "\n".join(wording.anchors), "seen": wording.fingerprint}
    return named, [one.kept() for one in wording.questions]

"""The step that a page offers to take back, or to make again."""

from django import forms

from scheduling.models.keys import LARGEST_KEY

INCOMPLETE = "This page was sent incompletely. Look at it again, then try once more."


class StepForm(forms.Form):
    """Which step it was, so that asking twice turns it once."""

    step = forms.IntegerField(
        min_value=1,
        max_value=LARGEST_KEY,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), INCOMPLETE),
    )


class EitherStepForm(StepForm):
    """Where one address does both: whether to make it again; and the member to whose page to go back."""

    again = forms.BooleanField(required=False)
    member = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, required=False)

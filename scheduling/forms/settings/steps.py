"""What the page of a section sends beside its fields."""

from django import forms

from scheduling.models.keys import LARGEST_KEY

LONGEST_SEEN = 200_000


class StepForm(forms.Form):
    """What was seen, which change was looked at before, whether to save, and the request's own key."""

    seen = forms.CharField(max_length=LONGEST_SEEN)
    looked_at = forms.CharField(required=False, max_length=64)
    save = forms.BooleanField(required=False)
    key = forms.UUIDField()


class TurnForm(forms.Form):
    """The step that the page showed as the next to take back or to make again."""

    step = forms.IntegerField(min_value=1, max_value=LARGEST_KEY)

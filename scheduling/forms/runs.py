"""What a coordinator says when asking for a schedule."""

from django import forms

SHORTEST, LONGEST = 10, 3600


class RunForm(forms.Form):
    """Whether to pair, how long to look at most, and where chance begins; and which year the page showed."""

    year = forms.IntegerField(required=False)
    decide_pairing = forms.BooleanField(
        label="Pair residents who have no coach",
        required=False,
        initial=True,
        help_text="Residents who have a coach keep theirs. Without this, everybody needs a coach first.",
    )
    time_limit = forms.IntegerField(
        label="Stop after, in seconds",
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=120,
        help_text="The best schedule found by then is kept. It ends sooner once nothing better can exist.",
        error_messages={
            "min_value": f"At least {SHORTEST} seconds, so that a first schedule can be found.",
            "max_value": f"At most {LONGEST} seconds. Longer runs rarely find more.",
        },
    )
    seed = forms.IntegerField(
        label="Seed",
        min_value=0,
        max_value=2**31 - 1,
        initial=1,
        help_text="The same data and seed give the same schedule; another seed may choose among equals differently.",
    )


class StopForm(forms.Form):
    """How a run under way is to end."""

    keep = forms.BooleanField(required=False)

"""How somebody wants to be told."""

from typing import Any

from django import forms

from scheduling.domain.telling import Choice, Delivery
from scheduling.forms.keys import KeysField
from scheduling.models.notices import DELIVERY_CHOICES
from scheduling.selectors.notices import SHOWN

HOURS = [(str(hour), f"{hour:02}:00") for hour in range(24)]


class ReadForm(forms.Form):
    """The notices that the page showed."""

    shown = KeysField(most=SHOWN)


class NoticeChoiceForm(forms.Form):
    """At once, once a day, or by no mail."""

    delivery = forms.ChoiceField(label="Mail", choices=DELIVERY_CHOICES, widget=forms.RadioSelect)
    digest_hour = forms.TypedChoiceField(label="The day's digest comes at", choices=HOURS, coerce=int)
    quiet_from = forms.TypedChoiceField(label="No mail at once from", choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(
        label="until",
        choices=HOURS,
        coerce=int,
        help_text="It waits until then. The same hour twice: never quiet.",
    )

    @classmethod
    def of(cls, choice: Choice, **options: Any) -> "NoticeChoiceForm":
        """Filled in with a choice."""
        return cls(
            initial={
                "delivery": str(choice.delivery),
                "digest_hour": str(choice.digest_hour),
                "quiet_from": str(choice.quiet_from),
                "quiet_until": str(choice.quiet_until),
            },
            **options,
        )

    def said(self) -> Choice:
        """What was chosen, in a form that is valid."""
        found = self.cleaned_data
        return Choice(
            Delivery(found["delivery"]), found["digest_hour"], found["quiet_from"], found["quiet_until"]
        )

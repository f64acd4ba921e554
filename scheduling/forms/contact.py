"""How to reach somebody, as they write it themselves."""

from django import forms

from scheduling.forms.numbers import NumbersForm
from scheduling.services.requesting.contact import Contact


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

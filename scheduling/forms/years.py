"""Which year to work on."""

from django import forms

PAGES = (
    "dashboard", "upload", "people", "blocks", "pairing", "runs", "grid", "schedules", "publish", "settings",
)  # fmt: skip


class YearForm(forms.Form):
    """The key of a year, and the page to show of it."""

    year = forms.IntegerField()
    page = forms.ChoiceField(choices=[(page, page) for page in PAGES], required=False)

"""One site: what it is called, its rooms and its hours."""

from typing import Any

from scheduling.forms.settings.base import FieldsForm
from scheduling.models import Site
from scheduling.selectors.settings_page import site_with_letter

HOURS = (("am_start", "am_end"), ("pm_start", "pm_end"), ("eve_start", "eve_end"))
SOURCE = "Source: the clinic's opening hours."


class SiteForm(FieldsForm):
    """A site."""

    model = Site
    kind = "site"
    title = "Site"
    sub = (
        "What the grid and calendars say of it, how many residents fit, and when its half-days begin and end."
    )
    names = ("name", "letter", "phone", "rooms", "min_residents", *(name for pair in HOURS for name in pair))

    def build(self) -> None:
        """Hours say where they come from."""
        super().build()
        for pair in HOURS:
            for name in pair:
                self.fields[name].help_text = SOURCE
                self.fields[name].widget.input_type = "time"
                self.fields[name].widget.format = "%H:%M"
        self.fields["rooms"].help_text += " Rooms of single half-days are set with the week and the dates."

    @property
    def about(self) -> str:
        """The site's name."""
        return self.rows.named(f"site/{self.row}/name").partition(":")[0]

    @property
    def heading(self) -> str:
        """Which site it is."""
        return f"What {self.about} is called, holds and when it opens"

    def clean(self) -> dict[str, Any]:
        """Half-days end after they begin; a letter is one site's."""
        said = super().clean() or {}
        for start, end in HOURS:
            if said.get(start) and said.get(end) and said[start] >= said[end]:
                self.add_error(end, "It must end after it begins.")
        if other := site_with_letter(self.desk.program, said.get("letter") or "", self.row or 0):
            self.add_error(
                "letter", f"{other} has this letter. Choose another, so that the grid tells them apart."
            )
        return said

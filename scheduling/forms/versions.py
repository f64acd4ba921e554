"""Which versions to compare, and what the pages of versions send."""

from collections.abc import Sequence

from django import forms

from scheduling.models import Schedule, ScheduleState


class SeenForm(forms.Form):
    """What the page showed: the newest version, or a draft's edition."""

    seen = forms.IntegerField(min_value=0)


class CompareForm(forms.Form):
    """Two versions by their numbers; what makes no sense gives way to the published one and the newest."""

    a = forms.IntegerField(required=False)
    b = forms.IntegerField(required=False)
    view = forms.ChoiceField(
        choices=[("people", "People"), ("calendar", "Calendar"), ("grid", "Grid")], required=False
    )

    def chosen(self, versions: Sequence[Schedule]) -> tuple[Schedule, Schedule]:
        """Two of at least two versions, the newest first in the list."""
        self.is_valid()
        by_number = {schedule.version: schedule for schedule in versions}
        later = by_number.get(self.cleaned_data.get("b") or 0, versions[0])
        others = [schedule for schedule in versions if schedule != later]
        usual = next((one for one in others if one.state == ScheduleState.PUBLISHED), others[0])
        return by_number.get(self.cleaned_data.get("a") or 0, usual), later

    def view_said(self) -> str:
        """How to show the differences."""
        self.is_valid()
        return self.cleaned_data.get("view") or "people"

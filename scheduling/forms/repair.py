"""What the pages of repair send: a report of one kind, the version to repair, the way that is taken."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from scheduling.forms.once import key_of_sent
from scheduling.models import AcademicYear, DisruptionKind, Faculty, Resident, Site
from scheduling.models.calendar import PERIOD_CHOICES
from scheduling.selectors.repair.about import faculty_to_report, residents_to_report, sites_to_report
from scheduling.services.repairing.reporting import Report

MOST_ROOMS = 99
KEY = r"^[0-9A-Za-z-]{8,64}$"
DAY = {"type": "date"}


class KindForm(forms.Form):
    """Which of the forms; what makes no sense is the first."""

    kind = forms.ChoiceField(choices=DisruptionKind.choices)

    def said(self) -> DisruptionKind:
        """The kind chosen."""
        return DisruptionKind(self.cleaned_data["kind"]) if self.is_valid() else DisruptionKind.RESIDENT


class ReportForm(forms.Form):
    """A report of one kind: its person or site, and when."""

    resident: "forms.ModelChoiceField[Resident]" = forms.ModelChoiceField(
        None, label="Who is away", empty_label="Choose a resident"
    )
    faculty: "forms.ModelChoiceField[Faculty]" = forms.ModelChoiceField(
        None, label="Who is away", empty_label="Choose a physician"
    )
    site: "forms.ModelChoiceField[Site]" = forms.ModelChoiceField(
        None, label="Where", empty_label="Choose a site"
    )
    rooms = forms.IntegerField(
        label="Rooms left",
        min_value=0,
        max_value=MOST_ROOMS,
        initial=0,
        help_text="0 where the site is closed.",
    )
    first = forms.DateField(label="First day", widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    last = forms.DateField(
        label="Last day",
        required=False,
        widget=forms.DateInput(DAY, format="%Y-%m-%d"),
        help_text="Blank: the first day alone.",
    )
    period = forms.ChoiceField(label="Half-day", choices=[("", "Whole day"), *PERIOD_CHOICES], required=False)
    note = forms.CharField(
        label="Note",
        max_length=200,
        required=False,
        help_text="Do not enter patient information. Read by those who build the schedule.",
    )
    past_is_meant = forms.BooleanField(label="These days are past, and I mean them", required=False)
    key = forms.RegexField(KEY, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, kind: DisruptionKind, year: AcademicYear, today: date) -> None:
        day = min(max(today, year.first_monday), year.last_date)
        super().__init__(data, initial={"first": day, "key": uuid4().hex})
        self.kind = kind
        self._choose(year, day)
        for name in {"resident", "faculty", "site", "rooms"} - _wanted(kind):
            del self.fields[name]
        if not self._is_past(today):
            del self.fields["past_is_meant"]

    def _choose(self, year: AcademicYear, day: date) -> None:
        rows = {
            "resident": residents_to_report(year, day),
            "faculty": faculty_to_report(year, day),
            "site": sites_to_report(year),
        }
        for name, queryset in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset

    def _is_past(self, today: date) -> bool:
        try:
            return date.fromisoformat(self.data.get("first") or "") < today
        except ValueError:
            return False

    def report(self) -> Report:
        """The report, of a valid form."""
        said: dict[str, Any] = dict(self.cleaned_data)
        said["key"] = key_of_sent(said).hex
        said["last"] = said["last"] or said["first"]
        return Report(kind=self.kind, **said)


class VersionForm(forms.Form):
    """Which version to repair; blank or nonsense is the usual one."""

    version = forms.IntegerField(required=False)

    def said(self) -> int:
        """Its primary key, or 0."""
        return (self.cleaned_data["version"] or 0) if self.is_valid() else 0


class ChoiceForm(forms.Form):
    """The way that is taken: of which version in which edition, exactly as it was shown."""

    version = forms.IntegerField(min_value=1)
    edition = forms.IntegerField(min_value=1)
    digest = forms.RegexField(r"^[0-9a-f]{32}$")
    key = forms.RegexField(KEY)


def _wanted(kind: DisruptionKind) -> set[str]:
    return {
        DisruptionKind.RESIDENT: {"resident"},
        DisruptionKind.FACULTY: {"faculty"},
        DisruptionKind.ROOMS: {"site", "rooms"},
        DisruptionKind.CLINIC: set(),
    }[kind]

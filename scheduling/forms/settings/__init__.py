"""The forms of a program's settings, section by section."""

from collections.abc import Mapping

from scheduling.forms.settings.base import Desk, SettingsForm
from scheduling.forms.settings.days import HolidaysForm, TeachingForm
from scheduling.forms.settings.program import ClinicsForm, NoticeForm, PulseForm, SupervisionForm
from scheduling.forms.settings.rooms import DatesForm, WeekForm
from scheduling.forms.settings.rotation import RotationForm
from scheduling.forms.settings.score import ScoreForm
from scheduling.forms.settings.site import SiteForm
from scheduling.forms.settings.targets import TargetsForm

OF_PROGRAM: Mapping[str, type[SettingsForm]] = {
    "supervision": SupervisionForm,
    "clinics": ClinicsForm,
    "targets": TargetsForm,
    "score": ScoreForm,
    "notice": NoticeForm,
    "pulse": PulseForm,
    "holidays": HolidaysForm,
    "teaching": TeachingForm,
}
OF_ROW: Mapping[str, type[SettingsForm]] = {
    "rotation": RotationForm,
    "site": SiteForm,
    "week": WeekForm,
    "dates": DatesForm,
}

__all__ = ["OF_PROGRAM", "OF_ROW", "Desk", "SettingsForm"]

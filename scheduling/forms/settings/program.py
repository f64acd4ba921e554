"""The program's own rules: supervision, clinics, notice."""

from scheduling.forms.settings.base import FieldsForm
from scheduling.models import Program


class ProgramForm(FieldsForm):
    """Some of the program's own rules."""

    model = Program
    kind = "program"


class SupervisionForm(ProgramForm):
    """How many residents a preceptor supervises."""

    title = "Supervision"
    question = "How many residents one preceptor supervises"
    sub = "In every session, with interns as heavy as the program says."
    names = ("residents_per_preceptor", "intern_weight", "intern_months")


class ClinicsForm(ProgramForm):
    """How clinics follow each other."""

    title = "Clinics, gaps and windows"
    question = "How clinics follow each other"
    sub = "How many clinics a day holds, how long residents may be away from clinic, and from their coach, and how often the two talk."
    names = (
        "sessions_per_day",
        "max_gap_weeks",
        "contact_window_weeks",
        "meetings_per_year",
        "faculty_pattern",
    )


class NoticeForm(ProgramForm):
    """Notice, and when training ends."""

    title = "Notice and graduation"
    question = "When notice is short, swaps are too late, and training ends"
    sub = "From when on a change counts as short notice and a swap expires, and whom the roll-over lets graduate."
    names = ("notice_days", "swap_days", "final_pgy")


class PulseForm(ProgramForm):
    """What an anonymous survey may show."""

    title = "Pulse"
    question = "What the anonymous survey may show"
    sub = "How many answers a figure needs. A round keeps what held when it was planned."
    names = (
        "pulse_smallest_cell",
        "pulse_smallest_words",
        "pulse_weeks_apart",
        "pulse_coach_years",
        "pulse_coach_answers",
    )

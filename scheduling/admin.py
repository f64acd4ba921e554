"""Programs, for the site administrator: what an installation needs, and its rules to read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from scheduling.models import Program, Site

RULES = (
    "residents_per_preceptor",
    "intern_weight",
    "intern_months",
    "sessions_per_day",
    "max_gap_weeks",
    "contact_window_weeks",
    "meetings_per_year",
    "own_clinic_counts",
    "overlap_pieces",
    "missed_window",
    "changed_assignment",
    "team_overlap",
    "faculty_pattern",
    "notice_days",
    "swap_days",
    "pulse_smallest_cell",
    "pulse_smallest_words",
    "pulse_weeks_apart",
    "pulse_coach_years",
    "pulse_coach_answers",
    "final_pgy",
)


class SitesOfProgram(admin.TabularInline):  # type: ignore[type-arg]  # generic in the stubs alone
    """A program's clinics, with their telephones and clock hours."""

    model = Site
    extra = 0
    fields = [
        "code",
        "name",
        "letter",
        "phone",
        "am_start",
        "am_end",
        "pm_start",
        "pm_end",
        "eve_start",
        "eve_end",
    ]
    readonly_fields = ["code"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: sites come with the workbook."""
        return False


@admin.register(Program)
class ProgramAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """Name, time zone and telephone line can be changed; the rules come with the workbook."""

    list_display = ["name", "time_zone", "clinic_line"]
    inlines = [SitesOfProgram]
    fieldsets = [(None, {"fields": ["name", "time_zone", "clinic_line"]}), ("Rules", {"fields": RULES})]

    def get_readonly_fields(self, request: HttpRequest, obj: Program | None = None) -> list[str]:
        """The rules of a program that is there can only be read."""
        return list(RULES) if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a program's history goes with it."""
        return False

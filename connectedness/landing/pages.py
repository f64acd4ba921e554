"""The pages of each role, in the order of the navigation."""

from dataclasses import dataclass

from django.urls import reverse

from connectedness.accounts.models import Role
from scheduling.models import Program


@dataclass(frozen=True, slots=True)
class Page:
    """A page in the navigation; ``of_program`` where its address carries the program, ``covers`` what it leads to."""

    label: str
    name: str
    icon: str
    of_program: bool = False
    covers: tuple[str, ...] = ()

    def url(self, program: Program) -> str:
        """Its address for one program."""
        return reverse(self.name, args=[program.pk] if self.of_program else [])


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation, as the frame shows it."""

    label: str
    url: str
    icon: str
    is_current: bool


_ACCESS = ("joining:access", "joining:invite", "joining:roster", "joining:end")
_SETTINGS = (
    "scheduling:settings_section",
    "scheduling:settings_row",
    "scheduling:trail",
    "scheduling:roll_over",
)
_PULSE = (
    "coaching:pulse_plan",
    "coaching:pulse_round",
    "coaching:pulse_questions_new",
    "coaching:pulse_questions",
)
_FACULTY_AND_LEAVE = (
    "scheduling:faculty",
    "scheduling:faculty_member",
    "scheduling:faculty_half_day",
    "scheduling:faculty_limits",
    "scheduling:faculty_committee",
    "scheduling:faculty_date",
    "scheduling:faculty_leave",
    "scheduling:leave",
    "scheduling:leave_end",
    "scheduling:leave_delete",
)
_REQUESTS_TO_DECIDE = ("scheduling:requests", "scheduling:requests_leave", "scheduling:requests_swap")
_TEAMS = (
    "scheduling:teams",
    "scheduling:team",
    "scheduling:team_rename",
    "scheduling:team_add",
    "scheduling:team_nurse",
    "scheduling:team_nurse_away",
)
BUILDING = (
    Page("Overview", "scheduling:dashboard", "home", of_program=True),
    Page(
        "Import", "scheduling:upload", "file-upload", of_program=True, covers=("scheduling:upload_preview",)
    ),
    Page(
        "People",
        "scheduling:people",
        "users",
        of_program=True,
        covers=(*_ACCESS, *_FACULTY_AND_LEAVE, *_TEAMS, "coaching:record"),
    ),
    Page("Blocks", "scheduling:blocks", "table", of_program=True),
    Page(
        "Pairing",
        "scheduling:pairing",
        "link",
        of_program=True,
        covers=("scheduling:pairing_wishes",),
    ),
    Page(
        "Runs",
        "scheduling:runs",
        "player-play",
        of_program=True,
        covers=("scheduling:run", "scheduling:run_compare", "scheduling:run_take_over"),
    ),
    Page(
        "Schedule",
        "scheduling:grid",
        "layout-grid",
        of_program=True,
        covers=(
            "scheduling:schedules",
            "scheduling:compare",
            "scheduling:history",
            "scheduling:repair",
            "scheduling:repair_ways",
            *_REQUESTS_TO_DECIDE,
        ),
    ),
    Page("Publish", "scheduling:publish", "send", of_program=True),
    Page("Figures", "coaching:figures", "chart-bar", covers=("coaching:pulse", *_PULSE)),
    Page("Settings", "scheduling:settings", "settings", of_program=True, covers=_SETTINGS),
)
_MEETINGS = ("coaching:meeting", "coaching:meeting_new", "coaching:meeting_step", "coaching:meeting_move")
_REQUESTS = (
    "requests:requests",
    "requests:contact",
    "requests:out",
    "requests:leave",
    "requests:swap_pick",
    "requests:swap_choose",
    "requests:swap",
    "requests:swap_step",
)
_OF_PANEL = ("coaching:coach_years", "coaching:coach_leave", "coaching:pulse_of_coach")
_FEED = Page("Feed", "coaching:feed", "calendar-share", covers=("coaching:feed_address",))
_MY_TEAMS = Page("My teams", "coaching:teams", "users", covers=("coaching:team_week",))
IN_CLINIC = Page("In clinic", "coaching:in_clinic", "building-hospital")
PAGES: dict[str, tuple[Page, ...]] = {
    Role.COORDINATOR: BUILDING,
    Role.CHIEF: BUILDING,
    Role.DIRECTOR: (
        Page("Figures", "coaching:figures", "chart-bar"),
        Page("Pulse", "coaching:pulse", "list", of_program=True, covers=_PULSE),
        IN_CLINIC,
    ),
    Role.FACULTY: (
        Page(
            "My panel",
            "coaching:coach_home",
            "users",
            covers=("coaching:record", *_OF_PANEL, *_REQUESTS),
        ),
        Page("Meetings", "coaching:meetings", "calendar", covers=_MEETINGS),
        Page("Calendar", "coaching:coach_calendar", "calendar-month", covers=("coaching:coach_agenda",)),
        _FEED,
        _MY_TEAMS,
    ),
    Role.RESIDENT: (
        Page(
            "Home",
            "coaching:resident_home",
            "home",
            covers=("coaching:meetings", "coaching:teams", *_MEETINGS, *_REQUESTS),
        ),
        Page(
            "Calendar",
            "coaching:resident_calendar",
            "calendar-month",
            covers=("coaching:resident_agenda",),
        ),
        Page("My year", "coaching:my_year", "chart-bar"),
        Page("Schedule", "coaching:published", "layout-grid", of_program=True),
        _FEED,
        Page("Record", "coaching:own_record", "lock"),
    ),
    Role.NURSE: (_MY_TEAMS, IN_CLINIC, _FEED),
}
SITE_PAGES = (
    Page("Administration", "admin:index", "settings"),
    Page("Trail", "site_trail", "history"),
    Page("Break the glass", "glass", "lock"),
)
FIRST_ROLES = tuple(PAGES)
WITH_TABS = {Role.FACULTY, Role.RESIDENT, Role.NURSE}

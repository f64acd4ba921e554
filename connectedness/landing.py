"""Where each role lands, and how it gets about: the only place that knows the pages of all apps."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from coaching.access import own_teams
from connectedness.accounts.access import coordinators_of, last_role
from connectedness.accounts.models import Membership, Role, User
from connectedness.accounts.role_choice import choose_role, chosen_membership
from connectedness.web.requests import UserRequest
from scheduling.access import faculty_rows, resident_rows, roles_of, unread_notices
from scheduling.models import AcademicYear, Program
from scheduling.selectors.years import program_today, year_worked_on, years_of
from scheduling.views.year_choice import chosen_year


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


@dataclass(frozen=True, slots=True)
class YearChoice:
    """The years among which those who build may choose; ``page`` is the page to show of the one chosen."""

    program: Program
    years: list[AcademicYear]
    year: AcademicYear
    page: str


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
_BUILDING = (
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
_IN_CLINIC = Page("In clinic", "coaching:in_clinic", "building-hospital")
PAGES: dict[str, tuple[Page, ...]] = {
    Role.COORDINATOR: _BUILDING,
    Role.CHIEF: _BUILDING,
    Role.DIRECTOR: (
        Page("Figures", "coaching:figures", "chart-bar"),
        Page("Pulse", "coaching:pulse", "list", of_program=True, covers=_PULSE),
        _IN_CLINIC,
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
    Role.NURSE: (_MY_TEAMS, _IN_CLINIC, _FEED),
}
SITE_PAGES = (
    Page("Administration", "admin:index", "settings"),
    Page("Trail", "site_trail", "history"),
    Page("Break the glass", "glass", "lock"),
)
FIRST_ROLES = tuple(PAGES)
WITH_TABS = {Role.FACULTY, Role.RESIDENT, Role.NURSE}


class Frame:
    """What stands around every page of one request. Read from the database only where a page shows it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._user: User | None = _signed_in(request)

    @cached_property
    def memberships(self) -> list[Membership]:
        """The user's roles, the one that decides first: those in the page's program, and of them the one chosen."""
        if self._user is None:
            return []
        match = self._request.resolver_match
        here = match.kwargs.get("program_id") if match else None
        chosen = chosen_membership(self._request)
        return sorted(
            _memberships(self._user),
            key=lambda held: (bool(here and held.program_id != here), held.pk != chosen),
        )

    def navigation(self) -> list[Link]:
        """The links around the page, which shows them twice and asks whether there are any."""
        return self._navigation

    @cached_property
    def _navigation(self) -> list[Link]:
        """The pages of the first role, then the first page of each further one; a site administrator's own."""
        if not self.memberships:
            return self._site_navigation()
        first, *others = self.memberships
        pages = [(page, first.program) for page in PAGES[first.role]]
        for held in others:
            if held.role != first.role and PAGES[held.role][0] not in {page for page, _ in pages}:
                pages.append((PAGES[held.role][0], held.program))
        current = self._view()
        return [
            Link(page.label, page.url(program), page.icon, current in (page.name, *page.covers))
            for page, program in pages
        ]

    def _site_navigation(self) -> list[Link]:
        if self._user is None or not self._user.is_staff:
            return []
        here = self._view()
        return [Link(page.label, reverse(page.name), page.icon, here == page.name) for page in SITE_PAGES]

    def role_choice(self) -> list[Membership]:
        """The roles among which somebody with several may choose, the one worked in first."""
        return self.memberships if len(self.memberships) > 1 else []

    def navigation_style(self) -> str:
        """Tabs below for those who come with a phone, a bar above for those who build."""
        return "tabs" if self.memberships and self.memberships[0].role in WITH_TABS else "bar"

    def has_notices(self) -> bool:
        """Whether the user belongs to a program, which alone has something to tell."""
        return bool(self.memberships)

    def unread_notices(self) -> int:
        """How many notices the user has not read, in all their programs."""
        return unread_notices(self._user) if self._user else 0

    def program_label(self) -> str:
        """``Internal Medicine · 2026–27``; without the year where it stands beside, to be chosen."""
        if not self.memberships:
            return ""
        program = self.memberships[0].program
        if self._year is None or self.year_choice():
            return program.name
        first = self._year.first_monday.year
        return f"{program.name} · {first}–{(first + 1) % 100:02d}"

    def in_several_programs(self) -> bool:
        """Whether the user belongs to several programs, so that pages say of which they are."""
        return len({held.program_id for held in self.memberships}) > 1

    def own_zone(self) -> str:
        """The time zone of the program that decides, for times on pages of no program."""
        return self.memberships[0].program.time_zone if self.memberships else settings.TIME_ZONE

    def year_choice(self) -> YearChoice | None:
        """On the pages of those who build, the program's years where there is more than one."""
        if not self._is_building() or self._year is None or len(self._years) == 1:
            return None
        view = self._view()
        names = [page.name for page in _BUILDING if view in (page.name, *page.covers)]
        page = next(iter(names), "scheduling:dashboard").removeprefix("scheduling:")
        return YearChoice(self.memberships[0].program, self._years, self._year, page)

    @cached_property
    def _years(self) -> list[AcademicYear]:
        return years_of(self.memberships[0].program) if self.memberships else []

    @cached_property
    def _year(self) -> AcademicYear | None:
        """The year of the row that the page is about; else the one chosen, where pages go by that; else today's."""
        if not self._years:
            return None
        program = self.memberships[0].program
        shown: int | None = getattr(self._request, "shown_year", None)
        if shown is None and self._is_building():
            shown = chosen_year(self._request, program.pk)
        return year_worked_on(self._years, program_today(program), shown)

    def _is_building(self) -> bool:
        """Whether the page is one of those that go by the year chosen."""
        match = self._request.resolver_match
        return match is not None and match.namespace == "scheduling"

    def _view(self) -> str:
        match = self._request.resolver_match
        return match.view_name if match else ""


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """The context of every template; methods, so that a fragment without a frame costs no query."""
    frame = Frame(request)
    return {
        "navigation": frame.navigation,
        "navigation_style": frame.navigation_style,
        "program_label": frame.program_label,
        "in_several_programs": frame.in_several_programs,
        "year_choice": frame.year_choice,
        "role_choice": frame.role_choice,
        "own_zone": frame.own_zone,
        "unread_notices": frame.unread_notices,
        "has_notices": frame.has_notices,
    }


@require_safe
@login_required
def home(request: UserRequest) -> HttpResponse:
    """Everybody's own first page."""
    held = _worked_in(request)
    if held is not None and _lacks_a_row(request.user, held):
        return _not_on_the_roster(request, held)
    if held is not None:
        return redirect(_first_page(request.user, held).url(held.program))
    if request.user.is_staff:
        return redirect("admin:index")
    return render(request, "coaching/no_role.html", {"past": last_role(request.user)})


@require_POST
@login_required
def switch_role(request: UserRequest) -> HttpResponse:
    """Work in another of one's roles from now on; a role that is not one's own is a 404."""
    wanted = request.POST.get("role", "")
    held = next((own for own in _memberships(request.user) if str(own.pk) == wanted), None)
    if held is None:
        raise Http404
    choose_role(request, held)
    return redirect("home")


def _worked_in(request: UserRequest) -> Membership | None:
    """The role chosen; else the first, of several alike the first with something to show."""
    chosen = chosen_membership(request)
    return min(
        _memberships(request.user),
        key=lambda held: (
            held.pk != chosen,
            FIRST_ROLES.index(held.role),
            _lacks_a_row(request.user, held),
        ),
        default=None,
    )


def _first_page(user: User, held: Membership) -> Page:
    """Where a role begins; a nurse who is in no team with who is in clinic."""
    if held.role == Role.NURSE and not own_teams(user, held.program_id).exists():
        return _IN_CLINIC
    return PAGES[held.role][0]


def _lacks_a_row(user: User, held: Membership) -> bool:
    """Whether the role's pages would show nothing, since they are about a person of the program's roster."""
    if held.role == Role.RESIDENT:
        return all(row.program_id != held.program_id for row in resident_rows(user))
    return held.role == Role.FACULTY and all(row.program_id != held.program_id for row in faculty_rows(user))


def _not_on_the_roster(request: UserRequest, held: Membership) -> HttpResponse:
    """Whom to ask. The role's own pages are left out of the navigation, since each would be a 404."""
    others = [row for row in _memberships(request.user) if not _lacks_a_row(request.user, row)]
    context = {
        "held": held,
        "coordinators": coordinators_of(held.program_id),
        "navigation": [_first_link(other) for other in others],
        "navigation_style": "bar",
    }
    return render(request, "coaching/not_on_roster.html", context)


def _first_link(held: Membership) -> Link:
    page = PAGES[held.role][0]
    return Link(page.label, page.url(held.program), page.icon, is_current=False)


def _memberships(user: User) -> list[Membership]:
    return sorted(roles_of(user), key=lambda held: FIRST_ROLES.index(held.role))


def _signed_in(request: HttpRequest) -> User | None:
    """The user, where the request came far enough to have one."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None

"""What stands around every page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from connectedness.accounts.models import Membership, User
from connectedness.accounts.role_choice import chosen_membership
from connectedness.landing.pages import BUILDING, PAGES, SITE_PAGES, WITH_TABS, Link
from connectedness.landing.roles import memberships_of
from scheduling.access import unread_notices
from scheduling.models import AcademicYear, Program
from scheduling.selectors.years import program_today, year_worked_on, years_of
from scheduling.views.year_choice import chosen_year


@dataclass(frozen=True, slots=True)
class YearChoice:
    """The years among which those who build may choose; ``page`` is the page to show of the one chosen."""

    program: Program
    years: list[AcademicYear]
    year: AcademicYear
    page: str


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
            memberships_of(self._user),
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
        names = [page.name for page in BUILDING if view in (page.name, *page.covers)]
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


def _signed_in(request: HttpRequest) -> User | None:
    """The user, where the request came far enough to have one."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None

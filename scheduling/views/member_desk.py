"""What the page of one faculty member works on, and the changes that can be proposed there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404

from connectedness.trail.kinds import EventKind
from connectedness.web.requests import UserRequest
from scheduling.domain.calendar import HalfDay
from scheduling.domain.faculty_changes import FacultyChange, with_date, with_half_day
from scheduling.domain.ids import SiteId
from scheduling.domain.program_year import Duty, FacultyDate, FacultyHalfDay, Slot
from scheduling.domain.wording import counted
from scheduling.forms.half_days import SlotForm
from scheduling.models import AcademicYear, Faculty, Schedule, Site
from scheduling.selectors.effects import effect_on_faculty
from scheduling.selectors.half_days import (
    MemberLine,
    fullest_week_with,
    member_line,
    sites_of,
    slot_label,
    weeks_over_quota,
)
from scheduling.selectors.versions import newest_to_look_at
from scheduling.services.half_days import HalfDayRows, date_key, limits_key, slot_key, slot_value
from scheduling.services.program_data import Change
from scheduling.views.half_day_words import date_words, limits_words, slot_words
from scheduling.views.proposals import Proposal
from scheduling.views.scope import Scope, faculty_in, managed_scope


@dataclass(frozen=True)
class Desk:
    """One member in the year worked on."""

    scope: Scope
    year: AcademicYear
    member: Faculty

    @cached_property
    def sites(self) -> list[Site]:
        """The program's sites."""
        return sites_of(self.scope.program)

    @cached_property
    def line(self) -> MemberLine:
        """Their week."""
        return member_line(self.year, self.member)

    @cached_property
    def schedule(self) -> Schedule | None:
        """The version in which a price is given: the published one, else the newest draft."""
        return newest_to_look_at(self.year)

    @property
    def rows(self) -> HalfDayRows:
        """The rows that this page changes."""
        return HalfDayRows(self.year)

    def slot(self, sent: Mapping[str, Any]) -> Slot | None:
        """The half-day of the week that was asked for."""
        return SlotForm(sent).said()

    def held(self, key: str) -> Any:
        """What is saved under a key."""
        return self.rows.held([key]).get(key)

    def words(self, values: Mapping[str, Any]) -> str:
        """The values of one key in words."""
        sites = {site.pk: site for site in self.sites}
        for key, value in values.items():
            if key.startswith("limits"):
                return limits_words(value)
            return (date_words if key.startswith("date") else slot_words)(value, sites)
        return "gone"

    def half_day_proposal(self, slot: Slot, entries: list[tuple[str, Site, list[int]]]) -> Proposal:
        """Another pattern on one half-day of the week."""
        described = [
            FacultyHalfDay(slot[0], slot[1], Duty(duty), SiteId(site.code), frozenset(weeks))
            for duty, site, weeks in entries
        ]
        value = slot_value(entries)
        used = fullest_week_with(self.line, slot, [(duty, weeks) for duty, _site, weeks in entries])
        return self._proposal(
            slot_key(self.member.pk, *slot),
            value,
            f"{slot_label(slot)} of {self.member.name}",
            with_half_day(slot, described),
            _quota_notes(self.member.weekly_quota, used),
        )

    def date_proposal(self, half_day: HalfDay, value: list[Any] | None) -> Proposal:
        """A date that differs, or no longer does."""
        differs = None
        if value is not None:
            duty, site = value
            codes = {one.pk: one.code for one in self.sites}
            differs = FacultyDate(
                half_day, Duty(duty) if duty else None, SiteId(codes[site]) if site else None
            )
        return self._proposal(
            date_key(self.member.pk, half_day),
            value,
            f"{half_day} of {self.member.name}",
            with_date(half_day, differs),
        )

    def limits_proposal(self, value: list[int | None]) -> Proposal:
        """Other limits: nobody loses anything at once, but some may be passed already."""
        least, most, quota = value
        notes = _panel_notes(self.line.panel, least or 0, most or 0)
        notes += _quota_notes(quota, self.line.used)
        if (
            self.schedule
            and quota is not None
            and (weeks := weeks_over_quota(self.schedule, self.member, quota))
        ):
            notes.append(f"In {counted(weeks, 'week')} of {self.schedule} they precept more than that.")
        label = f"Limits of {self.member.name}"
        return self._proposal(limits_key(self.member.pk), value, label, None, notes)

    def _proposal(
        self,
        key: str,
        value: Any,
        what: str,
        change: FacultyChange | None,
        notes: list[str] | None = None,
    ) -> Proposal:
        effect = None
        if self.schedule and change:
            effect = effect_on_faculty(self.schedule, self.member, change, today=self.scope.today)
        label = f"{what}: {self.words({key: value})}"
        return Proposal(
            Change({key: value}, label, EventKind.HALF_DAYS_CHANGED),
            effect,
            notes or [],
            has_price=change is not None,
        )


def desk_of(request: UserRequest, program_id: int, faculty_id: int) -> Desk:
    """The member's desk; 404 for others, and where no year is in."""
    scope = managed_scope(request, program_id)
    member = faculty_in(request, program_id, faculty_id)
    if scope.year is None:
        raise Http404
    return Desk(scope, scope.year, member)


def _panel_notes(panel: int, least: int, most: int) -> list[str]:
    if panel > most:
        return [f"The panel holds {panel} residents now: {panel - most} over."]
    return [f"The panel holds {panel} residents now: {least - panel} under."] if panel < least else []


def _quota_notes(quota: int | None, used: int) -> list[str]:
    if quota is None or used <= quota:
        return []
    return [f"{counted(used, 'precepting half-day')} in the fullest week of a month; the quota is {quota}."]

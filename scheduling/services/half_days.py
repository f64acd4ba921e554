"""Faculty half-days as rows with keys: the weekly pattern by half-day, the dates that differ, the limits.

``slot/7/1-AM`` holds ``[[duty, site, weeks of the month], ...]``, ``date/7/2026-03-03/AM`` holds ``[duty, site]``,
``limits/7`` holds ``[panel's least, panel's most, quota]``; the 7 is the faculty member's.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduling.domain.calendar import WEEKDAYS, HalfDay, Period
from scheduling.models import AcademicYear, Faculty, FacultyDate, FacultyHalfDay, Site


def slot_key(faculty: int, weekday: int, period: Period) -> str:
    """A half-day of the weekly pattern."""
    return f"slot/{faculty}/{weekday}-{period}"


def date_key(faculty: int, half_day: HalfDay) -> str:
    """A half-day that differs."""
    return f"date/{faculty}/{half_day.date.isoformat()}/{half_day.period}"


def limits_key(faculty: int) -> str:
    """Panel and quota."""
    return f"limits/{faculty}"


@dataclass(frozen=True, slots=True)
class HalfDayRows:
    """The half-days of one year's faculty."""

    year: AcademicYear

    def held(self, keys: Iterable[str]) -> dict[str, Any]:
        """The values now; those of a member or a site who is gone are left out."""
        members = self._members(keys)
        slots, dates = self._slots(members), _dates(members)
        found: dict[str, Any] = {}
        for key in keys:
            kind, pk, *_ = key.split("/")
            member = members.get(int(pk))
            if member is not None:
                found[key] = (
                    _limits(member) if kind == "limits" else (slots if kind == "slot" else dates).get(key)
                )
        return found

    def put(self, values: Mapping[str, Any]) -> None:
        """Make the rows so."""
        for key, value in values.items():
            kind, pk, *rest = key.split("/")
            if kind == "limits":
                panel_min, panel_max, quota = value
                Faculty.objects.filter(pk=pk).update(
                    panel_min=panel_min, panel_max=panel_max, weekly_quota=quota
                )
            elif kind == "date":
                _put_date(int(pk), HalfDay(date.fromisoformat(rest[0]), Period(rest[1])), value)
            else:
                self._put_slot(int(pk), rest[0], value or [])

    def named(self, key: str) -> str:
        """``Lindqvist, Maja, Tue AM``."""
        kind, pk, *rest = key.split("/")
        member = Faculty.objects.filter(program=self.year.program_id, pk=pk).first()
        return f"{member.name if member else 'somebody who is gone'}, {_said(kind, rest)}"

    def _members(self, keys: Iterable[str]) -> dict[int, Faculty]:
        pks = {int(key.split("/")[1]) for key in keys}
        return {one.pk: one for one in Faculty.objects.filter(program=self.year.program_id, pk__in=pks)}

    def _slots(self, members: Iterable[int]) -> dict[str, Any]:
        found: dict[str, Any] = defaultdict(list)
        rows = FacultyHalfDay.objects.filter(year=self.year, faculty__in=list(members))
        for row in rows.order_by("duty", "site_id"):
            key = slot_key(row.faculty_id, row.weekday, Period(row.period))
            found[key].append([row.duty, row.site_id, row.weeks_of_month])
        return dict(found)

    def _put_slot(self, faculty: int, slot: str, entries: list[list[Any]]) -> None:
        weekday, period = slot.split("-")
        where = {"faculty_id": faculty, "year": self.year, "weekday": int(weekday), "period": period}
        FacultyHalfDay.objects.filter(**where).delete()
        FacultyHalfDay.objects.bulk_create(
            FacultyHalfDay(**where, duty=duty, site_id=site, weeks_of_month=weeks)
            for duty, site, weeks in entries
        )


def slot_value(entries: Iterable[tuple[str, Site, list[int]]]) -> list[list[Any]] | None:
    """A half-day of the pattern as a value; None where nothing is done on it."""
    return sorted([duty, site.pk, sorted(weeks)] for duty, site, weeks in entries) or None


def _limits(member: Faculty) -> list[int | None]:
    return [member.panel_min, member.panel_max, member.weekly_quota]


def _dates(members: Iterable[int]) -> dict[str, Any]:
    return {
        date_key(row.faculty_id, HalfDay(row.date, Period(row.period))): [row.duty, row.site_id]
        for row in FacultyDate.objects.filter(faculty__in=list(members))
    }


def _put_date(faculty: int, half_day: HalfDay, value: list[Any] | None) -> None:
    where: dict[str, Any] = {"faculty_id": faculty, "date": half_day.date, "period": half_day.period}
    if value is None:
        FacultyDate.objects.filter(**where).delete()
    else:
        duty, site = value
        FacultyDate.objects.update_or_create(**where, defaults={"duty": duty, "site_id": site})


def _said(kind: str, rest: list[str]) -> str:
    if kind == "limits":
        return "panel and quota"
    if kind == "date":
        return str(HalfDay(date.fromisoformat(rest[0]), Period(rest[1])))
    weekday, period = rest[0].split("-")
    return f"{WEEKDAYS[int(weekday)]} {period}"

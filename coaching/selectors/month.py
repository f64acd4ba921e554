"""One month of a resident's or a coach's half-days, as a calendar page and as a list."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coaching.domain.months import Month, read_month
from coaching.selectors.entries import Entry, coach_entries, resident_entries
from coaching.selectors.panel_rows import panel_residents
from coaching.selectors.program_book import book_of
from coaching.selectors.published import published_schedule
from coaching.selectors.rotations import (
    Stretch,
    faculty_leave,
    leave_stretches,
    rotation_stretches,
    stretch_on,
)
from scheduling.domain.calendar import WEEKDAYS, day_label
from scheduling.models import AcademicYear, Faculty, Holiday, Resident, Schedule
from scheduling.selectors.years import current_year


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One cell of the page. ``note`` names a holiday; ``stretch`` is the rotation or leave of that day.

    ``begins`` says in words what stretch begins with the day, or with the month: colour is never alone.
    """

    date: date
    is_in_month: bool
    is_today: bool
    note: str
    stretch: Stretch | None
    begins: str
    entries: tuple[Entry, ...]

    @property
    def label(self) -> str:
        """``Tue 3 Mar``."""
        return day_label(self.date)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPage:
    """A month with the months beside it, which are None beyond the year's ends."""

    month: Month
    previous: Month | None
    next: Month | None
    year_name: str
    is_published: bool
    is_coach: bool
    weeks: tuple[tuple[Day, ...], ...]
    together: int
    clinics: int

    @property
    def weekdays(self) -> tuple[str, ...]:
        """Mon to Sun."""
        return WEEKDAYS

    @property
    def agenda(self) -> list[Day]:
        """The month's days on which there is something to know."""
        days = (day for week in self.weeks for day in week if day.is_in_month)
        return [day for day in days if day.entries or day.note or day.begins]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Which month is asked for, in which year."""

    year: AcademicYear | None
    schedule: Schedule | None
    month: Month
    today: date


def resident_month(resident: Resident, now: datetime, asked: str) -> MonthPage:
    """A resident's month; ``asked`` is ``2026-11`` or empty. Seven queries."""
    frame = _frame(resident, now, asked)
    shown = (frame.month.first_shown, frame.month.last_shown)
    entries = resident_entries(resident, _schedules(frame), *shown)
    leave = leave_stretches([resident.pk], *shown)[resident.pk]
    rotations = rotation_stretches(book_of(resident.program), resident.pk, frame.year) if frame.year else ()
    return _page(frame, resident, entries, (leave, rotations))


def coach_month(faculty: Faculty, now: datetime, asked: str) -> MonthPage:
    """A coach's month: own half-days in clinic, and who of the panel is there. Seven queries."""
    frame = _frame(faculty, now, asked)
    shown = (frame.month.first_shown, frame.month.last_shown)
    panel = panel_residents(faculty, frame.today, frame.year)
    entries = coach_entries(faculty, _schedules(frame), panel, *shown)
    return _page(frame, faculty, entries, (faculty_leave(faculty, *shown),))


def _frame(person: Resident | Faculty, now: datetime, asked: str) -> _Frame:
    today = now.astimezone(person.program.zone).date()
    schedule = published_schedule(person.program, today)
    year = schedule.year if schedule else current_year(person.program, today)
    first, last = (year.first_monday, year.last_date) if year else (today, today)
    return _Frame(year, schedule, read_month(asked, today, first, last), today)


def _schedules(frame: _Frame) -> list[Schedule]:
    return [frame.schedule] if frame.schedule else []


def _page(
    frame: _Frame,
    person: Resident | Faculty,
    entries: Sequence[Entry],
    stretches: Sequence[Sequence[Stretch]],
) -> MonthPage:
    month, year = frame.month, frame.year
    holidays = dict(
        Holiday.objects.filter(
            program=person.program, date__range=(month.first_shown, month.last_shown)
        ).values_list("date", "name")
    )
    by_date: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_date[entry.clinic.date].append(entry)
    own = [entry for entry in entries if month.holds(entry.clinic.date)]
    return MonthPage(
        month=month,
        previous=month.previous if year and month.first > year.first_monday else None,
        next=month.next if year and month.last < year.last_date else None,
        year_name=year.name if year else "",
        is_published=frame.schedule is not None,
        is_coach=isinstance(person, Faculty),
        weeks=tuple(
            tuple(_day(frame, day, by_date, holidays, stretches) for day in week) for week in month.weeks()
        ),
        together=sum(entry.clinic.is_together for entry in own),
        clinics=len(own),
    )


def _day(
    frame: _Frame,
    day: date,
    entries: Mapping[date, Sequence[Entry]],
    holidays: Mapping[date, str],
    stretches: Sequence[Sequence[Stretch]],
) -> Day:
    stretch = stretch_on(day, *stretches)
    before = stretch_on(day - timedelta(days=1), *stretches)
    is_new = stretch is not None and (stretch != before or day == frame.month.first)
    return Day(
        date=day,
        is_in_month=frame.month.holds(day),
        is_today=day == frame.today,
        note=holidays.get(day, ""),
        stretch=stretch,
        begins=stretch.until if stretch and is_new else "",
        entries=tuple(entries.get(day, ())),
    )

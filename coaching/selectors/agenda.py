"""The coming weeks of one person as a list: clinics, coaching meetings, rotations, leave and holidays, day by day."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from coaching.access import own_meeting_dates
from coaching.domain.wording import day_away, sentence_case, short_date
from coaching.models import Meeting, MeetingState
from coaching.selectors.entries import Entry, coach_entries, resident_entries
from coaching.selectors.panel_rows import panel_residents
from coaching.selectors.program_book import book_of
from coaching.selectors.published import published_schedules
from coaching.selectors.rotations import Stretch, faculty_leave, leave_stretches, rotation_stretches
from connectedness.accounts.models import User
from scheduling.domain.calendar import DAYS_IN_WEEK, day_label, days_from, monday_of
from scheduling.models import Faculty, Holiday, Program, Resident, Schedule

WEEKS_SHOWN = 6
WINDOW = timedelta(weeks=WEEKS_SHOWN)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaDay:
    """A day on which there is something to know."""

    day: date
    today: date
    holiday: str = ""
    begins: tuple[Stretch, ...] = ()
    entries: tuple[Entry, ...] = ()
    meetings: tuple[Meeting, ...] = ()

    @property
    def label(self) -> str:
        """``Tue 3 Mar``."""
        return day_label(self.day)

    @property
    def away(self) -> str:
        """``In 3 days``."""
        return sentence_case(day_away(self.day, self.today))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to know."""
        return not (self.holiday or self.begins or self.entries or self.meetings)


@dataclass(frozen=True, slots=True)
class AgendaWeek:
    """Monday to Sunday; without days nothing is in it."""

    label: str
    days: tuple[AgendaDay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """Six weeks; ``earlier`` and ``later`` are the Mondays of the pages beside, None at the ends of what is published."""

    is_published: bool
    is_coach: bool
    weeks: tuple[AgendaWeek, ...]
    earlier: date | None
    later: date | None

    @property
    def clinics(self) -> list[Entry]:
        """All clinics of the page."""
        return [entry for week in self.weeks for day in week.days for entry in day.entries]

    @property
    def together(self) -> int:
        """How many of them are together."""
        return sum(entry.clinic.is_together for entry in self.clinics)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Which days, by which schedules."""

    schedules: Sequence[Schedule]
    today: date
    monday: date

    @property
    def first(self) -> date:
        """The Monday; of the present week, today."""
        return self.today if self.monday == monday_of(self.today) else self.monday

    @property
    def last(self) -> date:
        return self.monday + WINDOW - ONE_DAY


@dataclass(slots=True)
class _Found:
    """What is on which day."""

    entries: Sequence[Entry]
    stretches: Sequence[Sequence[Stretch]]
    meetings: Sequence[Meeting]
    holidays: Mapping[date, str]
    by_day: dict[date, list[Entry]] = field(default_factory=lambda: defaultdict(list))


def resident_agenda(resident: Resident, user: User, now: datetime, asked: str) -> Agenda:
    """A resident's weeks from ``asked``, a date, or from today. The number of queries depends on published years alone."""
    frame = _frame(resident.program, now, asked)
    pk = resident.pk
    book = book_of(resident.program)
    rotations = [
        stretch for schedule in frame.schedules for stretch in rotation_stretches(book, pk, schedule.year)
    ]
    entries = resident_entries(resident, frame.schedules, frame.first, frame.last)
    leave = leave_stretches([pk], frame.first, frame.last)[pk]
    return _page(frame, resident.program, user, entries, (leave, rotations), is_coach=False)


def coach_agenda(faculty: Faculty, user: User, now: datetime, asked: str) -> Agenda:
    """A coach's weeks from ``asked``, a date, or from today. A fixed number of queries."""
    frame = _frame(faculty.program, now, asked)
    year = frame.schedules[0].year if frame.schedules else None
    panel = panel_residents(faculty, frame.today, year)
    entries = coach_entries(faculty, frame.schedules, panel, frame.first, frame.last)
    leave = faculty_leave(faculty, frame.first, frame.last)
    return _page(frame, faculty.program, user, entries, (leave,), is_coach=True)


def _frame(program: Program, now: datetime, asked: str) -> _Frame:
    today = now.astimezone(program.zone).date()
    schedules = published_schedules(program, today)
    first = schedules[0].year.first_monday if schedules else today
    last = schedules[-1].year.last_date if schedules else today
    try:
        wanted = date.fromisoformat(asked)
    except ValueError:
        wanted = today
    return _Frame(schedules, today, monday_of(min(max(wanted, first), last)))


def _page(
    frame: _Frame,
    program: Program,
    user: User,
    entries: Sequence[Entry],
    stretches: Sequence[Sequence[Stretch]],
    *,
    is_coach: bool,
) -> Agenda:
    days = (frame.first, frame.last)
    meetings = own_meeting_dates(user).filter(resident__program=program, date__range=days)
    meetings = meetings.exclude(state=MeetingState.CANCELLED)
    holidays = Holiday.objects.filter(program=program, date__range=days).values_list("date", "name")
    found = _Found(entries, stretches, list(meetings.order_by("date", "begins")), dict(holidays))
    for entry in entries:
        found.by_day[entry.clinic.date].append(entry)
    ends = [schedule.year.last_date for schedule in frame.schedules]
    begins = [schedule.year.first_monday for schedule in frame.schedules]
    later, earlier = frame.monday + WINDOW, frame.monday - WINDOW
    return Agenda(
        is_published=bool(frame.schedules),
        is_coach=is_coach,
        weeks=tuple(_weeks(frame, found)),
        earlier=max(earlier, begins[0]) if begins and frame.monday > begins[0] else None,
        later=later if ends and later <= ends[-1] else None,
    )


def _weeks(frame: _Frame, found: _Found) -> Iterator[AgendaWeek]:
    for number in range(WEEKS_SHOWN):
        monday = frame.monday + timedelta(weeks=number)
        days = days_from(max(monday, frame.first), monday + timedelta(days=DAYS_IN_WEEK - 1))
        label = "This week" if monday == monday_of(frame.today) else f"Week of {short_date(monday)}"
        shown = (_day(day, frame, found) for day in days)
        yield AgendaWeek(label, tuple(day for day in shown if not day.is_empty))


def _day(day: date, frame: _Frame, found: _Found) -> AgendaDay:
    begins = (
        stretch
        for row in found.stretches
        for stretch in row
        if stretch.first == day or (day == frame.first and stretch.holds(day))
    )
    return AgendaDay(
        day=day,
        today=frame.today,
        holiday=found.holidays.get(day, ""),
        begins=tuple(begins),
        entries=tuple(found.by_day.get(day, ())),
        meetings=tuple(meeting for meeting in found.meetings if meeting.date == day),
    )

"""The weekly half-days of a year's faculty: who does what where, against quota, rooms and supervision."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F

from scheduling.domain.calendar import WEEKDAYS, Period, monday_of
from scheduling.domain.program_year import Duty, Slot
from scheduling.domain.wording import dates_words
from scheduling.models import (
    Absence,
    AcademicYear,
    Faculty,
    FacultyDate,
    FacultyHalfDay,
    Pairing,
    Program,
    Resident,
    Schedule,
    Session,
    Site,
)
from scheduling.selectors.years import day_looked_at, program_today

SOON = timedelta(days=28)
WORKDAYS = 5
WEEKS_OF_MONTH = (1, 2, 3, 4, 5)
USUAL_WEEKS = 4  # a fifth one of a weekday is in every third month only


@dataclass(frozen=True, slots=True)
class Entry:
    """A duty at a site on a half-day of the week; ``weeks`` of the month, empty for every week."""

    duty: Duty
    site: str
    letter: str
    weeks: tuple[int, ...]

    def is_in(self, week: int) -> bool:
        """Whether it is held in that week of the month."""
        return not self.weeks or week in self.weeks


@dataclass(frozen=True, slots=True)
class WeekCell:
    """One half-day of somebody's week; several entries take turns."""

    slot: Slot
    entries: tuple[Entry, ...]

    @property
    def key(self) -> str:
        """``1-AM``, as addresses have it."""
        return f"{self.slot[0]}-{self.slot[1]}"

    @property
    def label(self) -> str:
        """``Tue AM``."""
        return slot_label(self.slot)


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A faculty member in a row. ``used``: precepting half-days in the fullest week of a month."""

    member: Faculty
    cells: list[WeekCell]
    used: int
    panel: int
    away: list[Absence]

    @property
    def away_words(self) -> list[str]:
        """``Mon 2 Mar to Fri 6 Mar`` for each."""
        return [dates_words(one.first_date, one.last_date, one.period) for one in self.away]

    @property
    def is_over_quota(self) -> bool:
        """More precepting than the quota allows."""
        return self.member.weekly_quota is not None and self.used > self.member.weekly_quota


@dataclass(frozen=True, slots=True)
class SlotFoot:
    """How many residents could be supervised on a half-day, in the weeks of a month; and the rooms of an ordinary one."""

    least: float
    most: float
    rooms: int

    @property
    def is_short(self) -> bool:
        """In some week, fewer can be supervised than there are rooms."""
        return self.least < self.rooms


@dataclass(frozen=True, slots=True)
class HalfDaysPage:
    """All faculty by half-days of the week. ``precepting``: half-days of an average week, members who precept."""

    slots: list[Slot]
    lines: list[MemberLine]
    foot: list[SlotFoot]
    precepting: float
    preceptors: int

    @property
    def labels(self) -> list[str]:
        """``Mon AM`` ..."""
        return [slot_label(slot) for slot in self.slots]


def half_days_page(year: AcademicYear) -> HalfDaysPage:
    """Faculty who have not left, in four queries."""
    today = program_today(year.program)
    members = list(_members(year, day_looked_at(year, today)))
    patterns = _patterns(year)
    rooms = _ordinary_rooms(year)
    slots = _slots([slot for week in patterns.values() for slot in week], rooms)
    away = _away_soon(year, today)
    lines = [_line(member, slots, patterns[member.pk], away[member.pk]) for member in members]
    held = [entry for line in lines for cell in line.cells for entry in cell.entries]
    return HalfDaysPage(
        slots=slots,
        lines=lines,
        foot=[_foot(year, index, lines, rooms[slot]) for index, slot in enumerate(slots)],
        precepting=sum(_share(entry) for entry in held if entry.duty is Duty.PRECEPTS),
        preceptors=sum(line.used > 0 for line in lines),
    )


def member_line(year: AcademicYear, member: Faculty) -> MemberLine:
    """One member's week, in four queries; ``away`` is all leave of the year."""
    week = _patterns(year, faculty=member)[member.pk]
    slots = _slots(list(week), _ordinary_rooms(year))
    panel = Pairing.objects.on(year.last_date).filter(faculty=member, resident__years__year=year).count()
    member.panel = panel  # type: ignore[attr-defined]
    return _line(member, slots, week, leave_of(year, member))


def leave_of(year: AcademicYear, who: Faculty) -> list[Absence]:
    """A faculty member's leave in a year."""
    return list(
        Absence.objects.filter(
            faculty=who, first_date__lte=year.last_date, last_date__gte=year.first_monday
        ).select_related("faculty")
    )


def dates_of(year: AcademicYear, member: Faculty) -> list[FacultyDate]:
    """The dates of a year that differ from a member's pattern."""
    rows = FacultyDate.objects.filter(faculty=member, date__range=(year.first_monday, year.last_date))
    return list(rows.select_related("site"))


def slot_label(slot: Slot) -> str:
    """``Tue AM``."""
    return f"{WEEKDAYS[slot[0]]} {slot[1]}"


def sites_of(program: Program) -> list[Site]:
    """The program's sites. One query."""
    return list(Site.objects.filter(program=program))


def fullest_week_with(line: MemberLine, slot: Slot, turns: Iterable[tuple[str, list[int]]]) -> int:
    """Precepting half-days in the fullest week if these duties were done on one half-day."""
    kept = [entry for cell in line.cells if cell.slot != slot for entry in cell.entries]
    come = [Entry(Duty(duty), "", "", tuple(weeks)) for duty, weeks in turns]
    return precepting_in_fullest_week([*kept, *come])


def weeks_over_quota(schedule: Schedule, member: Faculty, quota: int) -> int:
    """In how many weeks of a version a member precepts more than the quota allows. One query."""
    days = schedule.preceptings.filter(faculty=member, duty=Duty.PRECEPTS).values_list("date", flat=True)
    return sum(count > quota for count in Counter(monday_of(day) for day in days).values())


def precepting_in_fullest_week(entries: Iterable[Entry]) -> int:
    """Precepting half-days in that week of a month that has the most."""
    precepting = [entry for entry in entries if entry.duty is Duty.PRECEPTS]
    return max(sum(entry.is_in(week) for entry in precepting) for week in WEEKS_OF_MONTH)


def _members(year: AcademicYear, day: date) -> "Iterable[Faculty]":
    panel = Pairing.objects.on(year.last_date).filter(
        resident__years__year=year, resident__in=Resident.objects.here_on(day)
    )
    counts = panel.values("faculty").annotate(count=Count("pk")).order_by()
    sizes = dict(counts.values_list("faculty", "count"))
    members = list(Faculty.objects.here_on(day).filter(program=year.program_id).order_by("name"))
    for member in members:
        member.panel = sizes.get(member.pk, 0)  # type: ignore[attr-defined]
    return members


def _patterns(year: AcademicYear, **only: Faculty) -> dict[int, dict[Slot, list[Entry]]]:
    found: dict[int, dict[Slot, list[Entry]]] = defaultdict(dict)
    rows = FacultyHalfDay.objects.filter(year=year, **only).annotate(
        site_name=F("site__name"), letter=F("site__letter")
    )
    for row in rows:
        entry = Entry(Duty(row.duty), row.site_name, row.letter, tuple(row.weeks_of_month))
        found[row.faculty_id].setdefault((row.weekday, Period(row.period)), []).append(entry)
    return found


def _ordinary_rooms(year: AcademicYear) -> dict[Slot, int]:
    """For each half-day of the week, the rooms of all sites: of each, the number that most of its dates have."""
    rows = Session.objects.filter(
        site__program=year.program_id, date__range=(year.first_monday, year.last_date), rooms__gt=0
    ).values_list("site_id", "date", "period", "rooms")
    counts: dict[tuple[int, Slot], Counter[int]] = defaultdict(Counter)
    for site, day, period, rooms in rows:
        counts[site, (day.weekday(), Period(period))][rooms] += 1
    found: dict[Slot, int] = defaultdict(int)
    for (_site, slot), numbers in counts.items():
        found[slot] += numbers.most_common(1)[0][0]
    return found


def _slots(used: list[Slot], rooms: dict[Slot, int]) -> list[Slot]:
    """Monday to Friday, AM and PM, and whatever else anybody has or a site is open on."""
    usual = {(day, period) for day in range(WORKDAYS) for period in (Period.AM, Period.PM)}
    return sorted({*usual, *used, *rooms}, key=lambda slot: (slot[0], slot[1].order))


def _away_soon(year: AcademicYear, today: date) -> dict[int, list[Absence]]:
    found: dict[int, list[Absence]] = defaultdict(list)
    rows = Absence.objects.filter(
        faculty__program=year.program_id, first_date__lte=today + SOON, last_date__gte=today
    )
    for row in rows.defer("reason"):
        found[row.faculty_id or 0].append(row)
    return found


def _line(
    member: Faculty, slots: list[Slot], week: dict[Slot, list[Entry]], away: list[Absence]
) -> MemberLine:
    cells = [WeekCell(slot, tuple(week.get(slot, ()))) for slot in slots]
    used = precepting_in_fullest_week(entry for cell in cells for entry in cell.entries)
    return MemberLine(member, cells, used, member.panel, away)  # type: ignore[attr-defined]


def _share(entry: Entry) -> float:
    """In how many of four weeks it is held."""
    return sum(entry.is_in(week) for week in WEEKS_OF_MONTH[:USUAL_WEEKS]) / USUAL_WEEKS


def _foot(year: AcademicYear, index: int, lines: list[MemberLine], rooms: int) -> SlotFoot:
    entries = [entry for line in lines for entry in line.cells[index].entries if entry.duty is Duty.PRECEPTS]
    ratio = year.program.residents_per_preceptor
    numbers = [ratio * sum(entry.is_in(week) for entry in entries) for week in WEEKS_OF_MONTH[:USUAL_WEEKS]]
    return SlotFoot(min(numbers), max(numbers), rooms)

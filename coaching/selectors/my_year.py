"""A resident's year: half-days together along the rotations, the longest times without, and why there are not more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from coaching.domain.clinics import Clinic
from coaching.domain.wording import counted, joined, short_date
from coaching.domain.year_weeks import Gap, WeekTogether, longest_gaps, totals
from coaching.domain.year_words import Share, shares_of, why
from coaching.selectors.clinics import resident_clinics
from coaching.selectors.heat import Week, week_cells
from coaching.selectors.own_problem import own_problem, possible_in
from coaching.selectors.program_book import book_of
from coaching.selectors.published import published_schedule
from coaching.selectors.rotations import Stretch, rotation_stretches, stretch_on
from scheduling.domain.calendar import DAYS_IN_WEEK, week_index
from scheduling.domain.division import Division, division
from scheduling.domain.ids import SiteId
from scheduling.domain.problem import Problem
from scheduling.domain.program_year import session_id
from scheduling.models import AcademicYear, Resident, Schedule, ScheduleCoach
from scheduling.selectors.program_year import faculty_id, resident_id
from scheduling.selectors.years import current_year

GAPS_SHOWN = 3
LAST_DAY = timedelta(days=DAYS_IN_WEEK - 1)
NO_ROTATION = "No rotation entered"


@dataclass(frozen=True, slots=True)
class Band:
    """Weeks of one rotation in a row, with what they give."""

    label: str
    hue: str
    dates: str
    weeks: tuple[Week, ...]
    together: int
    possible: int


@dataclass(frozen=True, slots=True)
class TimeWithout:
    """A long time without the coach, and what lay in it."""

    weeks: int
    dates: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyYear:
    """The page. Without a published schedule that counts a coach, only ``year_name`` and ``today``."""

    year_name: str
    is_published: bool
    today: date
    coach: str = ""
    clinics: int = 0
    reached: int = 0
    so_far: int = 0
    attainable: int | None = None
    why: str = ""
    since_published: str = ""
    shares: tuple[Share, ...] = ()
    bands: tuple[Band, ...] = ()
    gaps: tuple[TimeWithout, ...] = ()

    @property
    def to_come(self) -> int:
        """Half-days together that lie ahead."""
        return self.reached - self.so_far

    @property
    def longest_gap(self) -> str:
        """``7 weeks``; a dash where none is long."""
        return counted(self.gaps[0].weeks, "week") if self.gaps else "–"


@dataclass(frozen=True, slots=True)
class _Frame:
    """The year of one resident, on one day."""

    year: AcademicYear
    stretches: Sequence[Stretch]
    weeks: tuple[WeekTogether, ...]
    today: date

    def monday(self, week: int) -> date:
        return self.year.first_monday + timedelta(weeks=week)

    def dates(self, first: int, last: int) -> str:
        return f"{short_date(self.monday(first))} to {short_date(self.monday(last) + LAST_DAY)}"

    def rotation(self, week: int) -> Stretch | None:
        """That of the week's Monday, else the first that begins in it."""
        days = (self.monday(week) + timedelta(days=day) for day in range(DAYS_IN_WEEK))
        return next((found for day in days if (found := stretch_on(day, self.stretches))), None)


def my_year(resident: Resident, now: datetime) -> MyYear:
    """The year that holds ``now``, else the next one published. A fixed number of queries."""
    program = resident.program
    here = now.astimezone(program.zone)
    schedule = published_schedule(program, here.date())
    counted_with = (
        ScheduleCoach.objects.filter(schedule=schedule, resident=resident).select_related("faculty").first()
    )
    if schedule is None or counted_with is None:
        year = schedule.year if schedule else current_year(program, here.date())
        return MyYear(
            year_name=year.name if year else "", is_published=schedule is not None, today=here.date()
        )
    return _year(resident, schedule, counted_with, here)


def _year(resident: Resident, schedule: Schedule, counted_with: ScheduleCoach, here: datetime) -> MyYear:
    clinics = resident_clinics(resident, [schedule])
    together = [clinic for clinic in clinics if clinic.is_together]
    problem = own_problem(schedule, resident, counted_with)
    coach = counted_with.faculty.short_name
    stretches = list(rotation_stretches(book_of(resident.program), resident.pk, schedule.year))
    weeks = _weeks(schedule.year, together, _possible(problem, resident))
    frame = _Frame(schedule.year, stretches, weeks, here.date())
    parts = _division(problem, resident, counted_with, clinics) if problem else None
    ceiling = counted_with.attainable
    return MyYear(
        year_name=schedule.year.name,
        is_published=True,
        today=here.date(),
        coach=coach,
        clinics=len(clinics),
        reached=len(together),
        so_far=sum(clinic.is_over(here) for clinic in together),
        attainable=ceiling if ceiling is not None or parts is None else parts.attainable,
        why=why(parts, coach) if parts else "",
        since_published=_since_published(parts, ceiling),
        shares=tuple(shares_of(parts, coach, _without_clinic(frame, problem, resident))) if parts else (),
        bands=tuple(_bands(frame)),
        gaps=tuple(_times_without(frame, resident.program.contact_window_weeks)),
    )


def _possible(problem: Problem | None, resident: Resident) -> dict[int, int]:
    if problem is None:
        return {}
    bound = problem.resident_by_id[resident_id(resident.pk)]
    return {week.week: possible_in(problem, bound, week) for week in bound.weeks}


def _weeks(
    year: AcademicYear, together: Sequence[Clinic], possible: dict[int, int]
) -> tuple[WeekTogether, ...]:
    found = [week_index(clinic.date, year.first_monday) for clinic in together]
    return tuple(
        WeekTogether(week, found.count(week), max(found.count(week), possible.get(week, 0)))
        for week in range(year.weeks)
    )


def _division(
    problem: Problem, resident: Resident, counted_with: ScheduleCoach, clinics: Sequence[Clinic]
) -> Division:
    attended = [session_id(SiteId(clinic.code), clinic.half_day) for clinic in clinics]
    bound = problem.resident_by_id[resident_id(resident.pk)]
    return division(problem, bound, faculty_id(counted_with.faculty_id), attended)


def _since_published(parts: Division | None, ceiling: int | None) -> str:
    """Where leave or rotations changed since, the two figures differ: the page says why."""
    if parts is None or ceiling is None or parts.attainable == ceiling:
        return ""
    return (
        f"When the year was published, {ceiling} were possible. Leave, rotations or half-days of your coach have "
        f"changed since: by today’s it would be {parts.attainable}."
    )


def _without_clinic(frame: _Frame, problem: Problem | None, resident: Resident) -> str:
    """``Wards (8), ICU (6)``: how many weeks of which rotation leave no clinic."""
    if problem is None:
        return ""
    with_clinic = {week.week for week in problem.resident_by_id[resident_id(resident.pk)].weeks}
    found: dict[str, int] = {}
    for week in frame.weeks:
        if week.week not in with_clinic:
            rotation = frame.rotation(week.week)
            label = rotation.label if rotation else "no rotation"
            found[label] = found.get(label, 0) + 1
    most_first = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{label} ({weeks})" for label, weeks in most_first)


def _bands(frame: _Frame) -> Iterator[Band]:
    mondays = [frame.monday(week.week) for week in frame.weeks]
    counts = {week.week: week.together for week in frame.weeks}
    possible = frozenset(week.week for week in frame.weeks if week.possible)
    cells = week_cells(mondays, frame.today, counts, possible)
    for rotation, group in groupby(frame.weeks, key=lambda week: frame.rotation(week.week)):
        weeks = list(group)
        first, last = weeks[0].week, weeks[-1].week
        reached, could_be = totals(weeks)
        yield Band(
            label=rotation.label if rotation else NO_ROTATION,
            hue=rotation.hue if rotation else "",
            dates=frame.dates(first, last),
            weeks=cells[first : last + 1],
            together=reached,
            possible=could_be,
        )


def _times_without(frame: _Frame, at_least: int) -> Iterator[TimeWithout]:
    for gap in longest_gaps(frame.weeks, at_least=at_least, most=GAPS_SHOWN):
        yield TimeWithout(gap.weeks, frame.dates(gap.first, gap.last), _gap_words(frame, gap))


def _gap_words(frame: _Frame, gap: Gap) -> str:
    rotations = [frame.rotation(week) for week in range(gap.first, gap.last + 1)]
    names = list(dict.fromkeys(rotation.label for rotation in rotations if rotation))
    during = f"{joined(names)}. " if names else ""
    if gap.possible == 0:
        return f"{during}In none of these weeks could you have met."
    return f"{during}In {counted(gap.possible, 'week')} of these you could have met."

"""A coach's first screen: who needs the coach first, the next half-days together, the year week by week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from coaching.domain.clinics import Clinic
from coaching.domain.wording import counted, day_away, sentence_case
from coaching.selectors.clinics import Together, faculty_clinics, together_with
from coaching.selectors.handing_over import Change, hand_overs
from coaching.selectors.heat import Heat, heat_of
from coaching.selectors.meetings import MeetingLine
from coaching.selectors.panel_rows import PanelRow, PanelYear, panel_residents, panel_rows
from coaching.selectors.published import published_schedules
from scheduling.domain.calendar import day_label
from scheduling.models import Faculty, Resident, Schedule
from scheduling.selectors.years import current_year

NEXT_HALF_DAYS = 5


@dataclass(frozen=True, slots=True)
class NextHalfDay:
    """One half-day of the coach's on which somebody of the panel is there."""

    away: str
    day: str
    period: str
    site: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The whole page; ``rows`` begin with who needs the coach first."""

    program: int
    title: str
    words: str
    today: str
    year_name: str
    is_published: bool
    rows: tuple[PanelRow, ...]
    next_half_days: tuple[NextHalfDay, ...]
    heat: Heat | None
    hand_overs: tuple[Change, ...]

    @property
    def reached(self) -> int:
        """Half-days together of the whole panel."""
        return sum(row.together.count for row in self.rows)

    @property
    def attainable(self) -> int:
        """What the panel could have had."""
        return sum(row.attainable or 0 for row in self.rows)


def panel(faculty: Faculty, meetings: Sequence[MeetingLine], now: datetime) -> Panel:
    """The page at ``now``, which is aware. A fixed number of queries, whatever the panel's size."""
    program = faculty.program
    here = now.astimezone(program.zone)
    schedules = published_schedules(program, here.date())
    schedule = next(iter(schedules), None)
    year = schedule.year if schedule else current_year(program, here.date())
    residents = panel_residents(faculty, here.date(), year)
    together = together_with(faculty, schedules)
    clinics = faculty_clinics(faculty, [schedule]) if schedule else []
    heat = (
        heat_of(schedule.year, faculty, clinics, _in(schedule, together), panel=residents, today=here.date())
        if schedule
        else None
    )
    as_coach = {line.resident: line for line in meetings if not line.is_resident}
    shared = PanelYear(program, year, schedule, here, as_coach)
    rows = panel_rows(shared, faculty, residents, together, heat)
    return Panel(
        program=shared.program.pk,
        title=_title(rows, shared, is_published=schedule is not None),
        words=_words(rows),
        today=day_label(here.date()),
        year_name=year.name if year else "",
        is_published=schedule is not None,
        rows=rows,
        next_half_days=_next_half_days(together, residents, here),
        heat=heat,
        hand_overs=hand_overs(faculty, here.date()),
    )


def _in(schedule: Schedule, together: Sequence[Together]) -> list[Together]:
    """Those of one year's schedule."""
    return [shares for shares in together if shares.clinic.schedule == schedule.pk]


def _title(rows: Sequence[PanelRow], shared: PanelYear, *, is_published: bool) -> str:
    weeks = shared.program.contact_window_weeks
    if not rows or not is_published:
        return "My panel"
    if rows[0].together.wait.is_longer_than(weeks) or _asks(rows[0]):
        return f"{rows[0].name} needs you first"
    return f"Nobody on your panel waits longer than {counted(weeks, 'week')}"


def _asks(row: PanelRow) -> bool:
    return row.meeting is not None and row.meeting.rhythm.asks


def _words(rows: Sequence[PanelRow]) -> str:
    """What the title rests on: how long the first has been without the coach, and the meeting."""
    if not rows:
        return ""
    first = rows[0]
    weeks = first.together.wait.weeks_apart
    since = (
        "without a half-day together" if first.together.last else "into the year without a half-day together"
    )
    apart = f"{counted(weeks, 'week')} {since}" if weeks else ""
    meeting = f"a meeting {first.meeting.due_phrase}" if first.meeting is not None and _asks(first) else ""
    said = " and ".join(part for part in (apart, meeting) if part)
    return f"{sentence_case(said)}." if said else ""


def _next_half_days(
    together: Sequence[Together], residents: Mapping[int, Resident], now: datetime
) -> tuple[NextHalfDay, ...]:
    ahead = [shares for shares in together if not shares.clinic.is_over(now) and shares.resident in residents]
    found = []
    for clinic, sharing in groupby(ahead, key=lambda shares: shares.clinic):
        names = tuple(residents[shares.resident].family_name for shares in sharing)
        found.append(_next_half_day(clinic, names, now.date()))
    return tuple(found[:NEXT_HALF_DAYS])


def _next_half_day(clinic: Clinic, names: tuple[str, ...], today: date) -> NextHalfDay:
    return NextHalfDay(
        away=sentence_case(day_away(clinic.date, today)),
        day=day_label(clinic.date),
        period=clinic.half_day.period,
        site=clinic.site,
        names=names,
    )

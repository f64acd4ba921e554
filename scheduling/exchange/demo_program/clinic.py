"""The demo program's year, sites, holidays and closures."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import holidays

from scheduling.domain.calendar import Period, monday_of
from scheduling.exchange.workbook.tables import (
    WEEKDAY_SLOTS,
    BlockColumn,
    ClinicSettings,
    HolidayRow,
    RoomChange,
    SiteRow,
    Slot,
)

WEEKS = 52
WEEKS_A_BLOCK = 2
WEEKS_ON_EITHER_SIDE = 8
TEACHING: Slot = (1, Period.PM)
CLINIC_SLOTS = tuple(slot for slot in WEEKDAY_SLOTS if slot != TEACHING)
MAIN, EAST = "MAIN", "EAST"
WEEKS_WITH_A_ROOM_LENT = 6
MONTH_OF_THANKSGIVING = 11


@dataclass(frozen=True, slots=True)
class Size:
    """How large a demo program is; rooms are per session."""

    residents: int
    faculty: int
    main_rooms: int
    east_rooms: int


def first_monday_around(today: date) -> date:
    """The Monday nearest 1 July before ``today``, moved as little as gives eight weeks on either side of today."""
    first = _usual_first_monday(today.year)
    if first > today:
        first = _usual_first_monday(today.year - 1)
    this_monday = monday_of(today)
    latest = this_monday - timedelta(weeks=WEEKS_ON_EITHER_SIDE)
    earliest = this_monday + timedelta(weeks=WEEKS_ON_EITHER_SIDE + 1 - WEEKS)
    return max(earliest, min(first, latest))


def _usual_first_monday(year: int) -> date:
    return monday_of(date(year, 7, 1) + timedelta(days=3))


def demo_blocks(first_monday: date) -> tuple[BlockColumn, ...]:
    """26 blocks of two weeks."""
    starts = [first_monday + timedelta(weeks=week) for week in range(0, WEEKS, WEEKS_A_BLOCK)]
    length = timedelta(weeks=WEEKS_A_BLOCK, days=-1)
    return tuple(BlockColumn(f"Block {n}", start, start + length) for n, start in enumerate(starts, 1))


DEMO_PROGRAM = "Riverbend Internal Medicine"


def demo_clinic(size: Size, first_monday: date, rng: Random) -> ClinicSettings:
    """Two sites, the federal holidays closed, and a few weeks in which the main site lends a room."""
    last_day = first_monday + timedelta(weeks=WEEKS, days=-1)
    closed = _holidays(first_monday, last_day)
    closures = _closures(closed, last_day)
    closed_days = {holiday.date for holiday in closed} | {closure.date for closure in closures}
    return ClinicSettings(
        program=DEMO_PROGRAM,
        year_label=f"{first_monday.year}-{last_day.year}",
        first_day=first_monday,
        last_day=last_day,
        first_monday=first_monday,
        weeks=WEEKS,
        sites=(
            SiteRow("Main clinic", MAIN, "M", size.main_rooms, phone="555-0140"),
            SiteRow("East clinic", EAST, "E", size.east_rooms, phone="555-0150"),
        ),
        residents_per_preceptor=4,
        clinics_per_day=1,
        max_gap_weeks=6,
        contact_window_weeks=4,
        clinic_slots=CLINIC_SLOTS,
        teaching_slots=(TEACHING,),
        room_changes=(*closures, *_rooms_lent(size.main_rooms, first_monday, closed_days, rng)),
        holidays=closed,
        clinic_line="555-0100",
    )


def _holidays(first: date, last: date) -> tuple[HolidayRow, ...]:
    federal = holidays.country_holidays("US", years=range(first.year, last.year + 1))
    days = sorted((day, name) for day, name in federal.items() if first <= day <= last and day.weekday() < 5)
    return tuple(HolidayRow(day, str(name)) for day, name in days)


def _closures(closed: tuple[HolidayRow, ...], last: date) -> tuple[RoomChange, ...]:
    """The Friday after Thanksgiving, at every site."""
    fridays = [
        holiday.date + timedelta(days=1)
        for holiday in closed
        if holiday.date.month == MONTH_OF_THANKSGIVING and holiday.date.weekday() == 3
    ]
    return tuple(RoomChange(day, None, 0, "Day after Thanksgiving") for day in fridays if day <= last)


def _rooms_lent(rooms: int, first_monday: date, closed: set[date], rng: Random) -> tuple[RoomChange, ...]:
    weeks = sorted(rng.sample(range(2, WEEKS - 2), WEEKS_WITH_A_ROOM_LENT))
    return tuple(
        RoomChange(day, period, rooms - 1, "rooms lent", MAIN)
        for week in weeks
        for weekday, period in CLINIC_SLOTS
        if (day := first_monday + timedelta(weeks=week, days=weekday)) not in closed
    )

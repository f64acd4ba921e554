"""The sessions that a Clinic sheet plans: every site, every clinic half-day of the year, with its rooms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scheduling.domain.calendar import HalfDay, Period, days_from
from scheduling.exchange.workbook.tables import ClinicSettings, RoomChange

Change = Mapping[tuple[date, Period | None, str | None], RoomChange]


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session at a site (its code); 0 rooms = closed, and ``why`` the rooms differ from the site's."""

    site: str
    half_day: HalfDay
    rooms: int
    why: str = ""


def planned_sessions(clinic: ClinicSettings) -> Iterator[PlannedSession]:
    """All sessions of the year by date, half-day and site; the most particular change of rooms wins.

    On a holiday every site is closed, whatever the changes say.
    """
    changes = {(change.date, change.period, change.site): change for change in clinic.room_changes}
    holidays = {holiday.date: holiday.name for holiday in clinic.holidays}
    for day in days_from(clinic.first_day, clinic.last_day):
        for weekday, period in sorted(clinic.clinic_slots, key=lambda slot: (slot[0], slot[1].order)):
            if weekday == day.weekday():
                for site in clinic.sites:
                    change = _change(changes, day, period, site.code)
                    rooms, why = (site.rooms, "") if change is None else (change.rooms, change.why)
                    if day in holidays:
                        rooms, why = 0, holidays[day]
                    yield PlannedSession(site.code, HalfDay(day, period), rooms, why)


def _change(changes: Change, day: date, period: Period, site: str) -> RoomChange | None:
    for key in ((day, period, site), (day, None, site), (day, period, None), (day, None, None)):
        if key in changes:
            return changes[key]
    return None

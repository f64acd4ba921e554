"""What a version of a schedule holds: who attends where, and when coaches are there. Three queries a version."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.seats import Seat
from scheduling.models import Assignment, Precepting, Schedule, ScheduleCoach

BEGINNING = date.min


@dataclass(frozen=True, slots=True)
class Attended:
    """A session that a resident attends."""

    session: int
    site: str
    letter: str


@dataclass(frozen=True, slots=True)
class Content:
    """A version's attendance by resident, the faculty in each session, and the coach counted for each resident."""

    attended: Mapping[int, Mapping[HalfDay, Attended]]
    present: Mapping[int, frozenset[int]]
    coaches: Mapping[int, int]

    def seats(self, resident: int) -> dict[HalfDay, Seat]:
        """Where a resident is, and whether together with the coach."""
        coach = self.coaches.get(resident)
        return {
            half_day: Seat(at.site, at.letter, coach in self.present.get(at.session, ()))
            for half_day, at in self.attended.get(resident, {}).items()
        }

    def clinics(self, first: date, last: date) -> int:
        """Half-days attended by all residents between two dates, both included."""
        return sum(first <= half_day.date <= last for own in self.attended.values() for half_day in own)


NOTHING = Content({}, {}, {})


def content_of(schedule: Schedule, *, first: date = BEGINNING) -> Content:
    """A version's content, from a date on."""
    attended: dict[int, dict[HalfDay, Attended]] = defaultdict(dict)
    rows = Assignment.objects.filter(schedule=schedule, date__gte=first).values_list(
        "resident_id", "date", "period", "session_id", "session__site__name", "session__site__letter"
    )
    for resident, day, period, session, site, letter in rows:
        attended[resident][HalfDay(day, Period(period))] = Attended(session, site, letter)
    present: dict[int, set[int]] = defaultdict(set)
    placed = Precepting.objects.filter(schedule=schedule, date__gte=first)
    for session, faculty in placed.values_list("session_id", "faculty_id"):
        present[session].add(faculty)
    coaches = ScheduleCoach.objects.filter(schedule=schedule).values_list("resident_id", "faculty_id")
    return Content(attended, {key: frozenset(there) for key, there in present.items()}, dict(coaches))


def with_earlier(later: Content, earlier: Content, until: date, today: date) -> Content:
    """The later content, but with what the earlier had before ``until``.

    Of residents whom the later does not know any more, only what lies before today is taken over.
    """
    concerned = later.attended.keys() | later.coaches.keys() | earlier.attended.keys()
    attended = {}
    for resident in concerned:
        end = until if resident in later.coaches else min(until, today)
        kept = {at: what for at, what in earlier.attended.get(resident, {}).items() if at.date < end}
        own = {at: what for at, what in later.attended.get(resident, {}).items() if at.date >= until}
        attended[resident] = kept | own
    past = _sessions_before(earlier, until) | _sessions_before(later, until)
    present = {session: there for session, there in later.present.items() if session not in past}
    present |= {session: there for session, there in earlier.present.items() if session in past}
    return replace(later, attended=attended, present=present)


def with_own_earlier(later: Content, earlier: Content, until: date, residents: Collection[int]) -> Content:
    """The later content, but with what some residents attended in the earlier before ``until``; preceptors stay."""
    attended = dict(later.attended)
    for resident in later.coaches.keys() & set(residents):
        kept = {at: what for at, what in earlier.attended.get(resident, {}).items() if at.date < until}
        own = {at: what for at, what in later.attended.get(resident, {}).items() if at.date >= until}
        attended[resident] = kept | own
    return replace(later, attended=attended)


def _sessions_before(content: Content, day: date) -> set[int]:
    return {
        at.session for own in content.attended.values() for half_day, at in own.items() if half_day.date < day
    }

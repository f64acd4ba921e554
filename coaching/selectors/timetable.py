"""Who is where in one version of a schedule, as everybody's pages read it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from coaching.domain.clinics import Clinic
from coaching.domain.wording import short_site
from scheduling.domain.calendar import HalfDay, Period, days_from
from scheduling.domain.program_year import Duty
from scheduling.models import Assignment, Precepting, Schedule, ScheduleCoach, Session, Site


class Counted(NamedTuple):
    """With whom a version counts a resident's overlaps, and how many there could be."""

    faculty: int
    attainable: int | None


class Present(NamedTuple):
    """A faculty member in a clinic; everybody by primary key."""

    clinic: Clinic
    faculty: int
    duty: str


class Timetable:
    """One version. Sessions, faculty and coaches are read at once, residents when they are asked for; then it is kept."""

    def __init__(self, schedule: Schedule, sites: Mapping[int, Site], zone: ZoneInfo) -> None:
        self._schedule, self._sites, self._zone = schedule, sites, zone
        self._attended: dict[int, tuple[Clinic, ...]] = {}

    def attended(self, resident: int) -> Sequence[Clinic]:
        """Every clinic of a resident, in order of time."""
        self._read_attended([resident])
        return self._attended[resident]

    def together_with(self, faculty: int) -> Iterable[tuple[int, Clinic]]:
        """Every half-day that a coach shares with a resident, resident by resident, in the order of their names."""
        residents = self._coached.get(faculty, ())
        self._read_attended(residents)
        for resident in residents:
            for clinic in self._attended[resident]:
                if clinic.is_together:
                    yield resident, clinic

    def present(self, faculty: int) -> Sequence[Clinic]:
        """Every clinic of a faculty member, in order of time."""
        return self._of_faculty.get(faculty, ())

    def present_between(self, first: date, last: date) -> Iterable[Present]:
        """Faculty in open sessions from one date to another, both included, day by day."""
        for day in days_from(first, last):
            yield from self._by_day.get(day, ())

    def preceptors(self, session: int) -> Sequence[int]:
        """Who precepts in a session, in the order of names."""
        return self._preceptors.get(session, ())

    @cached_property
    def coaches(self) -> Mapping[int, Counted]:
        """With whom each resident's overlaps are counted, in the order of the residents' names."""
        rows = ScheduleCoach.objects.filter(schedule=self._schedule).order_by("resident__name")
        return {
            resident: Counted(faculty, attainable)
            for resident, faculty, attainable in rows.values_list("resident_id", "faculty_id", "attainable")
        }

    @cached_property
    def _coached(self) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for resident, counted in self.coaches.items():
            found[counted.faculty].append(resident)
        return dict(found)

    @cached_property
    def _sessions(self) -> Mapping[int, Session]:
        """From the year's beginning on: a version may have clinics past its end, where it was shortened since."""
        begins = self._schedule.year.first_monday
        return Session.objects.filter(site__in=self._sites, date__gte=begins).in_bulk()

    @cached_property
    def _clinics(self) -> Mapping[int, Clinic]:
        return {pk: self._clinic(session) for pk, session in self._sessions.items()}

    def _clinic(self, session: Session) -> Clinic:
        return clinic_at(
            self._sites[session.site_id], session.pk, self._schedule.pk, session.half_day, self._zone
        )

    @cached_property
    def _faculty(self) -> Sequence[Present]:
        """In the order of names."""
        rows = Precepting.objects.filter(schedule=self._schedule).order_by("faculty__name")
        clinics = self._clinics
        return [
            Present(clinics[session], faculty, duty)
            for session, faculty, duty in rows.values_list("session_id", "faculty_id", "duty")
        ]

    @cached_property
    def _of_faculty(self) -> Mapping[int, Sequence[Clinic]]:
        found: dict[int, list[Clinic]] = defaultdict(list)
        for clinic, faculty, _ in self._faculty:
            found[faculty].append(clinic)
        return {faculty: in_order(clinics) for faculty, clinics in found.items()}

    @cached_property
    def _by_day(self) -> Mapping[date, Sequence[Present]]:
        found: dict[date, list[Present]] = defaultdict(list)
        for present in self._faculty:
            if self._sessions[present.clinic.session].rooms > 0:
                found[present.clinic.date].append(present)
        return dict(found)

    @cached_property
    def _preceptors(self) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for clinic, faculty, duty in self._faculty:
            if duty == Duty.PRECEPTS:
                found[clinic.session].append(faculty)
        return dict(found)

    @cached_property
    def _there(self) -> frozenset[tuple[int, int]]:
        """Which faculty member is in which session."""
        return frozenset((faculty, clinic.session) for clinic, faculty, _ in self._faculty)

    def _read_attended(self, residents: Collection[int]) -> None:
        """One query, for those not asked for before."""
        missing = [resident for resident in residents if resident not in self._attended]
        if not missing:
            return
        found: dict[int, list[Clinic]] = {resident: [] for resident in missing}
        rows = Assignment.objects.filter(schedule=self._schedule, resident__in=missing)
        for resident, session in rows.values_list("resident_id", "session_id"):
            clinic, counted = self._clinics[session], self.coaches.get(resident)
            is_together = counted is not None and (counted.faculty, session) in self._there
            found[resident].append(clinic.shared() if is_together else clinic)
        self._attended.update((resident, tuple(in_order(clinics))) for resident, clinics in found.items())


def clinic_at(site: Site, session: int, schedule: int, half_day: HalfDay, zone: ZoneInfo) -> Clinic:
    """A session on the clock."""
    begins, ends = site.hours(Period(half_day.period))
    return Clinic(
        session=session,
        schedule=schedule,
        half_day=half_day,
        code=site.code,
        site=short_site(site.name),
        letter=site.letter,
        starts=datetime.combine(half_day.date, begins, tzinfo=zone),
        ends=datetime.combine(half_day.date, ends, tzinfo=zone),
    )


def in_order(clinics: Iterable[Clinic]) -> list[Clinic]:
    """In order of time."""
    return sorted(clinics, key=lambda clinic: clinic.starts)

"""What publishing a draft would change, person by person, against the version published now."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from scheduling.domain.calendar import HalfDay, Period
from scheduling.models import Assignment, Pairing, Schedule, ScheduleCoach, ScheduleState


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A half-day and the site's name."""

    half_day: HalfDay
    site: str

    def __str__(self) -> str:
        return f"{self.half_day} · {self.site}"


@dataclass(frozen=True, slots=True)
class ResidentChange:
    """What changes for one resident; notice is counted in days to the first date that changes."""

    resident: str
    lost: tuple[Place, ...]
    gained: tuple[Place, ...]
    together_before: int
    together_after: int
    notice_days: int | None


@dataclass(frozen=True, slots=True)
class NewPairing:
    """A pairing that begins with the publication."""

    resident: str
    coach: str


@dataclass(frozen=True, slots=True)
class PublishEffects:
    """Everything a coordinator should know before pressing Publish."""

    published_version: int | None
    changes: tuple[ResidentChange, ...]
    pairings: tuple[NewPairing, ...]
    residents: int
    clinics: int
    together: int
    attainable: int

    @property
    def unchanged(self) -> int:
        """Residents for whom nothing changes."""
        return self.residents - len(self.changes)


@dataclass(frozen=True, slots=True)
class _Attendance:
    places: dict[int, dict[Place, bool]]

    def of(self, resident: int) -> dict[Place, bool]:
        return self.places.get(resident, {})

    def together(self, resident: int) -> int:
        return sum(self.of(resident).values())


def publish_effects(schedule: Schedule, today: date) -> PublishEffects:
    """Compare a draft with the published version of its year, in a fixed number of queries."""
    published = Schedule.objects.filter(year=schedule.year, state=ScheduleState.PUBLISHED).first()
    after = _attendance(schedule)
    before = (
        _attendance(published) if published is not None and published.pk != schedule.pk else _Attendance({})
    )
    coaches = list(
        ScheduleCoach.objects.filter(schedule=schedule)
        .select_related("resident", "faculty")
        .order_by("resident__name")
    )
    paired = set(
        Pairing.objects.on(schedule.year.last_date)
        .filter(resident__program=schedule.year.program)
        .values_list("resident_id", flat=True)
    )
    changes = (_change(row, before, after, today) for row in coaches)
    return PublishEffects(
        published_version=None if published is None else published.version,
        changes=tuple(change for change in changes if change.lost or change.gained),
        pairings=tuple(
            NewPairing(str(row.resident), row.faculty.formal_name)
            for row in coaches
            if row.resident_id not in paired
        ),
        residents=len(coaches),
        clinics=sum(len(places) for places in after.places.values()),
        together=sum(after.together(row.resident_id) for row in coaches),
        attainable=sum(row.attainable or 0 for row in coaches),
    )


def _attendance(schedule: Schedule) -> _Attendance:
    places: dict[int, dict[Place, bool]] = defaultdict(dict)
    rows = Assignment.objects.filter(schedule=schedule).with_together()
    for resident, day, period, site, together in rows.values_list(
        "resident_id", "date", "period", "session__site__name", "together"
    ):
        places[resident][Place(HalfDay(day, Period(period)), site)] = together
    return _Attendance(places)


def _change(row: ScheduleCoach, before: _Attendance, after: _Attendance, today: date) -> ResidentChange:
    old, new = before.of(row.resident_id), after.of(row.resident_id)
    lost, gained = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    dates = [place.half_day.date for place in (*lost, *gained) if place.half_day.date >= today]
    return ResidentChange(
        resident=str(row.resident),
        lost=tuple(lost),
        gained=tuple(gained),
        together_before=before.together(row.resident_id),
        together_after=after.together(row.resident_id),
        notice_days=(min(dates) - today).days if dates else None,
    )

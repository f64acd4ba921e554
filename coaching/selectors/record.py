"""A resident's record on one page: what the program keeps about them, and who has read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from coaching.domain.clinics import Clinic
from coaching.selectors.clinics import clinics_of
from coaching.selectors.program_book import book_of
from coaching.selectors.rotations import Stretch, rotation_stretches
from coaching.selectors.timetable import in_order
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import (
    Absence,
    Assignment,
    BrokenGlass,
    Pairing,
    Resident,
    ResidentYear,
    Schedule,
    ScheduleState,
    TeamMember,
)

OPENED = (EventKind.RECORD_READ, EventKind.GLASS_BROKEN)


@dataclass(frozen=True, slots=True)
class Reading:
    """That somebody read the record on a day, and how often."""

    name: str
    day: date
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What stands on the page. ``reasons``: whether it says why, of absences and of pairings, and names teams."""

    resident: Resident
    years: Sequence[ResidentYear]
    pairings: Sequence[Pairing]
    rotations: Sequence[Stretch]
    ahead: Sequence[Clinic]
    past: Sequence[Clinic]
    absences: Sequence[Absence]
    teams: Sequence[TeamMember]
    reasons: bool

    @property
    def phone(self) -> str:
        """The phone; where its owner shows it to nobody else, for those alone who read reasons as well."""
        return self.resident.phone if self.reasons else self.resident.shown_phone

    @property
    def pronouns(self) -> str:
        """The pronouns, in the same way."""
        return self.resident.pronouns if self.reasons else self.resident.shown_pronouns


@dataclass(frozen=True, slots=True)
class Readers:
    """Who has read a record, day by day, and when a site administrator broke its glass."""

    readings: Sequence[Reading]
    broken: Sequence[BrokenGlass]


def record(resident: Resident, absences: QuerySet[Absence], now: datetime, *, reasons: bool) -> Record:
    """The record in nine queries. ``absences`` are those that the reader may see."""
    rows = ResidentYear.objects.filter(resident=resident).select_related("year")
    years = list(rows.order_by("-year__first_monday"))
    published = Schedule.objects.filter(year__program=resident.program_id, state=ScheduleState.PUBLISHED)
    attended = Assignment.objects.filter(schedule__in=published, resident=resident).with_together()
    found = clinics_of(attended, resident.program, "together")
    clinics = in_order(clinic.shared() if together else clinic for clinic, together in found)
    return Record(
        resident=resident,
        years=years,
        pairings=list(Pairing.objects.filter(resident=resident).select_related("faculty")),
        rotations=rotation_stretches(book_of(resident.program), resident.pk, years[0].year) if years else (),
        ahead=[clinic for clinic in clinics if not clinic.is_over(now)],
        past=[clinic for clinic in reversed(clinics) if clinic.is_over(now)],
        absences=list(absences.order_by("-first_date")),
        teams=_teams(resident) if reasons else [],
        reasons=reasons,
    )


def _teams(resident: Resident) -> list[TeamMember]:
    """Those of today and before. A coach is told of none: a team is known to its members and to who builds the schedule."""
    return list(resident.team_memberships.select_related("team").order_by("-first_date", "pk"))


def readers(resident: Resident) -> Readers:
    """For its owner alone. Two queries."""
    broken = BrokenGlass.objects.filter(resident=resident).select_related("opened_by")
    return Readers(readings(resident), list(broken))


def readings(resident: Resident) -> list[Reading]:
    """Each reader and day, the latest first. One query."""
    opened = Event.objects.filter(record_of=resident.record_key, kind__in=OPENED)
    day = TruncDate("at", tzinfo=resident.program.zone)
    rows = opened.values("actor_name", day=day).annotate(times=Count("pk")).order_by("-day", "actor_name")
    return [Reading(row["actor_name"], row["day"], row["times"]) for row in rows]


def unseen_glass(resident: Resident) -> list[BrokenGlass]:
    """Openings of the record that its owner has not acknowledged. One query."""
    return list(BrokenGlass.objects.filter(resident=resident, seen_at=None).select_related("opened_by"))

"""A resident's coaches over the years: from when to when, and how often they were together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from coaching.models import Meeting, MeetingState
from scheduling.models import Assignment, Pairing, Resident, ScheduleCoach, ScheduleState

Day = tuple[int, date]


@dataclass(frozen=True, slots=True)
class WithCoach:
    """One pairing: half-days together and meetings held in it until today."""

    coach: str
    first: date
    last: date | None
    together: int
    meetings: int


@dataclass(frozen=True, slots=True)
class YearTogether:
    """What a published year came to with the coach of that year."""

    name: str
    coach: str
    reached: int
    attainable: int | None


@dataclass(frozen=True, slots=True)
class PairingHistory:
    """Coaches, the present one first, and published years, the latest first."""

    coaches: tuple[WithCoach, ...]
    years: tuple[YearTogether, ...]


def pairing_history(resident: Resident, today: date) -> PairingHistory:
    """The whole history, without the reasons for which pairings ended. Five queries."""
    return PairingHistory(_coaches(resident, today), _years(resident))


def _coaches(resident: Resident, today: date) -> tuple[WithCoach, ...]:
    begun = Pairing.objects.filter(resident=resident, first_date__lte=today)
    pairings = list(begun.select_related("faculty").defer("reason"))
    held = Meeting.objects.filter(resident=resident, state=MeetingState.HELD)
    meetings = list(held.order_by().values_list("faculty_id", "date"))
    together = _together(resident)
    return tuple(_with(pairing, today, together, meetings) for pairing in pairings)


def _with(pairing: Pairing, today: date, together: Sequence[Day], meetings: Sequence[Day]) -> WithCoach:
    last = pairing.holds_until
    return WithCoach(
        coach=pairing.faculty.formal_name,
        first=pairing.first_date,
        last=last if last is not None and last < today else None,
        together=_within(pairing, min(today, last or today), together),
        meetings=_within(pairing, min(today, last or today), meetings),
    )


def _within(pairing: Pairing, until: date, days: Sequence[Day]) -> int:
    return sum(who == pairing.faculty_id and pairing.first_date <= day <= until for who, day in days)


def _together(resident: Resident) -> list[Day]:
    """Every published half-day of the resident's with whoever was in clinic there."""
    rows = Assignment.objects.filter(
        resident=resident,
        schedule__state=ScheduleState.PUBLISHED,
        session__preceptings__schedule=F("schedule"),
    )
    return list(rows.order_by().values_list("session__preceptings__faculty_id", "date"))


def _years(resident: Resident) -> tuple[YearTogether, ...]:
    counted = ScheduleCoach.objects.filter(resident=resident, schedule__state=ScheduleState.PUBLISHED)
    rows = list(counted.select_related("schedule__year", "faculty").order_by("-schedule__year__first_monday"))
    reached = (
        Assignment.objects.filter(resident=resident, schedule__in=[row.schedule_id for row in rows])
        .with_together()
        .order_by()
        .values("schedule")
        .annotate(reached=Count("pk", filter=Q(together=True)))
    )
    by_schedule = {row["schedule"]: row["reached"] for row in reached}
    return tuple(
        YearTogether(
            row.schedule.year.name,
            row.faculty.short_name,
            by_schedule.get(row.schedule_id, 0),
            row.attainable,
        )
        for row in rows
    )

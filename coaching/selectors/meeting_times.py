"""Half-days on which a resident and a coach could meet, from the published schedule."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from coaching.domain.clinics import Clinic, still_to_come
from coaching.domain.spans import Span
from coaching.domain.wording import clinic_words, day_away
from coaching.models.meetings import USUAL
from coaching.selectors.clinics import faculty_clinics, resident_clinics
from coaching.selectors.meeting_clashes import planned_with_anybody
from coaching.selectors.published import published_schedules
from scheduling.domain.calendar import DAYS_IN_WEEK, HalfDay, Period, days_from
from scheduling.models import (
    Absence,
    ClinicRule,
    Holiday,
    Pairing,
    Resident,
    Rotation,
    RotationAssignment,
)

WEEKS_AHEAD = 6
OF_EACH = 3
BEFORE_THE_END = timedelta(minutes=30)
FREE_FROM = {Period.AM: time(9), Period.PM: time(14)}
WORKDAYS = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A half-day, when to begin on it, where, and why it fits."""

    half_day: HalfDay
    begins: time
    place: str
    why: str
    away: str

    @property
    def span(self) -> Span:
        """As long as a meeting usually is."""
        return Span(self.half_day.date, self.begins, USUAL)


@dataclass(frozen=True, slots=True)
class _Busy:
    """What keeps either of the two from a half-day."""

    absences: Sequence[Absence]
    holidays: Collection[date]

    def on(self, half_day: HalfDay) -> bool:
        return half_day.date in self.holidays or any(
            absence.first_date <= half_day.date <= absence.last_date
            and absence.period in {"", half_day.period}
            for absence in self.absences
        )


def suggested_times(pairing: Pairing, now: datetime) -> tuple[Suggestion, ...]:
    """First where both are in clinic, then where both are free. Nine queries."""
    resident, faculty = pairing.resident, pairing.faculty
    program = resident.program
    here = now.astimezone(program.zone)
    schedules = published_schedules(program, here.date())
    last = here.date() + timedelta(weeks=WEEKS_AHEAD)
    own = [one for one in still_to_come(resident_clinics(resident, schedules), here) if one.date <= last]
    coachs = still_to_come(faculty_clinics(faculty, schedules), here)
    busy = _busy(pairing, here.date(), last)
    together = _in_clinic(own, coachs, busy, here.date())
    if not schedules:
        return ()
    taken = {clinic.half_day for clinic in (*own, *coachs)}
    free = _free(resident, here.date(), last, taken, busy)
    spans = [span for _, span in planned_with_anybody(pairing, here.date(), last)]
    return (*_apart(together, spans)[:OF_EACH], *_apart(free, spans)[:OF_EACH])


def _apart(times: Sequence[Suggestion], spans: Sequence[Span]) -> list[Suggestion]:
    """Those at which neither meets anybody."""
    return [one for one in times if not any(span.overlaps(one.span) for span in spans)]


def _busy(pairing: Pairing, first: date, last: date) -> _Busy:
    whose = Q(resident=pairing.resident) | Q(faculty=pairing.faculty)
    absences = Absence.objects.filter(whose, first_date__lte=last, last_date__gte=first).defer("reason")
    holidays = Holiday.objects.filter(program=pairing.resident.program, date__range=(first, last))
    return _Busy(list(absences), set(holidays.values_list("date", flat=True)))


def _in_clinic(own: Sequence[Clinic], coachs: Sequence[Clinic], busy: _Busy, today: date) -> list[Suggestion]:
    """At the end of the half-day, when the last patients have gone."""
    there = {clinic.session for clinic in coachs}
    return [
        Suggestion(
            clinic.half_day,
            (clinic.ends - BEFORE_THE_END).time(),
            clinic_words(clinic.site),
            "both in clinic",
            day_away(clinic.date, today),
        )
        for clinic in own
        if clinic.session in there and clinic.date > today and not busy.on(clinic.half_day)
    ]


def _free(
    resident: Resident, today: date, last: date, taken: Collection[HalfDay], busy: _Busy
) -> list[Suggestion]:
    """Where the rotation leaves room for clinic, and neither has any."""
    open_half_days = (
        half_day
        for half_day in _left_open(resident, today, last)
        if half_day not in taken and not busy.on(half_day)
    )
    return [
        Suggestion(half_day, FREE_FROM[half_day.period], "", "both free", day_away(half_day.date, today))
        for half_day in open_half_days
    ]


def _left_open(resident: Resident, today: date, last: date) -> Iterator[HalfDay]:
    rows = (
        RotationAssignment.objects.filter(
            resident=resident, block__first_date__lte=last, block__last_date__gt=today
        )
        .select_related("block", "rotation")
        .prefetch_related("rotation__weeks", "rotation__half_days")
        .order_by("block__first_date")
    )
    for row in rows:
        first = max(row.block.first_date, today + timedelta(days=1))
        for day in days_from(first, min(row.block.last_date, last)):
            week = (day - row.block.first_date).days // DAYS_IN_WEEK + 1
            if day.weekday() < WORKDAYS:
                yield from (
                    HalfDay(day, period) for period in FREE_FROM if _leaves(row.rotation, week, day, period)
                )


def _leaves(rotation: Rotation, week: int, day: date, period: Period) -> bool:
    """Whether a rotation leaves a half-day of a week of its block for clinic; prefetched."""
    own = [one.clinic_rule for one in rotation.weeks.all() if one.week_of_block == week]
    rule = own[0] if own else rotation.clinic_rule
    if rule != ClinicRule.LISTED:
        return rule == ClinicRule.ANY
    return any(
        one.weekday == day.weekday() and one.period == period and one.week_of_block in {None, week}
        for one in rotation.half_days.all()
    )

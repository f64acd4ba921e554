"""What publishing a draft would change, person by person, against the version published now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.domain.calendar import DAYS_IN_WEEK, monday_of
from scheduling.domain.seats import Change
from scheduling.models import Faculty, Pairing, Schedule, ScheduleCoach, ScheduleState
from scheduling.selectors.schedule_changes import ResidentChanges, Roster, resident_changes, roster_of
from scheduling.selectors.schedule_content import (
    NOTHING,
    Content,
    content_of,
    with_earlier,
    with_own_earlier,
)


@dataclass(frozen=True, slots=True)
class NewPairing:
    """A pairing that begins with the publication."""

    resident: str
    coach: str


@dataclass(frozen=True, slots=True)
class PublishEffects:
    """Everything a coordinator should know before pressing Publish."""

    schedule: Schedule
    published: Schedule | None
    today: date
    changes: tuple[ResidentChanges, ...]
    past_kept: int
    pairings: tuple[NewPairing, ...]
    coaches: dict[int, Faculty]
    residents: int
    clinics: int
    clinics_between: int
    together: int
    together_before: int
    attainable: int

    @property
    def is_first(self) -> bool:
        """Whether nothing of the year was published before."""
        return self.published is None

    @property
    def unchanged(self) -> int:
        """Residents for whom nothing changes."""
        return self.residents - len(self.changes)

    @property
    def notice_days(self) -> int:
        """What the program promises."""
        return self.schedule.year.program.notice_days

    @property
    def half_days(self) -> int:
        """How many half-days change, one of one resident each."""
        return sum(len(row.changes) for row in self.changes)

    def is_late(self, change: Change) -> bool:
        """Whether a change comes with less notice than promised. In a first version nothing is a change."""
        return not self.is_first and 0 <= change.notice_days(self.today) < self.notice_days

    def late(self) -> list[tuple[ResidentChanges, list[Change]]]:
        """Whose changes come late, and which."""
        found = ((row, [change for change in row.changes if self.is_late(change)]) for row in self.changes)
        return [(row, late) for row, late in found if late]

    def residents_told(self) -> list[ResidentChanges]:
        """Those for whom something to come changes."""
        return [row for row in self.changes if row.to_come(self.today)]

    def coaches_told(self) -> dict[Faculty, list[ResidentChanges]]:
        """Coaches, each with those of their residents who are told something."""
        told: dict[Faculty, list[ResidentChanges]] = {}
        for row in self.residents_told():
            if row.coach is not None:
                told.setdefault(row.coach, []).append(row)
        return dict(sorted(told.items(), key=lambda item: item[0].name))


@dataclass(frozen=True, slots=True)
class Comparison:
    """A version and the one published now, read once; effects are reckoned from it without a query."""

    schedule: Schedule
    published: Schedule | None
    before: Content
    after: Content
    roster: Roster
    pairings: tuple[NewPairing, ...]
    attainable: int

    def effects(
        self, today: date, *, keep_until: date | None, without: Collection[int] = ()
    ) -> PublishEffects:
        """What would change, if all before a date stays as it is published; None: nothing is kept.

        ``without``: residents (by primary key) of whom what would come late stays, too, to the end of its week.
        """
        kept = keep_until is not None and self.published is not None
        after = self.after
        if keep_until is not None and kept:
            after = with_earlier(self.after, self.before, keep_until, today)
        if self.published is not None:
            after = with_own_earlier(
                after, self.before, first_week_with_notice(self.schedule, today), without
            )
        changes = resident_changes(self.before, after, self.roster)
        days = [change.half_day.date for row in changes for change in row.changes]
        return PublishEffects(
            schedule=self.schedule,
            published=self.published,
            today=today,
            changes=changes,
            past_kept=self._past(today) if kept else 0,
            pairings=self.pairings,
            coaches={key: self.roster.faculty[coach] for key, coach in after.coaches.items()},
            residents=len(after.coaches),
            clinics=sum(map(len, after.attended.values())),
            clinics_between=after.clinics(min(days), max(days)) if days else 0,
            together=_together(after),
            together_before=_together(self.before),
            attainable=self.attainable,
        )

    def changes_before(self, day: date) -> bool:
        """Whether the two versions tell anything before a day otherwise."""
        rows = resident_changes(self.before, self.after, self.roster)
        return any(change.half_day.date < day for row in rows for change in row.changes)

    def _past(self, today: date) -> int:
        """Half-days before today that the two versions tell otherwise."""
        rows = resident_changes(self.before, self.after, self.roster)
        return sum(len(row.been(today)) for row in rows)


def compare_with_published(schedule: Schedule) -> Comparison:
    """Read a version and the published one of its year, in a fixed number of queries."""
    published = Schedule.objects.filter(year=schedule.year, state=ScheduleState.PUBLISHED).first()
    other = published if published is not None and published.pk != schedule.pk else None
    coaches = list(ScheduleCoach.objects.filter(schedule=schedule).order_by("resident__name"))
    roster = roster_of(schedule.year)
    paired = set(
        Pairing.objects.on(schedule.year.last_date)
        .filter(resident__program=schedule.year.program)
        .values_list("resident_id", flat=True)
    )
    return Comparison(
        schedule=schedule,
        published=other,
        before=content_of(other) if other else NOTHING,
        after=content_of(schedule),
        roster=roster,
        pairings=tuple(
            NewPairing(str(roster.residents[row.resident_id]), roster.faculty[row.faculty_id].formal_name)
            for row in coaches
            if row.resident_id not in paired
        ),
        attainable=sum(row.attainable or 0 for row in coaches),
    )


def publish_effects(schedule: Schedule, today: date) -> PublishEffects:
    """What publishing a draft would change, with the past kept as it was published."""
    return compare_with_published(schedule).effects(today, keep_until=today)


def first_day_with_notice(schedule: Schedule, today: date) -> date:
    """The first date on which a change comes with the notice that the program promises."""
    return today + timedelta(days=schedule.year.program.notice_days)


def first_week_with_notice(schedule: Schedule, today: date) -> date:
    """The Monday of the first week that comes as a whole with that notice: up to it somebody's late changes stay.

    A move within a week is left out or made, never halved.
    """
    first = first_day_with_notice(schedule, today)
    return monday_of(first + timedelta(days=DAYS_IN_WEEK - 1))


def _together(content: Content) -> int:
    return sum(seat.together for resident in content.attended for seat in content.seats(resident).values())

"""The versions of a year's schedule, each with its figures."""

from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet, Sum

from scheduling.models import AcademicYear, Assignment, Schedule, ScheduleCoach, ScheduleEdit, ScheduleState

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Version:
    """One version: clinics, those together with the coach, the most that could be, and how many steps changed it."""

    schedule: Schedule
    clinics: int
    together: int
    attainable: int
    steps: int = 0


def versions(year: AcademicYear) -> list[Version]:
    """The latest versions, the newest first, in five queries."""
    rows = year.schedules.select_related("run", "created_by", "published_by")
    schedules = list(rows.defer("run__problem", "run__outcome")[:SHOWN])
    assignments = Assignment.objects.filter(schedule__in=schedules)
    clinics = _by_schedule(assignments)
    together = _by_schedule(assignments.with_together().filter(together=True))
    ceilings = ScheduleCoach.objects.filter(schedule__in=schedules).values_list("schedule_id")
    attainable = dict(ceilings.annotate(total=Sum("attainable")).order_by())
    standing = ScheduleEdit.objects.filter(schedule__in=schedules, undone_at=None).values_list("schedule_id")
    steps = dict(standing.annotate(count=Count("pk")).order_by())
    return [
        Version(s, clinics.get(s.pk, 0), together.get(s.pk, 0), attainable.get(s.pk) or 0, steps.get(s.pk, 0))
        for s in schedules
    ]


def thrown_away(year: AcademicYear) -> list[Schedule]:
    """The drafts that can be brought back, the last thrown away first. One query."""
    rows = Schedule.with_thrown_away.filter(year=year, thrown_away_at__isnull=False)
    return list(rows.select_related("thrown_away_by").order_by("-thrown_away_at", "-pk"))


def figures_of(schedule: Schedule) -> Version:
    """One version's figures, in three queries."""
    assignments = Assignment.objects.filter(schedule=schedule)
    attainable = schedule.coaches.aggregate(total=Sum("attainable"))["total"]
    together = assignments.with_together().filter(together=True).count()
    return Version(schedule, assignments.count(), together, attainable or 0)


def newest_number(year: AcademicYear) -> int:
    """The number of the year's newest version, 0 before the first. One query."""
    return year.schedules.aggregate(newest=Max("version"))["newest"] or 0


def newest_to_publish(year: AcademicYear) -> Schedule | None:
    """The newest draft; else the published version."""
    order = {ScheduleState.DRAFT: 0, ScheduleState.PUBLISHED: 1}
    offered = year.schedules.filter(state__in=list(order)).select_related("run")
    found = offered.defer("run__problem", "run__outcome")
    return min(
        found, key=lambda schedule: (order[ScheduleState(schedule.state)], -schedule.version), default=None
    )


def newest_to_look_at(year: AcademicYear) -> Schedule | None:
    """The published version; else the newest draft."""
    found = list(year.schedules.exclude(state=ScheduleState.ARCHIVED))
    published = [schedule for schedule in found if schedule.state == ScheduleState.PUBLISHED]
    return next(iter([*published, *found]), None)


def _by_schedule(rows: QuerySet[Assignment]) -> dict[int, int]:
    return dict(rows.values_list("schedule_id").annotate(count=Count("pk")).order_by())

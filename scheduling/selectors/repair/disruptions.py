"""The repair list: what was reported and waits, what was decided, and which version is to be repaired."""

from django.db.models import Q, QuerySet

from scheduling.models import AcademicYear, Disruption, Schedule, ScheduleState

DECIDED_SHOWN = 12


def waiting_disruptions(year: AcademicYear | None) -> list[Disruption]:
    """Those about which somebody has still to decide, the earliest first. One query."""
    return list(_described(Disruption.objects.waiting().filter(year=year))) if year else []


def decided_disruptions(year: AcademicYear | None) -> list[Disruption]:
    """The last of those that were repaired, left as they are or dismissed. One query."""
    if year is None:
        return []
    waiting = Disruption.objects.waiting().filter(year=year)
    decided = _described(Disruption.objects.filter(year=year).exclude(pk__in=waiting.values("pk")))
    return list(decided.order_by("-first_date", "-pk")[:DECIDED_SHOWN])


def versions_to_repair(year: AcademicYear) -> list[Schedule]:
    """What is published, of which a new draft is made, and the drafts, the newest first."""
    rows = year.schedules.filter(Q(state=ScheduleState.PUBLISHED) | Q(state=ScheduleState.DRAFT))
    found = sorted(rows, key=lambda row: row.state != ScheduleState.PUBLISHED)
    for schedule in found:
        schedule.year = year
    return found


def repaired_in(version: Schedule) -> list[Disruption]:
    """What a version repairs, the earliest first. One query."""
    rows = Disruption.objects.filter(repair__schedule=version, repair__undone_at=None)
    return list(rows.select_related("resident", "faculty", "site"))


def _described(rows: QuerySet[Disruption]) -> QuerySet[Disruption]:
    return rows.select_related("resident", "faculty", "site", "reported_by", "repair__schedule")

"""Taking a roll-over back exactly, as long as nobody built on it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import (
    AcademicYear,
    Holiday,
    Pairing,
    Resident,
    RollOver,
    RunState,
    Schedule,
    ScheduleState,
    Session,
    SolveRun,
)
from scheduling.services.data_edits import lock_data
from scheduling.services.leaving import leave, stay
from scheduling.services.rolling_over.making import RollOverRefused
from scheduling.services.rolling_over.state import changed_since


def standing_against(roll_over: RollOver) -> list[str]:
    """Why a roll-over cannot be reversed any more, a sentence each; nothing where it can."""
    if roll_over.year is None:
        return ["It was reversed already."]
    if later := RollOver.objects.filter(from_year=roll_over.year, reversed_at__isnull=True).first():
        return [f"{roll_over.year} was rolled over to {later.name}. Take that back first."]
    schedules = Schedule.objects.filter(year=roll_over.year).exclude(state=ScheduleState.DRAFT)
    if first := schedules.order_by("version").first():
        return [f"Version {first.version} of {roll_over.year} was published, so people rely on the year."]
    runs = SolveRun.objects.filter(year=roll_over.year, state__in=[RunState.QUEUED, RunState.RUNNING])
    if run := runs.first():
        return [f"Run {run.number} of {roll_over.year} is under way. Stop it first."]
    return [
        f"{what} was changed by hand since. Taking it back would lose that."
        for what in changed_since(roll_over)
    ]


@transaction.atomic
def reverse(*, roll_over: RollOver, actor: User | None) -> bool:
    """Take it back; False if that was done already. Raises ``RollOverRefused``."""
    lock_data(roll_over.program)
    row = RollOver.objects.select_related("year", "program").get(pk=roll_over.pk)
    if row.year is None:
        return False
    reasons = standing_against(row)
    if reasons:
        raise RollOverRefused(reasons)
    year = row.year
    _pairings(row.made["pairings"])
    Resident.objects.filter(pk__in=list(row.made["interns"])).delete()
    _graduates(row.made["graduates"], actor)
    days = (year.first_monday, year.last_date)
    sessions = Session.objects.filter(site__program=row.program, date__range=days)
    sessions.exclude(pk__in=row.made["sessions_before"]).delete()
    Holiday.objects.filter(program=row.program, date__in=list(row.made["holidays"])).delete()
    AcademicYear.objects.filter(pk=year.pk).delete()
    row.year, row.reversed_at = None, timezone.now()
    row.save(update_fields=["year", "reversed_at"])
    record(
        program_id=row.program_id,
        actor=actor,
        kind=EventKind.ROLL_OVER_REVERSED,
        subject=f"{row.from_year} to {row.name}",
        before={"year": row.name},
    )
    return True


def _pairings(made: dict[str, Any]) -> None:
    for pk, (before, _) in made.items():
        Pairing.objects.filter(pk=pk).update(last_date=before)


def _graduates(made: dict[str, Any], actor: User | None) -> None:
    for row in Resident.objects.filter(pk__in=list(made)).select_related("user", "program"):
        before, after = made[str(row.pk)]
        if before == after:
            continue
        if before is None:
            stay(person=row, actor=actor)
        else:
            leave(person=row, on=date.fromisoformat(before), actor=actor)

"""Making the next year as planned, in one transaction, once."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import (
    AcademicYear,
    Block,
    FacultyHalfDay,
    Holiday,
    Pairing,
    Resident,
    ResidentYear,
    RollOver,
    Session,
)
from scheduling.services.data_edits import lock_data
from scheduling.services.leaving import leave
from scheduling.services.rolling_over.asked import Asked
from scheduling.services.rolling_over.plan import Plan
from scheduling.services.rolling_over.state import state_of

BATCH = 1000


class RollOverRefused(Exception):
    """Nothing was done; ``reasons`` says why, a sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def roll_over(*, year: AcademicYear, asked: Asked, looked_at: str, actor: User | None) -> RollOver:
    """Go over to the next year, or return the roll-over from this year that was made already.

    ``looked_at`` is the digest of the plan that the page showed. Raises ``RollOverRefused``.
    """
    lock_data(year.program)
    return make(year, asked, looked_at, actor)


def make(year: AcademicYear, asked: Asked, looked_at: str, actor: User | None) -> RollOver:
    """Make it, in the transaction of somebody who holds the program's data."""
    done = RollOver.objects.filter(from_year=year, reversed_at__isnull=True).select_related("year").first()
    if done is not None:
        return done
    plan = _as_looked_at(year, asked, looked_at)
    new = AcademicYear(
        program=year.program, name=asked.name, first_monday=asked.first_monday, weeks=asked.weeks
    )
    AcademicYear.objects.bulk_create([new])  # one event tells of all of it
    made: dict[str, Any] = {
        "interns": _residents(new, plan),
        "graduates": _graduates(plan, actor),
        "pairings": _pairings(plan),
        "holidays": _holidays(plan),
        "sessions_before": _sessions_before(new),
    }
    _pattern(new, plan)
    _tell(new, plan, made, actor)
    return RollOver.objects.create(
        program=year.program,
        from_year=year,
        year=new,
        name=new.name,
        made=made,
        state=state_of(new),
        actor=actor,
    )


def _as_looked_at(year: AcademicYear, asked: Asked, looked_at: str) -> Plan:
    """The plan, if it can be made and is the one that was shown."""
    plan = Plan(year, asked)
    if plan.faults:
        raise RollOverRefused(plan.faults)
    if plan.digest != looked_at:
        raise RollOverRefused(
            ["The program's data changed since you looked. Look at the plan again, then roll over."]
        )
    return plan


def _tell(new: AcademicYear, plan: Plan, made: dict[str, Any], actor: User | None) -> None:
    record(
        program_id=plan.program.pk,
        actor=actor,
        kind=EventKind.YEAR_ROLLED_OVER,
        subject=f"{plan.year} to {new}",
        before={"year": plan.year.name},
        after={
            "year": new.name, "graduates": len(made["graduates"]), "move_on": len(plan.movers),
            "interns": len(made["interns"]), "blocks": len(plan.blocks), "half_days": len(plan.half_days),
        },
    )  # fmt: skip


def _residents(new: AcademicYear, plan: Plan) -> dict[str, list[str]]:
    """Places in the new year; the interns, by key."""
    interns = Resident.objects.bulk_create(
        Resident(program=new.program, name=one.name, email=one.email, program_start=new.first_monday)
        for one in plan.asked.interns
    )
    places = [(one.resident, one.pgy, one.targets) for one in plan.movers]
    places += [
        (row, said.pgy, plan.targets_of(said.pgy))
        for row, said in zip(interns, plan.asked.interns, strict=True)
    ]
    ResidentYear.objects.bulk_create(
        ResidentYear(resident=row, year=new, pgy=pgy, clinics_min=least, clinics_max=most)
        for row, pgy, (least, most) in places
    )
    return {str(row.pk): [row.name, row.email] for row in interns}


def _graduates(plan: Plan, actor: User | None) -> dict[str, list[str | None]]:
    """They leave when the year has ended; by key, the day before and after."""
    made: dict[str, list[str | None]] = {}
    for resident in plan.graduates:
        before = resident.left_on
        on = min(before or plan.leaves_on, plan.leaves_on)
        made[str(resident.pk)] = [str(before) if before else None, str(on)]
        if before != on:
            leave(person=resident, on=on, actor=actor)
    return made


def _pairings(plan: Plan) -> dict[str, list[str | None]]:
    """Those of graduates end with the year; by key, the day before and after."""
    made: dict[str, list[str | None]] = {}
    last = plan.year.last_date
    for pairing in plan.ending:
        made[str(pairing.pk)] = [str(pairing.last_date) if pairing.last_date else None, str(last)]
    Pairing.objects.filter(pk__in=[pairing.pk for pairing in plan.ending]).update(last_date=last)
    return made


def _holidays(plan: Plan) -> dict[str, str]:
    Holiday.objects.bulk_create(
        Holiday(program=plan.program, date=day, name=name) for day, name in plan.holidays
    )
    return {day.isoformat(): name for day, name in plan.holidays}


def _sessions_before(new: AcademicYear) -> list[int]:
    """Sessions that were entered before their year was made, as a rule none; they stay as they were entered."""
    days = (new.first_monday, new.last_date)
    return list(
        Session.objects.filter(site__program=new.program, date__range=days).values_list("pk", flat=True)
    )


def _pattern(new: AcademicYear, plan: Plan) -> None:
    """Faculty half-days, sessions and blocks, without anybody in them."""
    FacultyHalfDay.objects.bulk_create(FacultyHalfDay(year=new, **_copied(one)) for one in plan.half_days)
    Session.objects.bulk_create(
        [
            Session(
                site=one.site,
                date=new.first_monday + timedelta(weeks=week, days=one.weekday),
                period=one.period,
                rooms=one.rooms,
            )
            for one in plan.rooms
            for week in range(new.weeks)
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    Block.objects.bulk_create(
        Block(year=new, label=one.label, first_date=one.first, last_date=one.last) for one in plan.blocks
    )


def _copied(one: FacultyHalfDay) -> dict[str, Any]:
    names = ("faculty_id", "site_id", "weekday", "period", "duty", "weeks_of_month")
    return {name: getattr(one, name) for name in names}

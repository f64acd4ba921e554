"""What the demo prints about itself."""

from collections.abc import Iterator
from datetime import date

from coaching.management.demo.data import PASSWORD, Account, people
from scheduling.models import Program, Schedule, ScheduleState, Session
from scheduling.selectors.publish_effects import publish_effects


def figures(program: Program, today: date) -> Iterator[str]:
    """The published year in figures, a line each."""
    schedule = Schedule.objects.select_related("run", "year").get(
        year__program=program, state=ScheduleState.PUBLISHED
    )
    effects = publish_effects(schedule, today)
    year = schedule.year
    sessions = Session.objects.filter(
        site__program=program, date__range=(year.first_monday, year.last_date), rooms__gt=0
    )
    residents, faculty = people(program)
    yield f"{program.name} {year.name}, {year.first_monday:%d %b %Y} to {year.last_date:%d %b %Y}"
    yield f"Residents         {residents:,}"
    yield f"Faculty           {faculty:,}"
    yield f"Sessions          {sessions.count():,}"
    yield (
        f"Overlap rate      {effects.together / max(1, effects.clinics):.1%}  "
        f"({effects.together:,} of {effects.clinics:,} clinics with the coach)"
    )
    yield (
        f"Attainable        {effects.attainable:,} overlaps if each resident were alone; "
        f"{effects.together / max(1, effects.attainable):.1%} reached"
    )
    yield from _proof(schedule)


def _proof(schedule: Schedule) -> Iterator[str]:
    run = schedule.run
    if run is None or schedule.objective is None or schedule.bound is None:
        return
    proof = "proven best" if run.status == "optimal" else f"within {run.gap or 0:.2%} of the best possible"
    yield f"Objective         {schedule.objective:,.1f}"
    yield f"Proven bound      {schedule.bound:,.1f}  ({proof})"
    if run.started_at and run.ended_at:
        yield f"Solved in         {(run.ended_at - run.started_at).total_seconds():.1f} s by the worker"


def how_to_sign_in(address: str, accounts: list[Account]) -> Iterator[str]:
    """The address and one account per role."""
    yield f"Open {address}  and sign in as (password for all: {PASSWORD})"
    for account in accounts:
        yield f"  {account.role:<26} {account.email:<38} {account.name}"

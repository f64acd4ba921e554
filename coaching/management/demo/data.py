"""The demo's data: an invented program brought in through the importer, and one account per role."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from coaching.management.demo.pulse import show_pulse
from coaching.management.demo.requests import make_requests
from coaching.management.demo.teams import make_teams
from connectedness.accounts.models import Membership, Role, User
from scheduling.exchange.demo_program import DEMO_PROGRAM, DemoSize, demo_tables
from scheduling.exchange.workbook import write_workbook
from scheduling.models import Faculty, Program, Resident, RunState, Schedule, ScheduleState, SolveRun
from scheduling.services.drafts import make_draft
from scheduling.services.importing import import_workbook
from scheduling.services.publishing import publish_schedule
from scheduling.services.runs import request_run

NURSES = ("Tomas Birgisson", "Signe Halloran")
PASSWORD = "together-in-clinic"  # noqa: S105  # printed on the screen: for the demo on this machine alone
SOLVE_SECONDS: dict[DemoSize, int] = {"typical": 20, "large": 45}
WAIT_BEYOND_LIMIT = 60.0
FULL_PANEL = 4
ENOUGH_RESIDENTS = 10


class DemoFailed(Exception):
    """The demo could not be made; the message is one line for people."""


@dataclass(frozen=True, slots=True)
class Account:
    """One person of the demo, how they sign in, and where they land."""

    role: str
    name: str
    email: str


def refuse_real_data() -> None:
    """Raise ``DemoFailed`` if the database holds a program that no demo made: a demo would mix with it or empty it."""
    real = Program.objects.exclude(name=DEMO_PROGRAM).values_list("name", flat=True).first()
    if real is not None:
        raise DemoFailed(
            f"The database holds {real}, which is no demo. Choose an empty one with DATABASE_URL, or unset it."
        )


def bring_in(size: DemoSize, today: date) -> Program:
    """Import an invented program whose year holds ``today``, through the importer that users have."""
    tables = demo_tables(size, today)
    done = import_workbook(content=write_workbook(tables), filename=f"demo-{size}.xlsx", actor=None)
    if not done.can_apply:
        raise DemoFailed("The demo's workbook was refused: " + str(done.issues[0]))
    return Program.objects.get(name=tables.clinic.program)


def solve(program: Program, size: DemoSize, look: Callable[[], None]) -> SolveRun:
    """Ask for the year's schedule and wait for the worker; raises ``DemoFailed`` if it finds none."""
    year = program.years.get()
    coordinator = User.objects.filter(
        memberships__program=program, memberships__role=Role.COORDINATOR
    ).first()
    limit = SOLVE_SECONDS[size]
    run = request_run(year=year, actor=coordinator, decide_pairing=True, time_limit=limit)
    deadline = time.monotonic() + limit + WAIT_BEYOND_LIMIT
    while run.is_open and time.monotonic() < deadline:
        look()
        time.sleep(0.2)
        run.refresh_from_db(fields=["state", "objective", "bound", "message", "status"])
    if run.state != RunState.FINISHED:
        raise DemoFailed(f"The run ended as “{run.get_state_display()}”: {run.message or 'no reason given'}")
    return run


@transaction.atomic
def show(run: SolveRun, today: date) -> Schedule:
    """Open the run's result as a draft, publish it, let a resident and their coach sign in, make teams: all or nothing."""
    run = SolveRun.objects.get(pk=run.pk)
    draft = make_draft(run=run, actor=run.created_by)
    published = publish_schedule(schedule=draft, actor=run.created_by, seen_edition=draft.edition)
    program = published.year.program
    make_requests(published, *make_member_accounts(program, today), today)
    nurses = [_account(program, Role.NURSE, name) for name in NURSES]
    make_teams(published, today, nurses)
    show_pulse(published.year.program, run.created_by, timezone.now())
    return published


@transaction.atomic
def make_staff_accounts(program: Program) -> None:
    """Accounts of those who build and oversee, so that a person asks for the first run."""
    _account(program, Role.COORDINATOR, "Alma Sandoval")
    _make_chief(program)
    _account(program, Role.DIRECTOR, "Helene Vasquez")
    _account(program, Role.NURSE, NURSES[0])
    if not User.objects.filter(is_superuser=True).exists():
        User.objects.create_superuser("admin@example.org", PASSWORD, name="Site Administrator")


def make_member_accounts(program: Program, today: date) -> tuple[Resident, Faculty]:
    """Accounts of one resident with overlaps to come, and of their coach; these two."""
    schedule = Schedule.objects.get(year__program=program, state=ScheduleState.PUBLISHED)
    resident = _resident_to_show(schedule, today)
    coach = resident.pairings.get(last_date__isnull=True).faculty
    for person, role in ((resident, Role.RESIDENT), (coach, Role.FACULTY)):
        person.user = _account(program, role, person.full_name, person.email)
        person.save(update_fields=["user"])
    return resident, coach


def accounts(program: Program) -> list[Account]:
    """Everybody who can sign in to the demo, in the order of the roles; somebody with two stands at the first."""
    order = {role: place for place, role in enumerate(Role.values)}
    held = Membership.objects.current().filter(program=program).select_related("user")
    roles: dict[User, list[str]] = {}
    for membership in sorted(held, key=lambda membership: order[membership.role]):
        roles.setdefault(membership.user, []).append(membership.get_role_display())
    found = [Account(", ".join(names), user.name, user.email) for user, names in roles.items()]
    admins = User.objects.filter(is_superuser=True).order_by("pk")[:1]
    return found + [Account("Site administrator", admin.name, admin.email) for admin in admins]


def _make_chief(program: Program) -> None:
    """One of the most senior residents, who keeps their own role beside; where there are few, somebody else."""
    seniors = Resident.objects.filter(program=program).order_by("-years__pgy", "name")
    if seniors.count() < ENOUGH_RESIDENTS:
        _account(program, Role.CHIEF, "Marek Oduya")
        return
    senior = seniors[0]
    for role in (Role.CHIEF, Role.RESIDENT):
        senior.user = _account(program, role, senior.full_name, senior.email)
    senior.save(update_fields=["user"])


def _resident_to_show(schedule: Schedule, today: date) -> Resident:
    """Somebody whose pages have much to show: a coach with a full panel, and the soonest overlap to come."""
    panels = Counter(schedule.coaches.values_list("faculty_id", flat=True))
    coach_of = dict(schedule.coaches.values_list("resident_id", "faculty_id"))
    to_come = (
        schedule.assignments.with_together().filter(together=True, date__gte=today).order_by("date", "pk")
    )
    soonest: dict[int, date] = {}
    for pk, day in to_come.values_list("resident_id", "date"):
        soonest.setdefault(pk, day)
    if not soonest:
        raise DemoFailed("Nobody overlaps with their coach after today.")
    taken = set(Resident.objects.filter(pk__in=soonest, user__isnull=False).values_list("pk", flat=True))
    best = min(
        soonest.keys() - taken or soonest,
        key=lambda pk: (-min(FULL_PANEL, panels[coach_of[pk]]), soonest[pk], pk),
    )
    return Resident.objects.get(pk=best)


def _account(program: Program, role: Role, name: str, email: str = "") -> User:
    address = (
        email or f"{name.split(maxsplit=1)[0].lower()}.{name.rsplit(maxsplit=1)[-1].lower()}@example.org"
    )
    user = User.objects.filter(email=address).first() or User.objects.create_user(
        address, PASSWORD, name=name
    )
    Membership.objects.get_or_create(user=user, program=program, role=role, ended_at=None)
    return user


def people(program: Program) -> tuple[int, int]:
    """Residents and faculty of the program."""
    return Resident.objects.filter(program=program).count(), Faculty.objects.filter(program=program).count()

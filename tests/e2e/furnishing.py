"""What a journey finds in its installation: programs, accounts, a published year.

These functions run inside the installation, by ``House.furnish``, and return what can be written as JSON.
"""

from datetime import date, timedelta

from allauth.socialaccount.models import SocialApp
from django.utils import timezone

from coaching.models import LastLook
from coaching.services.pulse.answering import answer
from connectedness.accounts.models import Membership, Role, User
from scheduling.domain.calendar import WEEKDAYS, HalfDay, Period, monday_of, week_index
from scheduling.exchange.workbook import write_workbook
from scheduling.models import (
    AcademicYear,
    Faculty,
    Program,
    Resident,
    RunState,
    Schedule,
    ScheduleState,
    SolveRun,
)
from scheduling.selectors.years import program_today
from scheduling.services.drafts import make_draft
from scheduling.services.importing import import_workbook
from scheduling.services.publishing import publish_schedule
from scheduling.services.runs import request_run
from scheduling.services.versions import restore_version
from tests.coaching.pulse_program import make_pulse_program, paper
from tests.e2e.programs import small_tables, whole_tables
from tests.factories import assign, make_schedule
from tests.services.drafting import make_drafting
from tests.services.swapping import make_swapping
from tests.waiting import wait_until

PASSWORD = "together-in-clinic"
SOLVING_SECONDS = 60.0
WANTED_AHEAD = 3
TAKEN_OUT = 4
WEEK_WITHOUT_ROOM = 3
Answer = dict[str, str | int]


def empty_program(name: str) -> Answer:
    """A program into which nothing was brought yet, and its coordinator."""
    program = Program.objects.create(name=name)
    return {"program": program.pk, "coordinator": account(program, Role.COORDINATOR).email}


def last_look(email: str) -> Answer:
    """When somebody last looked at their home; empty where they never did."""
    look = LastLook.objects.filter(user__email=email).first()
    return {"at": look.at.isoformat() if look else ""}


def waiting_program(name: str) -> Answer:
    """A program whose year is in and not yet solved, and its coordinator."""
    tables = whole_tables(name)
    assert import_workbook(content=write_workbook(tables), filename="year.xlsx", actor=None).can_apply
    program = Program.objects.get(name=name)
    return {"program": program.pk, "coordinator": account(program, Role.COORDINATOR).email}


def pairing_program(name: str) -> Answer:
    """A program some of whose residents have no coach; the first coach's panel is full."""
    made = waiting_program(name)
    coach = Faculty.objects.filter(program__name=name).order_by("name")[0]
    coach.panel_max = coach.pairings.filter(last_date=None).count()
    coach.panel_min = 0
    coach.save(update_fields=["panel_min", "panel_max"])
    return made


def program_with_two_years(name: str) -> Answer:
    """A program with the year of its workbook and an empty one after it, and its coordinator."""
    made = waiting_program(name)
    year = AcademicYear.objects.get(program__name=name)
    first = year.last_date + timedelta(days=1)
    coming = AcademicYear.objects.create(program=year.program, name="The next year", first_monday=first)
    return {**made, "year": str(year), "coming": str(coming)}


def drafted_program(name: str) -> Answer:
    """A program with a small draft, and two who build it; of one later Tuesday the only room is taken."""
    at = make_drafting(Program.objects.create(name=name))
    full = at.tuesday(WEEK_WITHOUT_ROOM)
    full.rooms = 1
    full.save(update_fields=["rooms"])
    assign(at.draft, at.tomas, full)
    program = at.small.program
    return {
        "program": program.pk,
        "grid": f"/programs/{program.pk}/schedules/{at.draft.pk}/grid/?from={at.small.year.first_monday}",
        "nadia": at.nadia.pk,
        "coordinator": account(program, Role.COORDINATOR, name="Alma Sandoval").email,
        "chief": account(program, Role.CHIEF, name="Moses Oduya").email,
    }


def drafted_year(name: str) -> Answer:
    """A program with a whole year that holds today, and a draft of it in which nobody attends yet."""
    made = waiting_program(name)
    draft = make_schedule(AcademicYear.objects.get(program__name=name))
    return {**made, "year": f"/programs/{made['program']}/schedules/{draft.pk}/grid/?span=year"}


def published_program(name: str) -> Answer:
    """A program whose year was solved by the worker and published, with an account of each role."""
    tables = small_tables(name)
    assert import_workbook(content=write_workbook(tables), filename="year.xlsx", actor=None).can_apply
    program = Program.objects.get(name=name)
    coordinator = account(program, Role.COORDINATOR)
    _publish(program, coordinator)
    nurse = account(program, Role.NURSE)
    staff = {
        "director": account(program, Role.DIRECTOR).email,
        "nurse": nurse.email,
        "nurse_name": nurse.name,
    }
    return {"program": program.pk, "coordinator": coordinator.email, **staff, **link_accounts(program.pk)}


def coach_too(program_id: int, faculty_pk: int, email: str) -> Answer:
    """The account of another program's coach is a coach here as well, with a row that was somebody else's."""
    user = User.objects.get(email=email)
    Faculty.objects.filter(pk=faculty_pk, program=program_id).update(user=user)
    Membership.objects.create(user=user, program_id=program_id, role=Role.FACULTY)
    return {"coach": email}


def worsened_program(name: str) -> Answer:
    """A program with a draft that was solved, and from which clinics of two weeks to come were taken out since."""
    assert import_workbook(
        content=write_workbook(small_tables(name)), filename="year.xlsx", actor=None
    ).can_apply
    program = Program.objects.get(name=name)
    coordinator = account(program, Role.COORDINATOR)
    run = request_run(year=program.years.get(), actor=coordinator, time_limit=20)
    wait_until(lambda: _has_ended(run), SOLVING_SECONDS, what=f"{run} has not ended.")
    draft = make_draft(run=run, actor=coordinator)
    first = monday_of(program_today(program)) + timedelta(weeks=2)
    for week in (first, first + timedelta(weeks=1)):
        met = draft.assignments.with_together().filter(
            together=True, date__range=(week, week + timedelta(days=6))
        )
        draft.assignments.filter(pk__in=list(met.values_list("pk", flat=True)[:TAKEN_OUT])).delete()
    weeks = week_index(first, draft.year.first_monday)
    return {"program": program.pk, "coordinator": coordinator.email, "draft": draft.pk, "week": weeks}


def draft_with_changes(program_id: int) -> Answer:
    """A draft in which somebody's half-day goes within the days of notice, and one of the resident with an account later."""
    published = Schedule.objects.get(year__program=program_id, state=ScheduleState.PUBLISHED)
    draft = restore_version(schedule=published, actor=None, seen_newest=published.version)
    today = program_today(published.year.program)
    first_in_time = today + timedelta(days=published.year.program.notice_days)
    ahead = draft.assignments.filter(date__gt=today).select_related("resident").order_by("date", "pk")
    in_time = ahead.filter(resident__user__isnull=False, date__gte=first_in_time)[0]
    late = ahead.filter(date__lt=first_in_time).exclude(resident=in_time.resident)[0]
    said = {"late": late.resident.full_name, "in_time": in_time.resident.full_name}
    for row in (late, in_time):
        row.delete()
    return {**said, "version": draft.version}


def next_clinic(program_id: int) -> Answer:
    """Who is in clinic next after today, with their coach, and when."""
    schedule = Schedule.objects.get(year__program=program_id, state=ScheduleState.PUBLISHED)
    today = program_today(schedule.year.program)
    met = schedule.assignments.with_together().filter(together=True, date__gt=today)
    row = met.select_related("resident").order_by("date", "pk")[0]
    return {
        "name": row.resident.full_name,
        "resident": row.resident_id,
        "date": row.date.isoformat(),
        "period": row.period,
    }


def swapping_program(name: str) -> Answer:
    """A small published year around today in which two residents could swap; they, a chief and their coach sign in."""
    program = Program.objects.create(name=name)
    at = make_swapping(program, first_monday=monday_of(program_today(program)))
    found: Answer = {
        "program": program.pk,
        "clinic": str(at.monday.half_day),
        "other": str(at.tuesday.half_day),
    }
    for who, user in (("nadia", at.nadia), ("tomas", at.tomas), ("chief", at.chief)):
        user.email = f"{who}.{program.pk}@example.org"
        user.set_password(PASSWORD)
        user.save()
        found[who] = user.email
    return found


def _publish(program: Program, actor: User) -> None:
    run = request_run(year=program.years.get(), actor=actor, decide_pairing=True, time_limit=20)
    wait_until(lambda: _has_ended(run), SOLVING_SECONDS, what=f"{run} has not ended.")
    assert run.state == RunState.FINISHED, run.message
    draft = make_draft(run=run, actor=actor)
    publish_schedule(schedule=draft, actor=actor, seen_edition=draft.edition)


def _has_ended(run: SolveRun) -> bool:
    run.refresh_from_db()
    return not run.is_open


def link_accounts(program_id: int) -> Answer:
    """Accounts for one resident who meets the coach at least three times after today, and for that coach."""
    schedule = Schedule.objects.get(year__program=program_id, state=ScheduleState.PUBLISHED)
    today = program_today(schedule.year.program)
    ahead = _overlaps_from(schedule, today)
    pk = next(pk for pk, days in ahead.items() if len(days) >= WANTED_AHEAD and days[0].date > today)
    resident = Resident.objects.get(pk=pk)
    coach = schedule.coaches.get(resident=resident).faculty
    for person, role in ((resident, Role.RESIDENT), (coach, Role.FACULTY)):
        person.user = account(schedule.year.program, role, name=person.full_name)
        person.save(update_fields=["user"])
    return {
        **_people(resident, coach),
        "next_together": str(ahead[pk][0]),
        "next_date": ahead[pk][0].date.isoformat(),
        "next_weekday": WEEKDAYS[ahead[pk][0].date.weekday()],
        "next_period": ahead[pk][0].period.value,
    }


def _people(resident: Resident, coach: Faculty) -> Answer:
    assert resident.user is not None
    assert coach.user is not None
    return {
        "resident": resident.user.email,
        "resident_name": resident.full_name,
        "resident_filed": resident.name,
        "resident_family_name": resident.family_name,
        "coach": coach.user.email,
        "coach_key": coach.pk,
        "coach_name": coach.full_name,
        "coach_filed": coach.name,
        "coach_family_name": coach.family_name,
    }


def _overlaps_from(schedule: Schedule, first: date) -> dict[int, list[HalfDay]]:
    """The half-days with the coach by resident, the earliest first."""
    found: dict[int, list[HalfDay]] = {}
    rows = schedule.assignments.with_together().filter(together=True, date__gte=first)
    for resident, day, period in rows.values_list("resident_id", "date", "period"):
        found.setdefault(resident, []).append(HalfDay(day, Period(period)))
    return {resident: sorted(half_days) for resident, half_days in found.items()}


def account(program: Program, role: Role, name: str = "") -> User:
    """Somebody of a program who may sign in."""
    email = f"{role}.{program.pk}@example.org"
    user = User.objects.create_user(email, PASSWORD, name=name or f"The {role.label} of {program.pk}")
    Membership.objects.create(user=user, program=program, role=role)
    return user


def hospital_sign_in(address: str, client: str, secret: str) -> str:
    """The hospital's provider, set up as a site administrator does it; linking by address allowed."""
    app = SocialApp.objects.create(
        provider="openid_connect",
        provider_id="riverside",
        name="Riverside account",
        client_id=client,
        secret=secret,
        settings={"server_url": address, "oauth_pkce_enabled": True, "email_authentication": True},
    )
    return str(app.pk)


def no_hospital_sign_in() -> int:
    """Without it again; how many there were."""
    return int(SocialApp.objects.all().delete()[0])


def pulse_program(name: str) -> Answer:
    """A program with an open round of the pulse: a resident with an account, who shows the way to all links, and who runs it."""
    pulse = make_pulse_program(Program.objects.create(name=name))
    program, resident = pulse.program, pulse.residents[0]
    resident.user = account(program, Role.RESIDENT, name=resident.full_name)
    resident.save(update_fields=["user"])
    coach = pulse.coaches[0]
    coach.user = account(program, Role.FACULTY, name=coach.full_name)
    coach.save(update_fields=["user"])
    held = pulse.open()
    others = [row for row in pulse.invitations(held) if row.resident_id != resident.pk]
    for number, invitation in enumerate(others[:-2]):
        said = paper(2 + number % 3, left_out=2, coach=4, words=f"Wish {number}" if number < 9 else "")
        answer(invitation=invitation, paper=said, now=timezone.now())
    return {
        "program": program.pk,
        "round": held.pk,
        "link": f"/pulse/answer/{others[-1].token}/",
        "coordinator": account(program, Role.COORDINATOR).email,
        "director": account(program, Role.DIRECTOR).email,
        "resident": resident.user.email,
        "coach": coach.user.email,
    }

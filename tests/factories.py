"""Rows in one line: plain functions that fill in what a test does not care about.

Each returns a saved row. Names are invented; numbers keep them apart.
"""

from datetime import date, time, timedelta
from itertools import count

from coaching.models import Meeting
from connectedness.accounts.models import Membership, Role, User
from scheduling.domain.calendar import Period, monday_of
from scheduling.models import (
    AcademicYear,
    Assignment,
    Block,
    Faculty,
    Nurse,
    NurseHalfDay,
    Pairing,
    PairingWish,
    Precepting,
    Program,
    Resident,
    ResidentYear,
    Rotation,
    Schedule,
    ScheduleCoach,
    ScheduleState,
    Session,
    Site,
    SolveRun,
    SwapRequest,
    Team,
    TeamMember,
    WishKind,
)

FIRST_MONDAY = date(2026, 6, 29)
_numbers = count(1)


def make_user(
    name: str = "", *, program: Program | None = None, role: str | None = None, **fields: object
) -> User:
    """A user who signs in with the password ``correct horse``; with a role, a member of the program."""
    number = next(_numbers)
    user = User.objects.create_user(
        f"user{number}@example.org", "correct horse", name=name or f"Person {number}", **fields
    )
    if role is not None:
        Membership.objects.create(user=user, program=program or make_program(), role=role)
    return user


def make_program(name: str = "", **fields: object) -> Program:
    """A program."""
    return Program.objects.create(name=name or f"Program {next(_numbers)}", **fields)


def make_site(program: Program | None = None, **fields: object) -> Site:
    """A site with eight rooms."""
    number = next(_numbers)
    given = {
        "code": f"SITE-{number}",
        "name": f"Site {number}",
        "letter": f"{number % 100}",
        "rooms": 8,
        **fields,
    }
    return Site.objects.create(program=program or make_program(), **given)


def make_year(program: Program | None = None, **fields: object) -> AcademicYear:
    """The academic year 2026-2027."""
    given = {"name": "2026-2027", "first_monday": FIRST_MONDAY, **fields}
    return AcademicYear.objects.create(program=program or make_program(), **given)


def make_session(
    site: Site | None = None, *, day: date = FIRST_MONDAY, period: str = Period.AM, rooms: int = 8
) -> Session:
    """A clinic half-day."""
    return Session.objects.create(site=site or make_site(), date=day, period=period, rooms=rooms)


def make_resident(program: Program | None = None, name: str = "", **fields: object) -> Resident:
    """A resident on the roster, without a user unless one is given."""
    return Resident.objects.create(
        program=program or make_program(), name=name or f"Resident, Rae {next(_numbers)}", **fields
    )


def make_resident_year(
    resident: Resident, year: AcademicYear, *, pgy: int = 1, **fields: object
) -> ResidentYear:
    """A resident's place in a year."""
    return ResidentYear.objects.create(resident=resident, year=year, pgy=pgy, **fields)


def make_faculty(program: Program | None = None, name: str = "", **fields: object) -> Faculty:
    """A faculty member, without a user unless one is given."""
    return Faculty.objects.create(
        program=program or make_program(), name=name or f"Faculty, Fay {next(_numbers)}", **fields
    )


def resident_of(user: User) -> Resident:
    """The resident that an account is, in its one program."""
    return user.resident_rows.get()


def faculty_of(user: User) -> Faculty:
    """The faculty member that an account is, in its one program."""
    return user.faculty_rows.get()


def make_pairing(resident: Resident, faculty: Faculty, **fields: object) -> Pairing:
    """A pairing that lasts since the year began."""
    given = {"first_date": FIRST_MONDAY, **fields}
    return Pairing.objects.create(resident=resident, faculty=faculty, **given)


def make_meeting(resident: Resident, faculty: Faculty, day: str = "2026-12-02", **fields: object) -> Meeting:
    """A meeting at 13:00, proposed unless said otherwise."""
    given: dict[str, object] = {"date": date.fromisoformat(day), "begins": time(13), **fields}
    return Meeting.objects.create(resident=resident, faculty=faculty, **given)


def make_wish(
    resident: Resident, faculty: Faculty, *, kind: str = WishKind.EXCLUSION, **fields: object
) -> PairingWish:
    """That the two must not be paired, unless it is a wish."""
    return PairingWish.objects.create(
        program=resident.program, resident=resident, faculty=faculty, kind=kind, **fields
    )


def make_swap(year: AcademicYear, resident: Resident, other: Resident, **fields: object) -> SwapRequest:
    """That the one asks the other to swap two half-days of a site of their own."""
    site = make_site(year.program)
    sessions = [make_session(site, day=year.first_monday + timedelta(days=n)) for n in range(2)]
    given = {"session": sessions[0], "other_session": sessions[1], **fields}
    return SwapRequest.objects.create(year=year, resident=resident, other=other, **given)


def make_nurse(program: Program | None = None, *, user: User | None = None, **fields: object) -> Nurse:
    """A nurse as teams know them; of a user who holds the role, or of a new one."""
    of = program or make_program()
    account = user or make_user(program=of, role=Role.NURSE)
    held = Membership.objects.get(user=account, program=of, role=Role.NURSE, ended_at=None)
    return Nurse.objects.get_or_create(membership=held, defaults=fields)[0]


def make_nurse_week(nurse: Nurse, site: Site, *half_days: str) -> None:
    """In clinic at a site on half-days of the week: ``2-AM`` is Wednesday morning."""
    for half_day in half_days:
        weekday, period = half_day.split("-")
        NurseHalfDay.objects.create(nurse=nurse, site=site, weekday=int(weekday), period=period)


def make_team(
    program: Program | None = None, *people: Resident | Faculty | Nurse, name: str = "", **fields: object
) -> Team:
    """A team since the year began, and who belongs to it since then."""
    given: dict[str, object] = {"first_date": FIRST_MONDAY, **fields}
    team = Team.objects.create(
        program=program or make_program(), name=name or f"Team {next(_numbers)}", **given
    )
    for person in people:
        who = type(person).__name__.lower()
        TeamMember.objects.create(team=team, first_date=FIRST_MONDAY, **{who: person})
    return team


def make_rotation(program: Program | None = None, **fields: object) -> Rotation:
    """A rotation without clinic."""
    given = {"code": f"ROT-{next(_numbers)}", **fields}
    return Rotation.objects.create(program=program or make_program(), **given)


def make_block(year: AcademicYear, *, first: date = FIRST_MONDAY, weeks: int = 2, label: str = "") -> Block:
    """A block of whole weeks."""
    last = monday_of(first) + timedelta(weeks=weeks, days=-1)
    return Block.objects.create(
        year=year, first_date=first, last_date=last, label=label or f"Block from {first}"
    )


def make_run(year: AcademicYear | None = None, **fields: object) -> SolveRun:
    """A run that waits, with an empty problem file."""
    given = {"number": next(_numbers), "problem": b"", "problem_sha256": "0" * 64, **fields}
    return SolveRun.objects.create(year=year or make_year(), **given)


def make_schedule(
    year: AcademicYear | None = None, *, state: str = ScheduleState.DRAFT, **fields: object
) -> Schedule:
    """An empty version."""
    given = {"version": next(_numbers), **fields}
    return Schedule.objects.create(year=year or make_year(), state=state, **given)


def coach_in(schedule: Schedule, resident: Resident, faculty: Faculty) -> ScheduleCoach:
    """Whose overlaps a version counts for a resident."""
    return ScheduleCoach.objects.create(schedule=schedule, resident=resident, faculty=faculty)


def assign(schedule: Schedule, resident: Resident, session: Session, *, pinned: bool = False) -> Assignment:
    """A resident attends a session."""
    return Assignment.objects.create(
        schedule=schedule,
        resident=resident,
        session=session,
        date=session.date,
        period=session.period,
        pinned=pinned,
    )


def precept(schedule: Schedule, faculty: Faculty, session: Session) -> Precepting:
    """A faculty member precepts in a session."""
    return Precepting.objects.create(
        schedule=schedule, faculty=faculty, session=session, date=session.date, period=session.period
    )


def member(user: User, program: Program, role: Role) -> Membership:
    """Give a user one more role."""
    return Membership.objects.create(user=user, program=program, role=role)

"""Who may: the only way to a row of scheduling. A row that is not somebody's is a 404, never a 403."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from connectedness.accounts.models import MANAGERS, Membership, Role, User
from connectedness.trail.models import Event
from connectedness.web.once import once_a_request
from scheduling.models import (
    Absence,
    BrokenGlass,
    Disruption,
    Faculty,
    LeaveRequest,
    Notice,
    Pairing,
    PairingWish,
    Program,
    Resident,
    RollOver,
    Schedule,
    ScheduleState,
    SolveRun,
    SwapRequest,
    Team,
    TeamMember,
    Upload,
)
from scheduling.models.dates import DateThere

OVERSEERS = (*MANAGERS, Role.DIRECTOR)
READERS = (*MANAGERS, Role.RESIDENT)
P = TypeVar("P", Resident, Faculty)


class Roles(NamedTuple):
    """A user's roles of today, and by program the rows of the roster that name them and what they have not read."""

    held: tuple[Membership, ...]
    residents: dict[int, int]
    faculty: dict[int, int]
    unread: dict[int, int]


class InProgram(Protocol):
    """A row that belongs to one program."""

    program_id: int


R = TypeVar("R", bound=InProgram)


def programs_as(user: User, *roles: str) -> QuerySet[Program]:
    """Programs in which the user holds one of the roles; in a request, of the roles held when it was first asked."""
    return Program.objects.filter(pk__in=program_keys_as(user, *roles))


def program_keys_as(user: User, *roles: str) -> set[int]:
    """The same by their keys: a condition on rows needs no more, and the database then joins no programs."""
    return {held.program_id for held in roles_of(user) if held.role in roles}


def roles_of(user: User) -> tuple[Membership, ...]:
    """The user's roles of today with their programs, read once a request."""
    return _roles(user).held


def unread_notices(user: User) -> int:
    """How many notices the user has not read, in all programs where they hold a role."""
    return sum(_roles(user).unread.values())


def _roles(user: User) -> Roles:
    return once_a_request(("roles", user.pk), lambda: _read_roles(user))


def _read_roles(user: User) -> Roles:
    """Whether somebody has left is a long question, put only where a row of the roster says when. Two queries at most."""
    roles: QuerySet[Any, Any] = Membership.objects.current().filter(user=user).select_related("program")
    named = roles.order_by("program__name").annotate(
        in_residents=FilteredRelation(
            "user__resident_rows", condition=Q(user__resident_rows__program=F("program"))
        ),
        in_faculty=FilteredRelation(
            "user__faculty_rows", condition=Q(user__faculty_rows__program=F("program"))
        ),
        resident_key=F("in_residents__pk"),
        resident_left=F("in_residents__left_on"),
        faculty_key=F("in_faculty__pk"),
        faculty_left=F("in_faculty__left_on"),
        unread=_unread_in_program(user),
    )
    held = list(named)
    if any(role.resident_left or role.faculty_left for role in held):
        still = set(held_roles(user).values_list("pk", flat=True))
        held = [role for role in held if role.pk in still]
    return Roles(
        tuple(held),
        {role.program_id: role.resident_key for role in held if role.resident_key is not None},
        {role.program_id: role.faculty_key for role in held if role.faculty_key is not None},
        {role.program_id: role.unread for role in held},
    )


def held_roles(user: User) -> QuerySet[Membership]:
    """The user's roles of today: not those that were taken away, nor those of somebody who has left the program."""
    return Membership.objects.current().filter(user=user).exclude(has_left())


def has_left() -> Q:
    """Roles that ended because their holder left: a role of the roster with its row, the others with the last row."""
    resident, faculty = (
        model.objects.filter(user=OuterRef("user"), program=OuterRef("program"))
        for model in (Resident, Faculty)
    )
    left = Q(Exists(resident.gone())) | Q(Exists(faculty.gone()))
    still_here = Q(Exists(resident.here())) | Q(Exists(faculty.here()))
    return (
        Q(Exists(resident.gone()), role=Role.RESIDENT)
        | Q(Exists(faculty.gone()), role=Role.FACULTY)
        | (left & ~still_here)
    )


def visible_programs(user: User) -> QuerySet[Program]:
    """Programs in which the user holds any role."""
    return programs_as(user, *Role.values)


def get_managed_program(user: User, pk: int) -> Program:
    """A program whose schedule the user builds; 404 otherwise."""
    return get_object_or_404(programs_as(user, *MANAGERS), pk=pk)


def get_read_program(user: User, pk: int) -> Program:
    """A program whose published schedule the user reads whole; 404 otherwise."""
    return get_object_or_404(programs_as(user, *READERS), pk=pk)


def may_manage(user: User, program: Program) -> bool:
    """Whether the user builds this program's schedule."""
    return programs_as(user, *MANAGERS).filter(pk=program.pk).exists()


def get_coordinated_program(user: User, pk: int) -> Program:
    """A program that the user coordinates; 404 for everybody else, chief residents too."""
    return get_object_or_404(programs_as(user, Role.COORDINATOR), pk=pk)


def may_read_wishes(user: User, program: Program) -> bool:
    """Whether the user may read why a pair is wished or excluded: coordinators; chiefs are residents themselves."""
    return programs_as(user, Role.COORDINATOR).filter(pk=program.pk).exists()


def get_coordinated_wish(user: User, pk: int) -> PairingWish:
    """A wish or an exclusion of a program that the user coordinates; 404 otherwise."""
    own = PairingWish.objects.filter(program__in=programs_as(user, Role.COORDINATOR))
    return get_object_or_404(own.select_related("resident", "faculty", "program"), pk=pk)


def visible_schedules(user: User) -> QuerySet[Schedule]:
    """Every version for those who build it, the published one for the program's residents.

    Others find their part of it on their own pages.
    """
    return Schedule.objects.filter(
        Q(year__program__in=programs_as(user, *MANAGERS))
        | Q(year__program__in=programs_as(user, Role.RESIDENT), state=ScheduleState.PUBLISHED)
    )


def get_managed_schedule(user: User, pk: int) -> Schedule:
    """A version the user may change or publish; 404 otherwise."""
    managed = Schedule.objects.filter(year__program__in=programs_as(user, *MANAGERS))
    light = managed.select_related("year__program", "run").defer("run__problem", "run__outcome")
    return get_object_or_404(light, pk=pk)


def get_managed_draft_thrown_away(user: User, pk: int) -> Schedule:
    """A version the user may bring back, thrown away or not; 404 otherwise."""
    managed = Schedule.with_thrown_away.filter(year__program__in=programs_as(user, *MANAGERS))
    return get_object_or_404(managed.select_related("year__program"), pk=pk)


def get_managed_disruption(user: User, pk: int) -> Disruption:
    """A disruption of a program whose schedule the user builds; 404 otherwise."""
    managed = Disruption.objects.filter(year__program__in=programs_as(user, *MANAGERS))
    whole = managed.select_related(
        "year__program", "resident", "faculty", "site", "reported_by", "repair__schedule", "repair__actor"
    )
    return get_object_or_404(whole, pk=pk)


def get_managed_roll_over(user: User, pk: int) -> RollOver:
    """A roll-over of a program whose schedule the user builds; 404 otherwise."""
    managed = RollOver.objects.filter(program__in=programs_as(user, *MANAGERS))
    return get_object_or_404(managed.select_related("program"), pk=pk)


def get_managed_faculty(user: User, pk: int) -> Faculty:
    """A faculty member whose half-days and leave the user enters; 404 otherwise."""
    managed = Faculty.objects.filter(program__in=programs_as(user, *MANAGERS))
    return get_object_or_404(managed.select_related("program"), pk=pk)


def get_managed_team(user: User, pk: int) -> Team:
    """A team of a program whose schedule the user builds; 404 otherwise."""
    managed = Team.objects.filter(program__in=programs_as(user, *MANAGERS))
    return get_object_or_404(managed.select_related("program"), pk=pk)


def get_managed_team_member(user: User, pk: int) -> TeamMember:
    """Somebody's time in a team of a program whose schedule the user builds; 404 otherwise."""
    managed = TeamMember.objects.filter(team__program__in=programs_as(user, *MANAGERS))
    return get_object_or_404(managed.with_people().select_related("team__program"), pk=pk)


def get_managed_nurse(user: User, pk: int) -> Membership:
    """The role of a nurse in a program whose schedule the user builds; 404 otherwise, and where it has ended."""
    managed = Membership.objects.current().filter(program__in=programs_as(user, *MANAGERS), role=Role.NURSE)
    return get_object_or_404(managed.select_related("user", "program"), pk=pk)


def visible_runs(user: User) -> QuerySet[SolveRun]:
    """Runs of the programs whose schedule the user builds."""
    return SolveRun.objects.filter(year__program__in=programs_as(user, *MANAGERS))


def get_visible_run(user: User, pk: int) -> SolveRun:
    """A run the user may watch and stop; 404 otherwise."""
    runs = (
        visible_runs(user).select_related("year__program", "created_by", "base").defer("problem", "outcome")
    )
    return get_object_or_404(runs, pk=pk)


def get_visible_upload(user: User, pk: int) -> Upload:
    """A file handed in for a program whose schedule the user builds; 404 otherwise."""
    uploads = Upload.objects.filter(program__in=programs_as(user, *MANAGERS))
    return get_object_or_404(uploads.select_related("program"), pk=pk)


def visible_residents(user: User) -> QuerySet[Resident]:
    """Whose record a user may open: those of a program they build, oneself, one's panel, and behind broken glass."""
    return Resident.objects.filter(
        Q(program__in=programs_as(user, *MANAGERS))
        | Q(user=user, program__in=programs_as(user, Role.RESIDENT))
        | Q(
            pairings__in=Pairing.objects.on(DateThere("resident__program__time_zone")).filter(
                faculty__user=user
            ),
            program__in=programs_as(user, Role.FACULTY),
        )
        | Q(broken_glass__in=open_glass(user))
    ).distinct()


def get_visible_resident(user: User, pk: int) -> Resident:
    """A resident whose record the user may open; 404 otherwise."""
    return get_object_or_404(visible_residents(user).select_related("program", "user"), pk=pk)


def may_read_reasons(user: User, resident: Resident) -> bool:
    """Whether the user may read why the resident is away: the resident, who builds the schedule, broken glass."""
    own = resident.user_id == user.pk and user.is_active
    return own or may_manage(user, resident.program) or open_glass(user).filter(resident=resident).exists()


def visible_absences(user: User, resident: Resident) -> QuerySet[Absence]:
    """The resident's absences; who may not read their reasons gets rows that never held them."""
    rows = Absence.objects.filter(resident=resident, resident__in=visible_residents(user))
    return rows if may_read_reasons(user, resident) else rows.defer("reason")


def open_glass(user: User) -> QuerySet[BrokenGlass]:
    """Records that a site administrator has opened and may still read."""
    if not may_break_glass(user):
        return BrokenGlass.objects.none()
    return BrokenGlass.objects.open(timezone.now()).filter(opened_by=user)


def may_break_glass(user: User) -> bool:
    """Whether the user looks after the installation. By itself this opens no record."""
    return user.is_active and user.is_staff


def residents_behind_glass(user: User) -> QuerySet[Resident]:
    """Whose record a site administrator may ask for, with a reason; 404 for everybody else."""
    _site_administrator(user)
    return Resident.objects.all()


def get_own_glass(user: User, pk: int) -> BrokenGlass:
    """An opening of the user's own record; 404 otherwise."""
    own = visible_residents(user).filter(user=user)
    return get_object_or_404(BrokenGlass.objects.filter(resident__in=own), pk=pk)


def own_notices(user: User) -> QuerySet[Notice]:
    """What a user was told, by their account or by their row of the roster, in the programs where they hold a role."""
    told = (
        Q(user=user)
        | Q(resident__in=_roles(user).residents.values())
        | Q(faculty__in=_roles(user).faculty.values())
    )
    return Notice.objects.filter(told, program__in=program_keys_as(user, *Role.values))


def _unread_in_program(user: User) -> Coalesce:
    """To annotate the user's roles: how many notices of the role's program they have not read."""
    told = Q(user=user) | Q(resident__user=user) | Q(faculty__user=user)
    unread = Notice.objects.filter(told, read_at=None, program=OuterRef("program")).order_by()
    return Coalesce(Subquery(unread.values("program").annotate(count=Count("pk")).values("count")), 0)


def resident_rows(user: User) -> list[Resident]:
    """The residents that the user is, while they hold the role there; read once a request, with their programs."""
    keys = _while_held(user, Role.RESIDENT, _roles(user).residents)
    read = Resident.objects.filter(pk__in=keys)
    return _in_their_programs(user, once_a_request(("residents", user.pk), lambda: list(read)))


def faculty_rows(user: User) -> list[Faculty]:
    """The faculty members that the user is, while they hold the role there; read once a request, with their programs."""
    keys = _while_held(user, Role.FACULTY, _roles(user).faculty)
    read = Faculty.objects.filter(pk__in=keys)
    return _in_their_programs(user, once_a_request(("faculty", user.pk), lambda: list(read)))


def _while_held(user: User, role: Role, rows: Mapping[int, int]) -> list[int]:
    """Of the rows by program, those where the user holds the role that goes with them."""
    programs = program_keys_as(user, role)
    return [key for program, key in rows.items() if program in programs]


def _in_their_programs(user: User, rows: list[P]) -> list[P]:
    """In the order of the programs' names."""
    programs = {held.program_id: held.program for held in roles_of(user)}
    for row in rows:
        row.program = programs[row.program_id]
    order = list(programs)
    return sorted(rows, key=lambda row: order.index(row.program_id))


def at_hand(rows: Iterable[R], chosen: int | None) -> list[R]:
    """Of what somebody has in several programs, what is in the one they work in; all of it where nothing is there."""
    found = list(rows)
    return [row for row in found if row.program_id == chosen] or found


def own_residents_or_404(user: User) -> list[Resident]:
    """The same; 404 for who is no resident."""
    return _some_or_404(resident_rows(user))


def own_resident_or_404(user: User, chosen: int | None = None) -> Resident:
    """The resident that the user is, in the program chosen before others, or else first by its name; 404 for who is none."""
    return at_hand(own_residents_or_404(user), chosen)[0]


def own_faculty_or_404(user: User, chosen: int | None = None) -> Faculty:
    """The faculty member that the user is, found in the same way; 404 for who is none."""
    return at_hand(_some_or_404(faculty_rows(user)), chosen)[0]


def own_people(user: User, chosen: int | None = None) -> list[Resident | Faculty]:
    """The rows of the roster that the user is: in the program chosen, if they are somebody there; else all."""
    return at_hand([*resident_rows(user), *faculty_rows(user)], chosen)


def own_people_or_404(user: User, chosen: int | None = None) -> list[Resident | Faculty]:
    """The same; 404 for who is neither resident nor faculty."""
    return _some_or_404(own_people(user, chosen))


def own_disruptions(user: User) -> QuerySet[Disruption]:
    """What was reported of the user: that they are away."""
    return Disruption.objects.filter(of_own_row(user)).select_related(
        "year__program", "resident", "faculty", "repair__schedule"
    )


def get_own_disruption(user: User, pk: int) -> Disruption:
    """A report that the user made about themselves; 404 otherwise."""
    return get_object_or_404(own_disruptions(user).filter(reported_by=user), pk=pk)


def own_leave_requests(user: User) -> QuerySet[LeaveRequest]:
    """What leave the user asked for."""
    rows = LeaveRequest.objects.filter(of_own_row(user))
    return rows.select_related("year__program", "resident", "faculty", "decided_by")


def get_own_leave_request(user: User, pk: int) -> LeaveRequest:
    """A request for the user's own leave; 404 otherwise."""
    return get_object_or_404(own_leave_requests(user), pk=pk)


def own_swaps(user: User) -> QuerySet[SwapRequest]:
    """Swaps that the user asked for or is asked for."""
    mine = _while_held(user, Role.RESIDENT, _roles(user).residents)
    return _with_both(SwapRequest.objects.filter(Q(resident__in=mine) | Q(other__in=mine)))


def get_own_swap(user: User, pk: int) -> SwapRequest:
    """A swap of the user's own, from either side; 404 otherwise."""
    return get_object_or_404(own_swaps(user), pk=pk)


def managed_leave_requests(user: User) -> QuerySet[LeaveRequest]:
    """Requests for leave in the programs whose schedule the user builds."""
    rows = LeaveRequest.objects.filter(year__program__in=programs_as(user, *MANAGERS))
    return rows.select_related("year__program", "resident", "faculty", "decided_by")


def get_managed_leave_request(user: User, pk: int) -> LeaveRequest:
    """A request for leave that the user may answer; 404 otherwise."""
    return get_object_or_404(managed_leave_requests(user), pk=pk)


def managed_swaps(user: User) -> QuerySet[SwapRequest]:
    """Swaps in the programs whose schedule the user builds."""
    return _with_both(SwapRequest.objects.filter(year__program__in=programs_as(user, *MANAGERS)))


def get_managed_swap(user: User, pk: int) -> SwapRequest:
    """A swap that the user may approve; 404 otherwise."""
    return get_object_or_404(managed_swaps(user), pk=pk)


def _some_or_404(rows: Iterable[R]) -> list[R]:
    found = list(rows)
    if not found:
        raise Http404
    return found


def of_own_row(user: User) -> Q:
    """Rows about a resident or faculty member that the user is, while they hold the role."""
    residents = _while_held(user, Role.RESIDENT, _roles(user).residents)
    faculty = _while_held(user, Role.FACULTY, _roles(user).faculty)
    return Q(resident__in=residents) | Q(faculty__in=faculty)


def _with_both(rows: QuerySet[SwapRequest]) -> QuerySet[SwapRequest]:
    return rows.select_related(
        "year__program",
        "resident__user",
        "session__site",
        "other__user",
        "other_session__site",
        "decided_by",
        "edit__schedule",
    )


def visible_events(user: User, program: Program) -> QuerySet[Event]:
    """The trail of a program for those who build its schedule; empty for everybody else."""
    return Event.objects.filter(program__in=programs_as(user, *MANAGERS).filter(pk=program.pk))


def all_events(user: User) -> QuerySet[Event]:
    """The whole trail, for a site administrator; 404 for everybody else."""
    _site_administrator(user)
    return Event.objects.all()


def _site_administrator(user: User) -> None:
    if not may_break_glass(user):
        raise Http404

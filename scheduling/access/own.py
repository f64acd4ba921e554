"""What is one's own: the rows of the roster that one is, and what is about them."""

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from typing import NamedTuple, Protocol, TypeVar

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from connectedness.accounts.models import Role, User
from scheduling.access.roles import program_keys_as, roles_and_rows, roles_of
from scheduling.kept import kept, marks_seen
from scheduling.models import Disruption, Faculty, LeaveRequest, Resident, SwapRequest

P = TypeVar("P", Resident, Faculty)


class InProgram(Protocol):
    """A row that belongs to one program."""

    program_id: int


R = TypeVar("R", bound=InProgram)


def resident_rows(user: User) -> list[Resident]:
    """The residents that the user is, while they hold the role there, with their programs."""
    keys = keys_while_held(user, Role.RESIDENT, roles_and_rows(user).residents)
    return _in_their_programs(user, _rows(Resident, keys))


def faculty_rows(user: User) -> list[Faculty]:
    """The faculty members that the user is, while they hold the role there, with their programs."""
    keys = keys_while_held(user, Role.FACULTY, roles_and_rows(user).faculty)
    return _in_their_programs(user, _rows(Faculty, keys))


def _rows(model: type[P], keys: Collection[int]) -> list[P]:
    """Rows of the roster, read again only when some roster has changed; each is the asker's own."""
    known: dict[int, P] = kept("rows of the roster", model, marks_seen(), dict)
    missing = [key for key in keys if key not in known]
    if missing:
        known.update(model._default_manager.in_bulk(missing))
    return [copy(known[key]) for key in keys if key in known]


def keys_while_held(user: User, role: Role, rows: Mapping[int, int]) -> list[int]:
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
    """The resident that the user is, in the program chosen before others, or else where they last worked, or first by its name; 404 for who is none."""
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
    mine = keys_while_held(user, Role.RESIDENT, roles_and_rows(user).residents)
    return with_both(SwapRequest.objects.filter(Q(resident__in=mine) | Q(other__in=mine)))


def get_own_swap(user: User, pk: int) -> SwapRequest:
    """A swap of the user's own, from either side; 404 otherwise."""
    return get_object_or_404(own_swaps(user), pk=pk)


def _some_or_404(rows: Iterable[R]) -> list[R]:
    found = list(rows)
    if not found:
        raise Http404
    return found


class OwnRows(NamedTuple):
    """The rows of the roster that somebody is, by their keys."""

    residents: tuple[int, ...]
    faculty: tuple[int, ...]


def own_row_keys(user: User) -> OwnRows:
    """Which residents and faculty members the user is, while they hold the role."""
    rows = roles_and_rows(user)
    return OwnRows(
        tuple(keys_while_held(user, Role.RESIDENT, rows.residents)),
        tuple(keys_while_held(user, Role.FACULTY, rows.faculty)),
    )


def of_own_row(user: User) -> Q:
    """Rows about a resident or faculty member that the user is, while they hold the role."""
    residents, faculty = own_row_keys(user)
    if not faculty:
        return Q(resident__in=residents)
    return Q(resident__in=residents) | Q(faculty__in=faculty) if residents else Q(faculty__in=faculty)


def with_both(rows: QuerySet[SwapRequest]) -> QuerySet[SwapRequest]:
    """With both residents and sessions, in the same query."""
    return rows.select_related(
        "year__program",
        "resident__user",
        "session__site",
        "other__user",
        "other_session__site",
        "decided_by",
        "edit__schedule",
    )

"""Which roles somebody holds, and in which programs: what all else of access asks first."""

from collections.abc import Mapping
from copy import copy
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from connectedness.accounts.models import MANAGERS, Membership, Role, User
from connectedness.web.once import once_a_request, once_while_reading
from scheduling.kept import kept, marks_seen
from scheduling.models import Faculty, Notice, Program, Resident

OVERSEERS = (*MANAGERS, Role.DIRECTOR)
READERS = (*MANAGERS, Role.RESIDENT)


class OnRosters(NamedTuple):
    """The rows of rosters that name one account, by program; ``some_left`` where one of them says when they leave."""

    residents: Mapping[int, int]
    faculty: Mapping[int, int]
    some_left: bool


NOWHERE = OnRosters({}, {}, some_left=False)


class Roles(NamedTuple):
    """A user's roles of today, and by program the rows of the roster that name them."""

    held: tuple[Membership, ...]
    residents: Mapping[int, int]
    faculty: Mapping[int, int]


def programs_as(user: User, *roles: str) -> QuerySet[Program]:
    """Programs in which the user holds one of the roles; in a request, of the roles held when it was first asked."""
    return Program.objects.filter(pk__in=program_keys_as(user, *roles))


def program_keys_as(user: User, *roles: str) -> set[int]:
    """The same by their keys: a condition on rows needs no more, and the database then joins no programs."""
    return {held.program_id for held in roles_of(user) if held.role in roles}


def roles_of(user: User) -> tuple[Membership, ...]:
    """The user's roles of today with their programs, read once a request."""
    return roles_and_rows(user).held


def unread_notices(user: User) -> int:
    """How many notices the user has not read, in all programs where they hold a role."""
    return once_while_reading(("unread", user.pk), lambda: own_notices(user).filter(read_at=None).count())


def own_notices(user: User) -> QuerySet[Notice]:
    """What a user was told, by their account or by their row of the roster, in the programs where they hold a role."""
    held, residents, faculty = roles_and_rows(user)
    told = Q(user=user)
    if residents:
        told |= Q(resident__in=residents.values())
    if faculty:
        told |= Q(faculty__in=faculty.values())
    return Notice.objects.filter(told, program__in={one.program_id for one in held})


def roles_and_rows(user: User) -> Roles:
    """Roles and own rows of the roster, read once a request."""
    return once_a_request(("roles", user.pk), lambda: _read_roles(user))


def _read_roles(user: User) -> Roles:
    """Whether somebody has left is a long question, put only where a row of the roster says when. Two queries at most."""
    rows = _on_rosters().get(user.pk, NOWHERE)
    roles = held_roles(user) if rows.some_left else Membership.objects.current().filter(user=user)
    programs = programs_known()
    held = tuple(roles.order_by(F("chosen_at").desc(nulls_last=True), "program__name"))
    for role in held:
        if role.program_id in programs:  # one that began since the marks were read is looked up by itself
            role.program = copy(programs[role.program_id])
    here = {role.program_id for role in held}
    return Roles(
        held,
        {one: key for one, key in rows.residents.items() if one in here},
        {one: key for one, key in rows.faculty.items() if one in here},
    )


def programs_known() -> Mapping[int, Program]:
    """All programs by key, kept while none changes. Nobody may change them."""
    return kept("programs", None, marks_seen(), Program.objects.in_bulk)


def _on_rosters() -> Mapping[int, OnRosters]:
    """Every account that a roster names, kept while no roster changes."""
    return kept("on rosters", None, marks_seen(), _read_on_rosters)


def _read_on_rosters() -> Mapping[int, OnRosters]:
    found: dict[int, OnRosters] = {}
    for model, roster in ((Resident, "residents"), (Faculty, "faculty")):
        rows = model.objects.filter(user__isnull=False).order_by()
        for user, program, key, left_on in rows.values_list("user_id", "program_id", "pk", "left_on"):
            held = found.get(user, NOWHERE)
            found[user] = held._replace(
                **{roster: {**getattr(held, roster), program: key}},
                some_left=held.some_left or left_on is not None,
            )
    return found


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

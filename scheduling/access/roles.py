"""Which roles somebody holds, and in which programs: what all else of access asks first."""

from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from connectedness.accounts.models import MANAGERS, Membership, Role, User
from connectedness.web.once import once_a_request
from scheduling.models import Faculty, Notice, Program, Resident

OVERSEERS = (*MANAGERS, Role.DIRECTOR)


READERS = (*MANAGERS, Role.RESIDENT)


class Roles(NamedTuple):
    """A user's roles of today, and by program the rows of the roster that name them and what they have not read."""

    held: tuple[Membership, ...]
    residents: dict[int, int]
    faculty: dict[int, int]
    unread: dict[int, int]


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
    return sum(roles_and_rows(user).unread.values())


def roles_and_rows(user: User) -> Roles:
    """Roles, own rows of the roster and what is unread, read once a request."""
    return once_a_request(("roles", user.pk), lambda: _read_roles(user))


def _read_roles(user: User) -> Roles:
    """Whether somebody has left is a long question, put only where a row of the roster says when. Two queries at most."""
    roles: QuerySet[Any, Any] = Membership.objects.current().filter(user=user).select_related("program")
    named = roles.order_by(F("chosen_at").desc(nulls_last=True), "program__name").annotate(
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


def _unread_in_program(user: User) -> Coalesce:
    """To annotate the user's roles: how many notices of the role's program they have not read."""
    told = Q(user=user) | Q(resident__user=user) | Q(faculty__user=user)
    unread = Notice.objects.filter(told, read_at=None, program=OuterRef("program")).order_by()
    return Coalesce(Subquery(unread.values("program").annotate(count=Count("pk")).values("count")), 0)

"""In which of several roles somebody works."""

from connectedness.accounts.models import Membership, Role, User
from connectedness.accounts.role_choice import chosen_membership
from connectedness.landing.pages import FIRST_ROLES
from connectedness.web.requests import UserRequest
from scheduling.access import faculty_rows, resident_rows, roles_of


def memberships_of(user: User) -> list[Membership]:
    """The user's roles of today, those that build a schedule first."""
    return sorted(roles_of(user), key=lambda held: FIRST_ROLES.index(held.role))


def worked_in(request: UserRequest) -> Membership | None:
    """The role chosen; else the first, of several alike the first with something to show."""
    chosen = chosen_membership(request)
    return min(
        memberships_of(request.user),
        key=lambda held: (
            held.pk != chosen,
            FIRST_ROLES.index(held.role),
            lacks_a_row(request.user, held),
        ),
        default=None,
    )


def lacks_a_row(user: User, held: Membership) -> bool:
    """Whether the role's pages would show nothing, since they are about a person of the program's roster."""
    if held.role == Role.RESIDENT:
        return all(row.program_id != held.program_id for row in resident_rows(user))
    return held.role == Role.FACULTY and all(row.program_id != held.program_id for row in faculty_rows(user))

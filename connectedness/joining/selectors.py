"""Who has which role, who is invited, and whom the roster names without an account."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from connectedness.accounts.models import Membership, Role, User
from connectedness.joining.access import may_end, visible_invitations, visible_memberships
from connectedness.joining.models import Invitation, InvitationQuerySet, InvitationState
from scheduling.models import Faculty, Program, Resident

HISTORY_SHOWN = 50
ON_THE_ROSTER: dict[str, type[Resident] | type[Faculty]] = {Role.RESIDENT: Resident, Role.FACULTY: Faculty}


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a role."""

    membership: Membership
    may_be_ended: bool
    leaves_on: date | None


@dataclass(frozen=True, slots=True)
class Past:
    """Something that is over: a role that ended, an invitation that was accepted or withdrawn."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class AccessPage:
    """The lists of one program."""

    holders: list[Holder]
    invitations: list[Invitation]
    past: list[Past]
    roles: list[Role]


@dataclass(frozen=True, slots=True)
class RosterLine:
    """Somebody on the roster who has no account yet; ``why_not`` says what stands in the way of inviting them."""

    person: Resident | Faculty
    role: Role
    why_not: str

    @property
    def key(self) -> str:
        """What the form sends: ``resident-12``."""
        return f"{self.role}-{self.person.pk}"


def access_page(program: Program, user: User, roles: list[Role], *, find: str = "") -> AccessPage:
    """Roles of today, invitations that wait and what was before, in five queries."""
    held = visible_memberships(program).select_related("user__resident", "user__faculty")
    invited = visible_invitations(program)
    if find:
        held = held.filter(Q(user__name__icontains=find) | Q(user__email__icontains=find))
        invited = invited.filter(Q(name__icontains=find) | Q(email__icontains=find))
    order = {role: place for place, role in enumerate(Role.values)}
    current = held.filter(ended_at__isnull=True, user__is_active=True)
    return AccessPage(
        holders=[
            Holder(row, may_end(user, row, roles), _leaves_on(row))
            for row in sorted(current, key=lambda row: (order[row.role], row.user.name.casefold()))
        ],
        invitations=list(invited.pending()),
        past=_past(held, invited),
        roles=roles,
    )


def roster(program: Program, roles: list[Role]) -> list[RosterLine]:
    """Residents and faculty without an account, those who can be invited first, in four queries."""
    people: list[tuple[Resident | Faculty, Role]] = []
    for model, role in ((Resident, Role.RESIDENT), (Faculty, Role.FACULTY)):
        if role in roles:
            rows = model.objects.filter(program=program, user__isnull=True, left_on__isnull=True)
            people += [(person, role) for person in rows]
    shared = Counter((role, person.email.lower()) for person, role in people if person.email)
    invited = {
        (row.resident_id or row.faculty_id, row.role)
        for row in Invitation.objects.acceptable().filter(program=program, role__in=roles)
    }
    taken = _already_in(program, [person.email.lower() for person, _ in people if person.email])
    lines = [
        RosterLine(person, role, _why_not(person, role, shared, invited, taken)) for person, role in people
    ]
    return sorted(lines, key=lambda line: (bool(line.why_not), line.role != Role.RESIDENT, line.person.name))


def roster_is_empty(program: Program) -> bool:
    """Whether no workbook has named anybody yet."""
    return not any(model.objects.filter(program=program).exists() for model in (Resident, Faculty))


def person_of(user: User, program: Program, role: str) -> Resident | Faculty | None:
    """Their row of the roster in the role."""
    model = ON_THE_ROSTER.get(role)
    return model.objects.filter(user=user, program=program).first() if model else None


def _why_not(
    person: Resident | Faculty,
    role: Role,
    shared: Counter[tuple[Role, str]],
    invited: set[tuple[int | None, str]],
    taken: dict[tuple[str, str], str],
) -> str:
    email = person.email.lower()
    if not email:
        return "No e-mail address on the roster"
    if shared[role, email] > 1:
        return "Shares the address with somebody else"
    if (person.pk, role) in invited:
        return "Invited already"
    return taken.get((email, role)) or taken.get((email, ""), "")


def _already_in(program: Program, emails: list[str]) -> dict[tuple[str, str], str]:
    """Addresses that cannot be invited: of closed accounts for no role, of members not for a role they hold."""
    users = User.objects.filter(email__in=emails).values_list("pk", "email", "is_active")
    held = Membership.objects.current().filter(program=program, user__email__in=emails)
    closed = {(email, ""): "Their account is closed" for _, email, is_active in users if not is_active}
    return closed | dict.fromkeys(
        held.values_list("user__email", "role"), "The address is that of somebody who is in"
    )


def _leaves_on(row: Membership) -> date | None:
    person = getattr(row.user, row.role, None) if row.role in (Role.RESIDENT, Role.FACULTY) else None
    return person.left_on if person is not None and person.program_id == row.program_id else None


def _past(held: QuerySet[Membership], invited: InvitationQuerySet) -> list[Past]:
    """The latest first; of each sort no more than are shown."""
    ended = held.filter(ended_at__isnull=False).order_by("-ended_at")[:HISTORY_SHOWN]
    found = [
        Past(row.ended_at or row.joined_at, str(row.user), f"{row.get_role_display()} until then")
        for row in ended
    ]
    over = invited.exclude(accepted_at__isnull=True, withdrawn_at__isnull=True)[:HISTORY_SHOWN]
    for row in over:
        at = row.accepted_at or row.withdrawn_at or row.invited_at
        done = "joined" if row.state is InvitationState.ACCEPTED else "invitation withdrawn"
        found.append(Past(at, row.name or row.email, f"{row.get_role_display()}, {done}"))
    return sorted(found, key=lambda past: past.at, reverse=True)[:HISTORY_SHOWN]

"""Who has which role, who is invited, and whom the roster names without an account."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from connectedness.accounts.models import Membership, Role, User
from connectedness.joining.access import (
    ON_THE_ROSTER,
    may_end,
    roles_beyond,
    visible_invitations,
    visible_leavers,
    visible_memberships,
)
from connectedness.joining.models import Invitation, InvitationQuerySet, InvitationState
from scheduling.models import Faculty, Program, Resident
from scheduling.selectors.years import program_today

HISTORY_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a role."""

    membership: Membership
    may_be_ended: bool
    leaves_on: date | None


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody of the roster with the first day on which they are not here."""

    person: Resident | Faculty
    role: Role
    has_left: bool
    may_be_taken_back: bool


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
    leavers: list[Leaver]
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
    """Roles of today, invitations that wait, who leaves and what was before, in ten queries."""
    held = visible_memberships(program)
    invited = visible_invitations(program)
    if find:
        held = held.filter(Q(user__name__icontains=find) | Q(user__email__icontains=find))
        invited = invited.filter(Q(name__icontains=find) | Q(email__icontains=find))
    order = {role: place for place, role in enumerate(Role.values)}
    current = held.filter(ended_at__isnull=True, user__is_active=True)
    days = _days_of_leaving(program)
    return AccessPage(
        holders=[
            Holder(row, may_end(user, row, roles), _leaves_on(row, days[row.user_id]))
            for row in sorted(current, key=lambda row: (order[row.role], row.user.name.casefold()))
        ],
        invitations=list(invited.pending()),
        leavers=_leavers(program, user, roles, find),
        past=_past(held, invited),
        roles=roles,
    )


def roster(program: Program, roles: list[Role]) -> list[RosterLine]:
    """Residents and faculty without an account, those who can be invited first, in four queries."""
    people: list[tuple[Resident | Faculty, Role]] = []
    for model, role in ((Resident, Role.RESIDENT), (Faculty, Role.FACULTY)):
        if role in roles:
            rows = model.objects.here_on(program_today(program)).filter(program=program, user__isnull=True)
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
    """Addresses that cannot be invited: of accounts closed here for no role, of members not for a role they hold."""
    closed = User.objects.filter(email__in=emails, is_active=False, memberships__program=program)
    held = Membership.objects.current().filter(program=program, user__email__in=emails)
    shut = {(email, ""): "Their account is closed" for email in closed.values_list("email", flat=True)}
    return shut | dict.fromkeys(
        held.values_list("user__email", "role"), "The address is that of somebody who is in"
    )


def _days_of_leaving(program: Program) -> defaultdict[int, dict[str, date | None]]:
    """For each account on the roster, by role, the first day on which they are not here, if there is one."""
    days: defaultdict[int, dict[str, date | None]] = defaultdict(dict)
    for role, model in ON_THE_ROSTER.items():
        rows = model.objects.filter(program=program, user__isnull=False)
        for user_pk, left_on in rows.values_list("user_id", "left_on"):
            days[user_pk][role] = left_on
    return days


def _leaves_on(row: Membership, days: dict[str, date | None]) -> date | None:
    """When the role ends: with its own row of the roster, or else with the last row of theirs here."""
    if row.role in days:
        return days[row.role]
    return max((day for day in days.values() if day), default=None) if all(days.values()) else None


def _leavers(program: Program, user: User, roles: list[Role], find: str) -> list[Leaver]:
    """The latest day first, no more of each sort than are shown."""
    today = program_today(program)
    not_theirs = {user.pk, *roles_beyond(program, roles).values_list("user_id", flat=True)}
    found = [
        Leaver(
            person,
            Role(role),
            has_left=person.left_on <= today,
            may_be_taken_back=role in roles and person.user_id not in not_theirs,
        )
        for role in ON_THE_ROSTER
        for person in visible_leavers(program, role).filter(name__icontains=find)[:HISTORY_SHOWN]
    ]
    return sorted(found, key=lambda leaver: leaver.person.left_on or today, reverse=True)


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

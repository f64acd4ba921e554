"""Whom a publication tells, and how each of them wants it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from connectedness.accounts.models import MANAGERS, Membership, User
from scheduling.access import has_left
from scheduling.domain.notice_wording import NoticeKind, own_half_days, panel_half_days
from scheduling.domain.telling import Choice, Delivery
from scheduling.models import Faculty, NoticeChoice, Program, Resident
from scheduling.selectors.publish_effects import PublishEffects

USUAL = {Resident: Choice(Delivery.AT_ONCE), Faculty: Choice(Delivery.DIGEST)}


@dataclass(frozen=True, slots=True)
class Told:
    """One person, what they are told, how, and where a mail would go (empty: nowhere)."""

    person: Resident | Faculty
    kind: NoticeKind
    data: dict[str, object]
    choice: Choice
    address: str


def told_by(effects: PublishEffects) -> list[Told]:
    """Residents for whom something to come changes, then their coaches. One query."""
    program = effects.schedule.year.program
    residents, coaches = effects.residents_told(), effects.coaches_told()
    people = [*(row.resident for row in residents), *coaches]
    choices = choices_of((person.user for person in people if person.user), program)
    version, today, is_first = effects.schedule.version, effects.today, effects.is_first
    found = [
        _told(
            row.resident,
            NoticeKind.OWN_HALF_DAYS,
            own_half_days(
                version, row.coach.short_name if row.coach else "", row.to_come(today), is_first=is_first
            ),
            choices,
            today,
        )
        for row in residents
    ]
    for coach, rows in coaches.items():
        changes = [(str(row.resident), row.to_come(today)) for row in rows]
        data = panel_half_days(version, changes, is_first=is_first)
        found.append(_told(coach, NoticeKind.PANEL_HALF_DAYS, data, choices, today))
    return found


def choices_of(users: Iterable[User], program: Program) -> dict[int, Choice]:
    """What users chose in a program; those who never chose are missing. One query."""
    rows = NoticeChoice.objects.filter(program=program, user__in=list(users))
    return {row.user_id: row.choice for row in rows}


def builders_of(program: Program) -> list[User]:
    """Those who build the program's schedule today, by name. One query."""
    held = Membership.objects.current().filter(program=program, role__in=MANAGERS).exclude(has_left())
    return list(User.objects.filter(pk__in=held.values("user")).order_by("name", "pk"))


def address_of(person: Resident | Faculty, today: date) -> str:
    """Where mail to somebody of the roster goes: the account's address, else the roster's; nowhere once they left."""
    if person.left_on is not None and person.left_on <= today:
        return ""
    if person.user is not None:
        return person.user.email if person.user.is_active else ""
    return person.email


def _told(
    person: Resident | Faculty,
    kind: NoticeKind,
    data: dict[str, object],
    choices: Mapping[int, Choice],
    today: date,
) -> Told:
    usual = USUAL[type(person)]
    choice = choices.get(person.user_id, usual) if person.user_id else usual
    return Told(person, kind, data, choice, address_of(person, today))

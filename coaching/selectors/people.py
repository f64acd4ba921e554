"""People as pages show them, and whom to write to in a program."""

from dataclasses import dataclass

from coaching.domain.contact import Contact, dialled
from connectedness.accounts.models import Membership, Role
from connectedness.web.once import once_a_request
from scheduling.models import Program
from scheduling.models.people import Person


@dataclass(frozen=True, slots=True)
class Someone:
    """A person with a name and ways to reach them."""

    name: str
    contact: Contact


def contact_of(person: Person) -> Contact:
    """Mail as it is, numbers as a telephone dials them."""
    return Contact(mail=person.email, phone=dialled(person.shown_phone), pager=dialled(person.pager))


def coordinator_of(program: Program) -> Someone | None:
    """The first of the program's coordinators by name, if any may sign in. One query, once a request."""
    return once_a_request(("coordinator", program.pk), lambda: _read_coordinator(program))


def _read_coordinator(program: Program) -> Someone | None:
    membership = (
        Membership.objects.current()
        .filter(program=program, role=Role.COORDINATOR)
        .select_related("user")
        .order_by("user__name", "pk")
        .first()
    )
    if membership is None:
        return None
    return Someone(str(membership.user), Contact(mail=membership.user.email))

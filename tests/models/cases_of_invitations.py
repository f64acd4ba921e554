"""Invitations: rows the database takes, and rows it refuses."""

from datetime import timedelta

from django.utils import timezone

from connectedness.accounts.models import Role
from connectedness.joining.models import Invitation
from tests.factories import make_faculty, make_program, make_resident
from tests.models.cases import Rows, case


def invitation(nonce: str, **fields: object) -> Invitation:
    """One that waits."""
    given = {
        "role": Role.NURSE,
        "email": f"{nonce}@example.org",
        "expires_at": timezone.now() + timedelta(1),
        **fields,
    }
    return Invitation(nonce=nonce, **given)


@case
def invitation_open_once() -> Rows:
    same = {"program": make_program(), "email": "sam@example.org"}
    return invitation("one", **same), invitation("two", **same)


@case
def invitation_open_once_for_a_resident() -> Rows:
    program = make_program()
    same = {"program": program, "role": Role.RESIDENT, "resident": make_resident(program)}
    return invitation("one", **same), invitation("two", **same)


@case
def invitation_open_once_for_a_faculty_member() -> Rows:
    program = make_program()
    same = {"program": program, "role": Role.FACULTY, "faculty": make_faculty(program)}
    return invitation("one", **same), invitation("two", **same)


@case
def invitation_accepted_or_withdrawn() -> Rows:
    now, program = timezone.now(), make_program()
    return invitation("one", program=program, accepted_at=now), invitation(
        "two", program=program, accepted_at=now, withdrawn_at=now
    )


@case
def invitation_fits_the_person() -> Rows:
    program = make_program()
    resident = make_resident(program)
    return invitation("one", program=program, role=Role.RESIDENT, resident=resident), invitation(
        "two", program=program, role=Role.NURSE, resident=make_resident(program)
    )

"""The named cast: who asks in a test. Each is a ``User``; the stranger holds every role, in another program."""

import pytest

from connectedness.accounts.models import Membership, Role, User
from scheduling.models import Program
from tests.factories import (
    faculty_of,
    make_faculty,
    make_pairing,
    make_program,
    make_resident,
    make_user,
)


@pytest.fixture
def program(db: None) -> Program:
    """The program in which the cast works."""
    return make_program("Riverside Internal Medicine")


@pytest.fixture
def other_program(db: None) -> Program:
    """A program that is none of the cast's business, but the stranger's."""
    return make_program("Lakeside Pediatrics")


@pytest.fixture
def coordinator(program: Program) -> User:
    """Builds the schedule."""
    return make_user("Corinne Ordway", program=program, role=Role.COORDINATOR)


@pytest.fixture
def chief(program: Program) -> User:
    """Builds the schedule as well, as chief resident."""
    return make_user("Chidi Efe", program=program, role=Role.CHIEF)


@pytest.fixture
def director(program: Program) -> User:
    """Sees the figures, changes nothing."""
    return make_user("Dilys Rector", program=program, role=Role.DIRECTOR)


@pytest.fixture
def coach(program: Program) -> User:
    """A faculty member, ``faculty_of(coach)``, whose panel holds the resident."""
    user = make_user("Coen Achebe", program=program, role=Role.FACULTY)
    make_faculty(program, "Achebe, Coen", user=user)
    return user


@pytest.fixture
def resident(program: Program, coach: User) -> User:
    """A resident, ``resident_of(resident)``, paired with the coach."""
    user = make_user("Resi Dent", program=program, role=Role.RESIDENT)
    make_pairing(make_resident(program, "Dent, Resi", user=user), faculty_of(coach))
    return user


@pytest.fixture
def nurse(program: Program) -> User:
    """A nurse of the program."""
    return make_user("Nura Sey", program=program, role=Role.NURSE)


@pytest.fixture
def stranger(other_program: Program) -> User:
    """Holds every role, in another program."""
    user = make_user("Strae Nger")
    Membership.objects.bulk_create(
        Membership(user=user, program=other_program, role=role) for role in Role.values
    )
    make_resident(other_program, "Nger, Strae", user=user)
    make_faculty(other_program, "Nger, Strae", user=user)
    return user


@pytest.fixture
def site_admin(db: None) -> User:
    """Looks after the installation; a member of no program."""
    return make_user("Adi Minh", is_staff=True, is_superuser=True)


@pytest.fixture
def disabled(program: Program) -> User:
    """Was the coordinator; may not sign in any more."""
    return make_user("Disa Bled", program=program, role=Role.COORDINATOR, is_active=False)

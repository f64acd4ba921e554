"""Who leaves the program leaves its teams."""

import pytest

from connectedness.accounts.models import User
from scheduling.models import Team, TeamMember
from scheduling.services.leaving import close_account, end_role, leave, stay
from tests.services.teams.days import TODAY, YESTERDAY, people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_nurse_whose_role_ends_leaves_their_teams_that_day(juniper: Team, coordinator: User) -> None:
    member = TeamMember.objects.get(nurse__isnull=False)
    assert member.nurse
    assert str(member.nurse) in people(juniper)
    end_role(membership=member.nurse.membership, actor=coordinator)
    member.refresh_from_db()
    assert member.last_date == TODAY
    assert str(member.nurse) not in people(juniper)
    assert {"Ana Silva", "Ada Okafor"} == people(juniper)


def test_a_closed_account_is_in_no_team(juniper: Team, coordinator: User) -> None:
    member = TeamMember.objects.get(nurse__isnull=False)
    assert member.nurse
    close_account(user=member.nurse.membership.user, actor=coordinator)
    member.refresh_from_db()
    assert member.last_date == TODAY


@pytest.mark.parametrize("kind", ["resident", "faculty"])
def test_who_leaves_the_program_is_in_its_teams_until_then_and_again_if_they_stay(
    juniper: Team, coordinator: User, kind: str
) -> None:
    member = TeamMember.objects.get(**{f"{kind}__isnull": False})
    person = getattr(member, kind)
    leave(person=person, on=TODAY, actor=coordinator)
    assert str(person) not in people(juniper)
    assert str(person) in people(juniper, YESTERDAY)
    stay(person=person)
    assert str(person) in people(juniper)

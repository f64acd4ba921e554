"""Who is told of a team's changes."""

import pytest

from connectedness.accounts.models import Membership, Role, User
from scheduling.access import own_notices
from scheduling.domain.notice_wording import notice_text
from scheduling.models import Notice, Program, Resident, Team, TeamMember
from scheduling.services.leaving import end_role
from scheduling.services.teams import add_member, end_team, remove_member
from tests.coaching.clinic_year import at
from tests.factories import faculty_of, make_resident, resident_of
from tests.services.teams.days import told, undo

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_who_joins_and_those_of_the_team_are_told_once(
    juniper: Team, resident: User, coach: User, coordinator: User
) -> None:
    add_member(team=juniper, person=resident_of(resident), actor=coordinator)
    assert told(resident) == ["You are in team Juniper"]
    assert Notice.objects.filter(kind="team").count() == 4
    [mine] = own_notices(resident)
    assert notice_text(mine.kind, mine.data).lines[0].text.startswith("With Ada Okafor, Ana Silva, ")
    assert mine.due_at is not None
    add_member(team=juniper, person=faculty_of(coach), actor=coordinator)
    assert told(resident) == ["Coen Achebe joins team Juniper", "You are in team Juniper"]


def test_who_leaves_and_those_who_stay_are_told(
    juniper: Team, resident: User, nurse: User, coordinator: User
) -> None:
    nurses = Membership.objects.get(user=nurse, role=Role.NURSE)
    for person in (resident_of(resident), nurses):
        add_member(team=juniper, person=person, actor=coordinator)
    Notice.objects.update(read_at=at("2026-11-23 12:00"))
    member = TeamMember.objects.get(nurse=nurses.pk)
    for _ in range(2):
        remove_member(member=member, actor=coordinator)
    assert told(nurse) == ["You are not in team Juniper any more"]
    assert told(resident) == [f"{nurse} leaves team Juniper"]


def test_a_step_taken_back_before_anybody_read_of_it_is_told_to_nobody(
    juniper: Team, resident: User, coordinator: User, program: Program
) -> None:
    add_member(team=juniper, person=resident_of(resident), actor=coordinator)
    undo(program, coordinator)
    assert told(resident) == []
    assert not Notice.objects.filter(due_at__isnull=False).exists()
    assert not Notice.objects.filter(read_at=None).exists()
    undo(program, coordinator, again=True)
    assert told(resident) == ["You are in team Juniper"]
    Notice.objects.update(read_at=at("2026-11-23 12:00"))
    undo(program, coordinator)
    assert told(resident) == ["You are not in team Juniper any more"]


def test_a_team_that_ends_tells_its_members_and_not_who_ended_it(
    juniper: Team, resident: User, chief: User, program: Program
) -> None:
    own = Resident.objects.filter(user=chief).first() or make_resident(program, user=chief)
    for person in (resident_of(resident), own):
        add_member(team=juniper, person=person, actor=chief)
    assert told(chief) == []
    Notice.objects.update(read_at=at("2026-11-23 12:00"))
    end_team(team=juniper, actor=chief)
    assert told(resident) == ["Team Juniper has ended"]
    assert told(chief) == []


def test_those_who_stay_are_told_of_a_nurse_whose_role_ends(
    juniper: Team, resident: User, coordinator: User
) -> None:
    add_member(team=juniper, person=resident_of(resident), actor=coordinator)
    Notice.objects.update(read_at=at("2026-11-23 12:00"))
    gone = TeamMember.objects.get(nurse__isnull=False).nurse
    assert gone is not None
    end_role(membership=gone.membership, actor=None)
    assert told(resident) == [f"{gone} leaves team Juniper"]
    assert not own_notices(gone.membership.user).exists()
    assert not Notice.objects.filter(user=gone.membership.user, read_at=None).exists()

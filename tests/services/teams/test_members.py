"""People join and leave a team, from today on."""

import pytest

from connectedness.accounts.models import Membership, Role, User
from scheduling.models import Program, Team, TeamMember
from scheduling.services.data_edits import StepRefused
from scheduling.services.teams import TeamRefused, add_member, end_team, make_team, remove_member
from tests.factories import make_faculty, make_resident, make_user
from tests.services.teams.days import TODAY, YESTERDAY, people, undo

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_each_kind_of_person_joins_today_and_nobody_twice(program: Program, coordinator: User) -> None:
    team = make_team(program=program, name="Harbor", actor=coordinator)
    nurse = make_user("Nura Sey", program=program, role=Role.NURSE)
    joining = (
        make_resident(program, "Silva, Ana"),
        make_faculty(program, "Okafor, Ada"),
        Membership.objects.get(user=nurse),
    )
    for person in joining:
        add_member(team=team, person=person, actor=coordinator)
        with pytest.raises(TeamRefused, match="is in team Harbor already"):
            add_member(team=team, person=person, actor=coordinator)
    assert people(team) == {"Ana Silva", "Ada Okafor", "Nura Sey"}
    assert set(TeamMember.objects.values_list("first_date", flat=True)) == {TODAY}


def test_who_is_taken_out_was_in_the_team_until_yesterday(juniper: Team, coordinator: User) -> None:
    member = TeamMember.objects.get(resident__name="Silva, Ana")
    remove_member(member=member, actor=coordinator)
    member.refresh_from_db()
    assert member.last_date == YESTERDAY
    assert "Ana Silva" not in people(juniper)
    assert "Ana Silva" in people(juniper, YESTERDAY)
    assert remove_member(member=member, actor=coordinator) is None


def test_who_joined_today_and_is_taken_out_was_never_in_the_team(juniper: Team, coordinator: User) -> None:
    member = add_member(team=juniper, person=make_faculty(juniper.program), actor=coordinator)
    remove_member(member=member, actor=coordinator)
    assert not TeamMember.objects.filter(pk=member.pk).exists()
    assert undo(juniper.program, coordinator)
    assert TeamMember.objects.get(pk=member.pk).last_date is None


def test_a_step_is_not_taken_back_over_what_somebody_did_since(
    juniper: Team, coordinator: User, chief: User
) -> None:
    member = TeamMember.objects.get(resident__name="Silva, Ana")
    remove_member(member=member, actor=coordinator)
    add_member(team=juniper, person=member.resident, actor=chief)  # type: ignore[arg-type]  # a resident it is
    with pytest.raises(StepRefused, match="Nothing was changed"):
        undo(juniper.program, coordinator)
    assert TeamMember.objects.on(TODAY).filter(resident=member.resident).count() == 1


def test_nobody_is_put_back_into_a_team_that_is_gone_or_has_ended(
    program: Program, coordinator: User, chief: User
) -> None:
    team = make_team(program=program, name="Harbor", actor=chief)
    add_member(team=team, person=make_resident(program, "Silva, Ana"), actor=coordinator)
    undo(program, coordinator)
    undo(program, chief)
    with pytest.raises(StepRefused, match="cannot be any more"):
        undo(program, coordinator, again=True)
    undo(program, chief, again=True)
    Team.objects.update(first_date=YESTERDAY)
    end_team(team=team, actor=chief)
    with pytest.raises(StepRefused, match="cannot be any more"):
        undo(program, coordinator, again=True)
    assert not TeamMember.objects.exists()

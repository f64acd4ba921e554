"""Teams are made and ended, and who was in one stays known."""

import pytest

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Program, Team, TeamMember
from scheduling.services.data_edits import StepRefused
from scheduling.services.teams import TeamRefused, add_member, end_team, make_team, remove_member
from tests.factories import make_program, make_resident
from tests.services.teams.days import TODAY, YESTERDAY, people, undo

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_team_begins_today_and_the_trail_says_so(program: Program, coordinator: User) -> None:
    team = make_team(program=program, name="Juniper", actor=coordinator)
    assert (team.first_date, team.last_date) == (TODAY, None)
    event = Event.objects.get(kind=EventKind.TEAMS_CHANGED)
    assert (event.subject, event.program_id) == ("Made team Juniper", program.pk)


@pytest.mark.parametrize("name", ["Juniper", "juniper"])
def test_a_name_is_one_teams_alone_also_after_it_has_ended(
    juniper: Team, coordinator: User, name: str
) -> None:
    end_team(team=juniper, actor=coordinator)
    with pytest.raises(TeamRefused, match=r"There is a team Juniper already\. It has ended"):
        make_team(program=juniper.program, name=name, actor=coordinator)
    assert make_team(program=make_program(), name=name, actor=None)


def test_a_team_that_ends_keeps_its_history_and_undo_brings_everybody_back(
    juniper: Team, coordinator: User
) -> None:
    before = people(juniper)
    assert len(before) == 3
    add_member(team=juniper, person=make_resident(juniper.program, "New, Ned"), actor=coordinator)
    end_team(team=juniper, actor=coordinator)
    juniper.refresh_from_db()
    assert juniper.last_date == YESTERDAY
    assert people(juniper) == set()
    assert people(juniper, YESTERDAY) == before
    assert end_team(team=juniper, actor=coordinator) is None
    with pytest.raises(TeamRefused, match="Team Juniper has ended"):
        add_member(team=juniper, person=make_resident(juniper.program), actor=coordinator)
    undo(juniper.program, coordinator)
    assert people(juniper) == {*before, "Ned New"}
    undo(juniper.program, coordinator, again=True)
    assert people(juniper) == set()


def test_a_team_made_today_and_ended_was_never_there_and_can_come_back(
    program: Program, coordinator: User
) -> None:
    team = make_team(program=program, name="Harbor", actor=coordinator)
    add_member(team=team, person=make_resident(program, "Silva, Ana"), actor=coordinator)
    end_team(team=team, actor=coordinator)
    assert not Team.objects.exists()
    undo(program, coordinator)
    assert people(Team.objects.get(pk=team.pk, name="Harbor")) == {"Ana Silva"}
    undo(program, coordinator)
    undo(program, coordinator)
    assert not Team.objects.exists()
    undo(program, coordinator, again=True)
    assert Team.objects.get().pk == team.pk


def test_a_team_that_others_joined_since_is_not_undone_with_them(
    program: Program, coordinator: User, chief: User
) -> None:
    team = make_team(program=program, name="Harbor", actor=coordinator)
    add_member(team=team, person=make_resident(program, "Silva, Ana"), actor=chief)
    with pytest.raises(StepRefused, match="Take them out first"):
        undo(program, coordinator)
    assert people(team) == {"Ana Silva"}
    undo(program, chief)
    assert undo(program, coordinator)
    assert not Team.objects.exists()


def test_what_somebody_took_back_meanwhile_is_told_or_is_so_already(
    program: Program, coordinator: User
) -> None:
    team = make_team(program=program, name="Harbor", actor=coordinator)
    ana = make_resident(program, "Silva, Ana")
    member = add_member(team=team, person=ana, actor=coordinator)
    shown = TeamMember.objects.get(pk=member.pk)
    undo(program, coordinator)
    assert remove_member(member=shown, actor=coordinator) is None
    undo(program, coordinator)
    assert end_team(team=team, actor=coordinator) is None
    with pytest.raises(TeamRefused, match="Team Harbor is gone"):
        add_member(team=team, person=ana, actor=coordinator)

"""A team's name changes once, for whoever saw it as it is."""

import pytest

from connectedness.accounts.models import User
from scheduling.models import Team
from scheduling.services.data_edits import StepRefused
from scheduling.services.program_data import SeenIsOld
from scheduling.services.teams import TeamRefused, end_team, make_team, rename_team
from tests.factories import make_team as team_of
from tests.services.teams.days import YESTERDAY, undo

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_team_that_ends_keeps_the_name_that_somebody_gave_it_meanwhile(
    juniper: Team, coordinator: User, chief: User
) -> None:
    shown = Team.objects.get(pk=juniper.pk)
    rename_team(team=juniper, name="Harbor", seen="Juniper", actor=chief)
    end_team(team=shown, actor=coordinator)
    juniper.refresh_from_db()
    assert (juniper.name, juniper.last_date) == ("Harbor", YESTERDAY)


def test_a_team_renamed_since_the_page_was_made_keeps_that_name(juniper: Team, coordinator: User) -> None:
    rename_team(team=juniper, name="Harbor", seen="Juniper", actor=coordinator)
    juniper.refresh_from_db()
    with pytest.raises(SeenIsOld):
        rename_team(team=juniper, name="Maple", seen="Juniper", actor=coordinator)
    rename_team(team=juniper, name="harbor", seen="Harbor", actor=coordinator)
    team_of(juniper.program, name="Maple")
    juniper.refresh_from_db()
    with pytest.raises(TeamRefused, match="Choose another name"):
        rename_team(team=juniper, name="maple", seen="harbor", actor=coordinator)
    undo(juniper.program, coordinator)
    juniper.refresh_from_db()
    assert juniper.name == "Harbor"


def test_undo_does_not_give_a_team_the_name_that_another_has_by_now(
    juniper: Team, coordinator: User, chief: User
) -> None:
    rename_team(team=juniper, name="Harbor", seen="Juniper", actor=coordinator)
    make_team(program=juniper.program, name="Juniper", actor=chief)
    with pytest.raises(StepRefused, match="cannot be any more"):
        undo(juniper.program, coordinator)
    juniper.refresh_from_db()
    assert juniper.name == "Harbor"

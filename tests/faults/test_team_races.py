"""Coordinators who change the same team at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from scheduling.models import Notice, Team, TeamMember
from scheduling.selectors.years import program_today
from scheduling.services.team_telling import tell_of_those_who_left, told_under_lock
from scheduling.services.teams import (
    TeamRefused,
    add_member,
    added_under_lock,
    end_team,
    make_team,
    remove_member,
)
from tests.factories import make_faculty
from tests.factories import make_team as team_of
from tests.faults.meanwhile import PATIENCE, started
from tests.queue.workplace import Workplace, database_of

ROUNDS = 20
Add = Callable[..., object]


def test_nobody_joins_a_team_that_ends_at_the_same_moment(workplace: Workplace) -> None:
    assert _left_over(workplace, add_member) == 0


def test_without_the_lock_somebody_is_left_in_a_team_that_is_over(workplace: Workplace) -> None:
    """The control: the same race, with the lock taken out of joining."""
    assert _left_over(workplace, transaction.atomic(added_under_lock)) > 0


def test_of_two_who_give_the_same_name_one_is_told(workplace: Workplace) -> None:
    program = workplace.small.program
    for number in range(ROUNDS):

        def make(_number: int, name: str = f"Harbor {number}") -> str:
            try:
                make_team(program=program, name=name, actor=None)
            except TeamRefused as refused:
                return str(refused)
            return ""

        said = sorted(_together(workplace, make))
        assert said[0] == ""
        assert "There is a team Harbor" in said[1]
    assert Team.objects.count() == ROUNDS


def test_of_two_who_take_out_somebody_who_joined_today_neither_fails(workplace: Workplace) -> None:
    program = workplace.small.program
    for number in range(ROUNDS):
        team = team_of(program, make_faculty(program), name=f"Juniper {number}")
        joined = add_member(team=team, person=make_faculty(program), actor=None)

        def take_out(_number: int, pk: int = joined.pk) -> str:
            member = TeamMember.objects.with_people().select_related("team__program").get(pk=pk)
            return str(bool(remove_member(member=member, actor=None)))

        assert sorted(_together(workplace, take_out)) == ["False", "True"]


def test_a_team_of_today_that_ends_is_gone_for_who_adds_somebody(workplace: Workplace) -> None:
    program = workplace.small.program
    team = make_team(program=program, name="Juniper", actor=None)
    mine = Team.objects.select_related("program").get(pk=team.pk)
    end_team(team=team, actor=None)
    with pytest.raises(TeamRefused, match="is gone"):
        add_member(team=mine, person=make_faculty(program), actor=None)
    assert end_team(team=mine, actor=None) is None


@pytest.mark.parametrize("is_locked", [True, False])
def test_of_two_who_tell_that_somebody_left_one_does(workplace: Workplace, *, is_locked: bool) -> None:
    """Without the lock the team is told twice."""
    program = workplace.small.program
    gone, stays = make_faculty(program, left_on=program_today(program)), make_faculty(program)
    team_of(program, gone, stays, name="Juniper")

    def tell() -> int:
        return tell_of_those_who_left() if is_locked else told_under_lock(program)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert tell() == 1
            waiting = started(pool, workplace, tell)
        assert waiting.result(PATIENCE) == (0 if is_locked else 1)
    assert Notice.objects.filter(faculty=stays).count() == (1 if is_locked else 2)


def _left_over(workplace: Workplace, add: Add) -> int:
    """After each round, a team that has ended should hold nobody; in how many somebody still is."""
    program = workplace.small.program
    found = 0
    for number in range(ROUNDS):
        team = team_of(program, make_faculty(program), name=f"Juniper {number}")
        joining = make_faculty(program)

        def step(which: int, team: Team = team, joining: object = joining) -> str:
            mine = Team.objects.select_related("program").get(pk=team.pk)
            try:
                if which:
                    end_team(team=mine, actor=None)
                else:
                    add(team=mine, person=joining, actor=None)
            except TeamRefused as refused:
                return str(refused)
            return ""

        _together(workplace, step)
        assert Team.objects.get(pk=team.pk).last_date is not None
        found += TeamMember.objects.filter(team=team, last_date=None).exists()
    return found


def _together(workplace: Workplace, step: Callable[[int], str]) -> list[str]:
    """What two threads say who do it at the same moment."""
    barrier = Barrier(2)

    def one(number: int) -> str:
        with database_of(workplace.installation):
            connection.ensure_connection()
            barrier.wait(30)
            return step(number)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))

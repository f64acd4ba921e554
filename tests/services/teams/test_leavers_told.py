"""A team hears once that a resident or a faculty member has left the program."""

from datetime import timedelta

import pytest
import time_machine

from connectedness.accounts.models import User
from scheduling.models import Notice, Resident, Team, TeamMember
from scheduling.services.leaving import leave, stay
from scheduling.services.team_telling import tell_of_those_who_left
from scheduling.services.teams import add_member, remove_member
from tests.coaching.clinic_year import at
from tests.factories import resident_of
from tests.services.teams.days import TODAY, told

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("kind", ["resident", "faculty"])
def test_those_who_stay_are_told_once_of_who_leaves_the_program(
    juniper: Team, resident: User, coordinator: User, kind: str
) -> None:
    add_member(team=juniper, person=resident_of(resident), actor=coordinator)
    Notice.objects.update(read_at=at("2026-11-23 12:00"))
    gone = getattr(TeamMember.objects.get(**{f"{kind}__isnull": False}, first_date__lt=TODAY), kind)
    leave(person=gone, on=TODAY, actor=coordinator)
    for _ in range(2):
        tell_of_those_who_left()
    assert told(resident) == [f"{gone.full_name} leaves team Juniper"]
    assert not Notice.objects.filter(**{kind: gone}, read_at=None).exists()
    stay(person=gone, actor=coordinator)
    assert told(resident) == []
    leave(person=gone, on=TODAY, actor=coordinator)
    assert told(resident) == [f"{gone.full_name} leaves team Juniper"]


def test_those_who_stay_are_told_of_a_day_to_come_once_it_is_here(
    juniper: Team, resident: User, coordinator: User
) -> None:
    add_member(team=juniper, person=resident_of(resident), actor=coordinator)
    Notice.objects.update(read_at=at("2026-11-23 12:00"))
    gone = TeamMember.objects.get(resident__isnull=False, first_date__lt=TODAY)
    assert gone.resident is not None
    leave(person=gone.resident, on=TODAY + timedelta(days=1), actor=coordinator)
    with time_machine.travel(at("2026-11-23 23:59"), tick=False):
        tell_of_those_who_left()
    assert told(resident) == []
    for clock in ("2026-11-24 00:01", "2026-11-25 09:00"):
        with time_machine.travel(at(clock), tick=False):
            tell_of_those_who_left()
            assert told(resident) == ["Ana Silva leaves team Juniper"]


def test_who_left_long_ago_or_was_taken_out_before_is_no_news(
    juniper: Team, resident: User, coordinator: User
) -> None:
    add_member(team=juniper, person=resident_of(resident), actor=coordinator)
    Notice.objects.update(read_at=at("2026-11-23 12:00"))
    ana, ada = (
        TeamMember.objects.get(**{f"{kind}__isnull": False}, first_date__lt=TODAY)
        for kind in ("resident", "faculty")
    )
    Resident.objects.filter(pk=ana.who.pk).update(left_on=TODAY - timedelta(days=8))
    remove_member(member=ada, actor=coordinator)
    assert ada.faculty is not None
    leave(person=ada.faculty, on=TODAY, actor=coordinator)
    tell_of_those_who_left()
    assert told(resident) == ["Ada Okafor leaves team Juniper"]
    Resident.objects.filter(pk=ana.who.pk).update(left_on=TODAY - timedelta(days=6))
    tell_of_those_who_left()
    assert told(resident) == ["Ana Silva leaves team Juniper", "Ada Okafor leaves team Juniper"]

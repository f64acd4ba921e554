"""Who reaches what in coaching: one's own person, one's own feed, the program one works in."""

import pytest
from django.http import Http404
from django.utils import timezone

from coaching import access
from coaching.models import LastLook, PrivateReflection
from connectedness.accounts.models import Role, User
from scheduling.models import CalendarFeed, Program
from scheduling.services.leaving import end_role
from tests.factories import make_meeting, make_nurse, make_resident, make_team, make_user


def test_a_resident_and_a_coach_find_themselves(resident: User, coach: User, program: Program) -> None:
    assert access.get_own_resident(resident) == resident.resident
    assert access.get_own_faculty(coach) == coach.faculty
    assert access.get_own_program(resident) == access.get_own_program(coach) == program


@pytest.mark.parametrize("who", ["coordinator", "chief", "director", "nurse", "site_admin", "disabled"])
def test_who_is_neither_resident_nor_coach_finds_nobody(who: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(who)
    for door in (access.get_own_resident, access.get_own_faculty, access.get_own_program):
        with pytest.raises(Http404):
            door(user)


def test_a_resident_whose_role_was_taken_away_finds_nobody(resident: User) -> None:
    assert access.get_own_resident(resident)
    resident.memberships.all().delete()
    with pytest.raises(Http404):
        access.get_own_resident(resident)


@pytest.mark.parametrize(
    ("who", "watches", "oversees"),
    [
        ("coordinator", True, True),
        ("chief", True, True),
        ("director", True, True),
        ("nurse", True, False),
        ("resident", False, False),
        ("coach", False, False),
        ("site_admin", False, False),
        ("disabled", False, False),
    ],
)
def test_who_is_in_clinic_and_the_figures_are_for_those_who_work_with_them(
    who: str, watches: bool, oversees: bool, program: Program, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    for door, admitted in ((access.get_program_to_watch, watches), (access.get_program_to_oversee, oversees)):
        if admitted:
            assert door(user) == program
        else:
            with pytest.raises(Http404):
                door(user)


def test_a_stranger_watches_their_own_program_never_another(stranger: User, other_program: Program) -> None:
    assert access.get_program_to_watch(stranger) == other_program
    assert access.get_program_to_oversee(stranger) == other_program


def test_a_team_is_its_members_alone(
    resident: User, coach: User, nurse: User, program: Program, request: pytest.FixtureRequest
) -> None:
    team = make_team(program, resident.resident, coach.faculty, make_nurse(program, user=nurse))
    make_team(program, make_resident(program), name="Of others")
    for user in (resident, coach, nurse):
        assert list(access.get_own_teams(user)) == [team]
    outside = make_user(program=program, role=Role.NURSE)
    assert list(access.get_own_teams(outside)) == []
    for who in ("coordinator", "chief", "director", "site_admin", "disabled"):
        with pytest.raises(Http404):
            access.get_own_teams(request.getfixturevalue(who))
    assert list(access.get_own_teams(request.getfixturevalue("stranger"))) == []


@pytest.mark.parametrize("who", ["resident", "coach", "nurse"])
def test_who_holds_the_role_no_more_has_no_team(
    resident: User, coach: User, nurse: User, program: Program, who: str, request: pytest.FixtureRequest
) -> None:
    team = make_team(program, resident.resident, coach.faculty, make_nurse(program, user=nurse))
    user = request.getfixturevalue(who)
    assert list(access.own_teams(user)) == [team]
    end_role(membership=user.memberships.get(), actor=None)
    assert list(access.own_teams(user)) == []


def test_a_feed_is_for_those_in_clinic(
    resident: User, coach: User, nurse: User, coordinator: User, program: Program
) -> None:
    for user in (resident, coach, nurse):
        assert access.get_program_of_feed(user) == program
    with pytest.raises(Http404):
        access.get_program_of_feed(coordinator)


@pytest.mark.parametrize("who", ["coach", "coordinator", "stranger", "site_admin"])
def test_a_feed_is_its_owners_alone(resident: User, who: str, request: pytest.FixtureRequest) -> None:
    feed = CalendarFeed.objects.create(user=resident, nonce="n" * 43)
    assert access.get_own_feed(resident, feed.pk) == feed
    assert access.own_live_feed(resident) == feed
    other = request.getfixturevalue(who)
    with pytest.raises(Http404):
        access.get_own_feed(other, feed.pk)
    assert access.own_live_feed(other) is None


def test_the_role_that_opens_the_page_is_the_one_that_is_held(nurse: User) -> None:
    assert access.get_program_to_watch(nurse)
    nurse.memberships.update(role=Role.RESIDENT)
    with pytest.raises(Http404):
        access.get_program_to_watch(nurse)


def test_when_somebody_looked_is_their_own(resident: User, coach: User) -> None:
    look = LastLook.objects.create(user=resident, at=timezone.now())
    assert access.own_last_look(resident) == look
    assert access.own_last_look(coach) is None


def test_reflections_on_many_meetings_are_their_authors_alone(resident: User, coach: User) -> None:
    meeting = make_meeting(resident.resident, coach.faculty)
    reflection = PrivateReflection.objects.create(meeting=meeting, author=resident, text="Mine")
    assert list(access.own_reflections_on(resident, [meeting])) == [reflection]
    assert not access.own_reflections_on(coach, [meeting]).exists()
    resident.memberships.all().delete()
    assert not access.own_reflections_on(resident, [meeting]).exists()

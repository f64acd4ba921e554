"""Who reaches what in coaching: one's own person, one's own feed, the program one works in."""

from collections.abc import Callable
from inspect import getmembers, isfunction
from typing import Any

import pytest
from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from coaching import access
from coaching.models import LastLook, PrivateReflection, PulseInstrument, PulseInvitation, PulseRound
from connectedness.accounts.models import Role, User
from scheduling.models import CalendarFeed, Program
from scheduling.services.leaving import end_role
from tests.coaching.pulse_program import PulseProgram, make_pulse_program
from tests.factories import (
    faculty_of,
    make_meeting,
    make_nurse,
    make_resident,
    make_team,
    make_user,
    resident_of,
)


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
    team = make_team(program, resident_of(resident), faculty_of(coach), make_nurse(program, user=nurse))
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
    team = make_team(program, resident_of(resident), faculty_of(coach), make_nurse(program, user=nurse))
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
    meeting = make_meeting(resident_of(resident), faculty_of(coach))
    reflection = PrivateReflection.objects.create(meeting=meeting, author=resident, text="Mine")
    assert list(access.own_reflections_on(resident, [meeting])) == [reflection]
    assert not access.own_reflections_on(coach, [meeting]).exists()
    resident.memberships.all().delete()
    assert not access.own_reflections_on(resident, [meeting]).exists()


# --- the pulse

CAST = (
    "coordinator",
    "chief",
    "director",
    "resident",
    "coach",
    "nurse",
    "stranger",
    "site_admin",
    "disabled",
)
PULSE_DOORS: list[tuple[Callable[[User, int], Model], str, set[str]]] = [
    (access.get_program_of_pulse, "program", {"coordinator", "director"}),
    (access.get_run_instrument, "instrument", {"coordinator"}),
    (access.get_seen_round, "held", {"coordinator", "director"}),
    (access.get_run_round, "held", {"coordinator"}),
]


@pytest.fixture
def pulse(program: Program) -> PulseProgram:
    return make_pulse_program(program, classes=(6,), coaches=1)


@pytest.fixture
def instrument(pulse: PulseProgram) -> PulseInstrument:
    return pulse.instrument


@pytest.fixture
def held(pulse: PulseProgram) -> PulseRound:
    return pulse.open()


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize(("get", "row", "admits"), PULSE_DOORS)
def test_the_pulse_opens_to_whom_it_is_for_and_to_nobody_else(
    get: Callable[[User, int], Model], row: str, admits: set[str], who: str, request: pytest.FixtureRequest
) -> None:
    user, wanted = request.getfixturevalue(who), request.getfixturevalue(row)
    if who in admits:
        assert get(user, wanted.pk) == wanted
    else:
        with pytest.raises(Http404):
            get(user, wanted.pk)


def test_every_door_of_the_pulse_is_tried() -> None:
    doors = {
        function
        for name, function in getmembers(access, isfunction)
        if name.startswith("get_") and ("pulse" in name or name.endswith(("_instrument", "_round")))
    }
    assert doors - {get_object_or_404} == {door for door, _, _ in PULSE_DOORS}


@pytest.mark.parametrize("who", CAST)
def test_who_may_see_and_run_the_pulse(who: str, program: Program, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(who)
    assert access.may_see_pulse(user, program) == (who in {"coordinator", "director"})
    assert access.may_run_pulse(user, program) == (who == "coordinator")


def test_a_link_opens_its_invitation_to_whoever_has_it(held: PulseRound, pulse: PulseProgram) -> None:
    first: Any = pulse.invitations(held)[0]
    assert access.get_invitation_by_token(first.token) == first
    with pytest.raises(Http404):
        access.get_invitation_by_token(first.token[:-1])


def test_an_invitation_is_listed_for_its_own_person_until_they_have_answered(
    resident: User, coach: User, stranger: User, coordinator: User, pulse: PulseProgram
) -> None:
    held = pulse.open()
    own = PulseInvitation.objects.get(round=held, resident=resident_of(resident))
    assert list(access.own_invitations(resident)) == [own]
    for other in (coach, stranger, coordinator):
        assert not access.own_invitations(other).exists()
    held.invitations.update(is_answered=True)
    assert not access.own_invitations(resident).exists()

"""A coordinator plans, opens, closes and reads a round; a director reads it."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coaching.models import PulseInstrument, PulseRound, RoundState
from coaching.services.pulse.instruments import EXAMPLE, keep_instrument
from connectedness.accounts.models import User
from tests.coaching.conftest import Visit
from tests.coaching.pages import words
from tests.coaching.pulse_program import PulseProgram, paper
from tests.signing_in import sign_in


def planned(**fields: str) -> dict[str, str]:
    instrument = str(PulseInstrument.objects.get().pk)
    times = {"opens_on": "2026-11-23", "opens_at": "08:00", "closes_on": "2026-12-04", "closes_at": "18:00"}
    return {"instrument": instrument, "breakdown": "pgy", **times, **fields}


def test_a_coordinator_plans_a_round_by_the_clock_of_the_program(
    coordinator: User, client: Client, pulse: PulseProgram
) -> None:
    client.force_login(coordinator)
    address = f"/programs/{pulse.program.pk}/pulse/plan/"
    assert client.get(address).status_code == 200
    made = client.post(address, planned(), follow=True)
    assert "Planned: Mon 23 Nov, 08:00 to Fri 4 Dec, 18:00." in words(made.content.decode())
    assert PulseRound.objects.get().opens_at.isoformat() == "2026-11-23T13:00:00+00:00"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"opens_on": "2026-11-21"}, "That day has passed"),
        ({"closes_on": "2026-11-23", "closes_at": "07:00"}, "It closes before it opens"),
        ({"opens_on": "2027-03-14", "opens_at": "02:30", "closes_on": "2027-03-20"}, "The clocks go forward"),
        ({"closes_on": "2029-01-01"}, "more than a year away"),
        ({"breakdown": "coach"}, "Select a valid choice"),
        ({"instrument": "9" * 30}, "Select a valid choice"),
        ({"closes_on": "2027-03-01"}, "60 days at most"),
    ],
)
def test_a_plan_that_cannot_be_says_why_and_keeps_what_was_typed(
    coordinator: User, client: Client, pulse: PulseProgram, wrong: dict[str, str], said: str
) -> None:
    client.force_login(coordinator)
    refused = client.post(f"/programs/{pulse.program.pk}/pulse/plan/", planned(**wrong))
    assert refused.status_code == 422
    assert said in words(refused.content.decode())
    name, value = next(iter(wrong.items()))
    assert refused.context["form"][name].value() == value
    assert not PulseRound.objects.exists()


def test_while_it_is_open_nobody_sees_how_many_have_answered(
    coordinator: User, pulse: PulseProgram, visit: Visit
) -> None:
    held = pulse.open()
    address = f"/pulse/rounds/{held.pk}/"
    before = words(visit(coordinator, address))
    pulse.answered(held, [paper(words="Word")] * 9)
    assert words(visit(coordinator, address)) == before
    assert "18 people, residents" in before


def test_a_coordinator_closes_early_and_reads_what_was_said(
    coordinator: User, client: Client, pulse: PulseProgram
) -> None:
    held = pulse.open()
    pulse.answered(held, [paper(4, words=f"Word {number}") for number in range(16)])
    client.force_login(coordinator)
    done = client.post(f"/pulse/rounds/{held.pk}/step/", {"step": "close"}, follow=True)
    page = words(done.content.decode())
    assert "I belong here. 4.0 N = 16 not shown 4.0 N = 6 not shown" in page
    assert "Word 11" in page
    assert "I am left out. scored the other way round not shown" in page
    assert PulseRound.objects.get().state == RoundState.CLOSED


def test_a_coordinator_calls_a_round_off(coordinator: User, client: Client, pulse: PulseProgram) -> None:
    held = pulse.open()
    client.force_login(coordinator)
    done = client.post(f"/pulse/rounds/{held.pk}/step/", {"step": "cancel"}, follow=True)
    assert "This round was called off" in words(done.content.decode())
    again = client.post(f"/pulse/rounds/{held.pk}/step/", {"step": "burn"}, follow=True)
    assert "Choose what to do with the round." in words(again.content.decode())


def test_a_director_reads_and_changes_nothing(director: User, client: Client, pulse: PulseProgram) -> None:
    held = pulse.closed([paper(4)] * 18)
    client.force_login(director)
    here = f"/programs/{pulse.program.pk}/pulse/"
    page = client.get(here).content.decode()
    assert "4.0 N = 18" in words(page)
    assert "/pulse/plan/" not in page
    for address in (f"{here}plan/", f"{here}questions/", f"/pulse/questions/{pulse.instrument.pk}/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/pulse/rounds/{held.pk}/step/", {"step": "cancel"}).status_code == 404


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_number_of_queries_is_fixed(
    coordinator: User,
    client: Client,
    pulse: PulseProgram,
    rounds: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    now = pulse.closed([paper(4)] * 18).closes_at
    for number in range(rounds):
        wording = replace(EXAMPLE, name=f"Set {number}")
        keep_instrument(program=pulse.program, wording=wording, actor=None)
        now += timedelta(weeks=10)
        with time_machine.travel(now, tick=False):
            held = pulse.closed([paper(4)] * 18)
    assert sign_in(client, coordinator)
    for address, queries in ((f"/programs/{pulse.program.pk}/pulse/", 14), (f"/pulse/rounds/{held.pk}/", 9)):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)

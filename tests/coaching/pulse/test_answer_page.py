"""Answering by a link: once, without signing in, and nothing typed is lost."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from coaching.models import PulseBox, PulseInvitation, PulseRound
from coaching.services.pulse.closing import close_round
from coaching.services.pulse.sealing import unseal
from connectedness.accounts.models import User
from tests.coaching.pages import words
from tests.coaching.pulse_program import PulseProgram
from tests.signing_in import sign_in

ANSWERS = {"q0": "4", "q1": "", "q2": "5", "q3": "More light"}


@pytest.fixture
def link(pulse: PulseProgram) -> str:
    """The link of the first resident in an open round."""
    return f"/pulse/answer/{pulse.invitations(pulse.open())[0].token}/"


def tally() -> dict[str, object]:
    return unseal(PulseBox.objects.get().sealed)


def test_somebody_who_is_not_signed_in_answers_by_the_link(client: Client, link: str) -> None:
    page = words(client.get(link).content.decode())
    assert "Who sees what" in page
    assert "Written by us. Ours." in page
    assert "Do not enter patient information" in page
    sent = client.post(link, ANSWERS)
    assert (sent.status_code, sent["Location"]) == (302, "/pulse/thanks/")
    assert tally()["cells"] == {"0": {"PGY-1": [1, 4]}}
    assert tally()["words"] == {"3": ["More light"]}
    assert "Your answers are counted" in words(client.get("/pulse/thanks/").content.decode())


def test_a_session_that_ran_out_while_typing_loses_no_answer_and_is_not_prolonged_by_it(
    client: Client, link: str, resident: User
) -> None:
    assert sign_in(client, resident)
    with time_machine.travel(
        timezone.now() + settings.SESSION_LONGEST - timedelta(minutes=5), tick=False
    ) as clock:
        PulseRound.objects.update(closes_at=timezone.now() + timedelta(days=1))
        assert client.get("/me/").status_code == 200
        before = dict(client.session.items())
        clock.shift(timedelta(minutes=4))
        assert client.get(link).status_code == 200
        assert dict(client.session.items()) == before
        session = client.session
        session["session_began_at"] -= timedelta(minutes=10).total_seconds()
        session.save()
        assert client.post(link, ANSWERS)["Location"] == "/pulse/thanks/"
        assert tally()["cells"] == {"0": {"PGY-1": [1, 4]}}
        assert client.get("/me/")["Location"].startswith("/accounts/login/")


def test_looking_uses_nothing_up(client: Client, link: str) -> None:
    for _ in range(2):
        assert client.get(link).status_code == 200
    assert not PulseInvitation.objects.filter(is_answered=True).exists()


def test_a_link_that_was_used_says_so_and_counts_nothing(client: Client, link: str) -> None:
    client.post(link, ANSWERS)
    for answer in (client.get(link), client.post(link, ANSWERS)):
        assert answer.status_code == 410
        assert "This link was used before" in words(answer.content.decode())
    assert tally()["cells"] == {"0": {"PGY-1": [1, 4]}}


def test_nothing_typed_is_lost_when_it_is_refused(client: Client, link: str) -> None:
    refused = client.post(link, {**ANSWERS, "q3": "More light " * 100})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Ensure this value has at most 600 characters" in words(page).replace("&#x27;", "'")
    assert re.search(r'name="q0" value="4"[^>]* checked', page)
    assert "More light More light" in page
    assert tally()["cells"] == {}


@pytest.mark.parametrize("empty", [{}, dict.fromkeys(ANSWERS, ""), {"q3": "  "}])
def test_an_empty_paper_does_not_use_the_link_up(client: Client, link: str, empty: dict[str, str]) -> None:
    refused = client.post(link, empty)
    assert refused.status_code == 422
    assert "Nothing is answered yet" in words(refused.content.decode())
    assert client.post(link, {"q0": "3"}).status_code == 302


@pytest.mark.parametrize("value", ["0", "6", "-1", "9" * 40, "a\0b", "4.5"])
def test_only_an_answer_of_the_scale_is_taken(client: Client, link: str, value: str) -> None:
    assert client.post(link, {"q0": value}).status_code == 422
    assert tally()["cells"] == {}


def test_who_has_no_coach_is_not_asked_about_one(client: Client, pulse: PulseProgram) -> None:
    pulse.residents[0].pairings.all().delete()
    first, second = pulse.invitations(pulse.open())[:2]
    lonely, paired = (
        words(client.get(f"/pulse/answer/{one.token}/").content.decode()) for one in (first, second)
    )
    assert "My coach knows me." in paired
    assert "My coach knows me." not in lonely
    assert "one mean of 3 years and 10 answers or more" in paired
    client.post(f"/pulse/answer/{first.token}/", ANSWERS)
    assert tally()["coaches"] == {}


@pytest.mark.parametrize("token", ["wrong", "a" * 43, "%00", "9" * 400])
def test_a_link_that_nobody_was_given_is_not_found(client: Client, link: str, token: str) -> None:
    assert client.get(f"/pulse/answer/{token}/").status_code == 404


def test_a_link_is_not_found_once_the_round_is_closed(client: Client, link: str) -> None:
    held = PulseRound.objects.get()
    with time_machine.travel(held.closes_at + timedelta(seconds=1), tick=False):
        assert client.get(link).status_code == 410
        close_round(pk=held.pk, now=held.closes_at)
        assert client.get(link).status_code == 404

"""A round from its end to its figures: what is counted, what is left, and what is destroyed."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.test import override_settings
from django.utils import timezone
from zeal import zeal_ignore

from coaching.models import PulseBox, PulseInvitation, PulseResult, PulseRound, RoundState
from coaching.services.pulse.answering import AnswerRefused, answer
from coaching.services.pulse.closing import UNREADABLE, close_round
from coaching.services.pulse.planning import cancel_round
from connectedness.accounts.models import User
from scheduling.models import Letter, Notice
from scheduling.services.notices.relay import gather, relay_notices
from tests.coaching.pulse_program import BELONG, PulseProgram, paper

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WORDS = "Canary-of-a-pulse-41aa"


def table(held: PulseRound, place: int = BELONG) -> dict[str, object]:
    """What is shown of one question."""
    tables = PulseResult.objects.get(round=held).tables
    return next(one for one in tables if one["place"] == place)


def test_closing_keeps_the_figures_and_nothing_else(pulse: PulseProgram) -> None:
    held = pulse.open()
    pulse.answered(held, [paper(4, words=f"{WORDS} {number}") for number in range(18)])
    close_round(pk=held.pk, now=held.closes_at)
    held.refresh_from_db()
    assert held.state == RoundState.CLOSED
    assert table(held) == {
        "place": 0,
        "everybody": [18, 72],
        "groups": {"PGY-1": [6, 24], "PGY-2": [6, 24], "PGY-3": [6, 24]},
    }
    for model in (PulseBox, PulseInvitation):
        assert not model._default_manager.exists()
    assert not Notice.objects.filter(kind="pulse").exists()


def test_answers_the_other_way_round_are_turned(pulse: PulseProgram) -> None:
    held = pulse.closed([paper(None, left_out=2)] * 18)
    assert table(held, 1)["everybody"] == [18, 72]


def test_a_class_that_answered_little_takes_another_with_it(pulse: PulseProgram) -> None:
    held = pulse.closed([paper(3)] * 16)
    assert table(held)["everybody"] == [16, 48]
    assert table(held)["groups"] == {"PGY-2": [6, 18]}


def test_nothing_is_shown_of_four(pulse: PulseProgram) -> None:
    held = pulse.closed([paper(3, words=WORDS)] * 4)
    assert table(held) == {"place": 0, "everybody": None, "groups": {}}
    assert PulseResult.objects.get().words == [{"place": 3, "texts": []}]


@pytest.mark.parametrize(("writers", "shown"), [(7, 0), (8, 8)])
def test_words_are_shown_from_eight_writers_on(pulse: PulseProgram, writers: int, shown: int) -> None:
    pulse.closed([*[paper(words=f"{WORDS} {number}") for number in range(writers)], *[paper()] * 8])
    kept = json.dumps(PulseResult.objects.get().words)
    assert kept.count(WORDS) == shown


def test_words_come_in_no_order(pulse: PulseProgram) -> None:
    said = [f"Word {number}" for number in range(18)]
    pulse.closed([paper(words=word) for word in said])
    shown = PulseResult.objects.get().words[0]["texts"]
    assert sorted(shown) == sorted(said)
    assert shown != said


def test_a_link_opens_nothing_once_the_round_is_closed(pulse: PulseProgram) -> None:
    held = pulse.open()
    first = pulse.invitations(held)[0]
    assert PulseInvitation.objects.opened_by(first.token).exists()
    close_round(pk=held.pk, now=held.closes_at)
    assert not PulseInvitation.objects.opened_by(first.token).exists()
    with pytest.raises(AnswerRefused, match="is over"):
        answer(invitation=first, paper=paper(), now=held.closes_at - timedelta(hours=1))


def test_a_mail_that_waits_when_the_round_closes_never_leaves(pulse: PulseProgram) -> None:
    held = pulse.open()
    Notice.objects.update(due_at=timezone.now())
    assert gather() == 18
    close_round(pk=held.pk, now=held.closes_at)
    with zeal_ignore():
        assert relay_notices() == 0
    assert mail.outbox == []
    assert not Letter.objects.exists()


def test_it_is_not_closed_before_its_time_but_by_somebody(pulse: PulseProgram, coordinator: User) -> None:
    held = pulse.open()
    early = held.opens_at + timedelta(days=1)
    assert close_round(pk=held.pk, now=early).state == RoundState.OPEN
    closed = close_round(pk=held.pk, now=early, actor=coordinator)
    assert (closed.state, closed.closes_at) == (RoundState.CLOSED, early)


def test_closing_twice_closes_once(pulse: PulseProgram) -> None:
    held = pulse.closed([paper()] * 18)
    close_round(pk=held.pk, now=held.closes_at)
    assert PulseResult.objects.count() == 1


def test_calling_off_destroys_the_answers_and_counts_none(pulse: PulseProgram, coordinator: User) -> None:
    held = pulse.open()
    pulse.answered(held, [paper()] * 18)
    for _ in range(2):
        held = cancel_round(held=held, actor=coordinator)
    assert held.state == RoundState.CANCELLED
    assert not PulseResult.objects.exists()
    assert not PulseBox.objects.exists()
    assert not PulseInvitation.objects.exists()
    assert close_round(pk=held.pk, now=held.closes_at).state == RoundState.CANCELLED


def test_a_box_of_another_key_is_closed_without_figures_and_says_so(pulse: PulseProgram) -> None:
    held = pulse.open()
    pulse.answered(held, [paper()] * 18)
    with override_settings(SECRET_KEY="another-key-of-another-installation-0123456789"):
        closed = close_round(pk=held.pk, now=held.closes_at)
    assert (closed.state, closed.note) == (RoundState.CLOSED, UNREADABLE)
    assert table(closed)["everybody"] is None

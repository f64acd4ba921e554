"""An answer is counted once, sealed, and nothing says whose it was."""

from datetime import timedelta

import pytest

from coaching.models import PulseBox
from coaching.services.pulse import sealing
from coaching.services.pulse.answering import AnsweredBefore, AnswerRefused, answer
from coaching.services.pulse.closing import close_round
from coaching.services.pulse.sealing import unseal
from connectedness.trail.models import Event
from tests.coaching.pulse_program import PulseProgram, paper

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WORDS = "Canary-of-a-pulse-41aa"


def test_an_answer_is_counted_once_for_each_link(pulse: PulseProgram) -> None:
    held = pulse.open()
    first = pulse.invitations(held)[0]
    answer(invitation=first, paper=paper(2), now=held.opens_at)
    with pytest.raises(AnsweredBefore):
        answer(invitation=first, paper=paper(5), now=held.opens_at)
    assert unseal(PulseBox.objects.get().sealed)["cells"] == {"0": {"PGY-1": [1, 2]}}


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1)])
def test_no_answer_is_taken_from_the_end_on(pulse: PulseProgram, late: timedelta) -> None:
    held = pulse.open()
    first = pulse.invitations(held)[0]
    with pytest.raises(AnswerRefused, match="is over"):
        answer(invitation=first, paper=paper(), now=held.closes_at + late)
    answer(invitation=first, paper=paper(), now=held.closes_at - timedelta(seconds=1))


def test_what_is_kept_of_answers_is_sealed_and_always_of_one_size(pulse: PulseProgram) -> None:
    held = pulse.open()
    empty = held.box.sealed
    pulse.answered(held, [paper(words=WORDS)])
    box = PulseBox.objects.get()
    assert box.sealed != empty
    assert len(box.sealed) == len(empty)
    assert WORDS not in box.sealed
    assert unseal(box.sealed)["words"] == {"3": [WORDS]}


def test_no_seal_says_when_it_was_made(pulse: PulseProgram) -> None:
    """A Fernet token carries a time in clear."""
    held = pulse.open()
    pulse.answered(held, [paper()])
    sealed = PulseBox.objects.get().sealed.encode()
    assert sealing._key().extract_timestamp(sealed) == 0
    assert sealing._key().extract_timestamp(sealing._key().encrypt(b"")) > 0


def test_answers_about_a_coach_are_counted_by_coach_alone(pulse: PulseProgram) -> None:
    held = pulse.open()
    pulse.answered(held, [paper(4, coach=5)])
    tally = unseal(PulseBox.objects.get().sealed)
    assert tally["cells"] == {"0": {"PGY-1": [1, 4]}}
    assert tally["coaches"] == {"2": {str(pulse.coaches[0].pk): [1, 5]}}


def test_the_trail_says_nothing_of_who_answered_or_what(pulse: PulseProgram) -> None:
    held = pulse.open()
    before = Event.objects.count()
    pulse.answered(held, [paper(words=WORDS)] * 9)
    assert Event.objects.count() == before
    close_round(pk=held.pk, now=held.closes_at)
    assert WORDS not in repr(list(Event.objects.values()))

"""Two who want the same hour of one coach, and a reminder in the instant in which a time is found."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from coaching.models import Meeting, MeetingState
from coaching.selectors.meetings_beside import mark_of
from coaching.selectors.reminders import key_of_pair, to_remind
from coaching.services.meetings import (
    MeetingRefused,
    Slot,
    agree,
    agreed_under_lock,
    propose,
    proposed_under_lock,
)
from coaching.services.reminders import remind
from connectedness.accounts.models import User
from scheduling.models import Notice, Pairing, Resident
from tests.factories import make_faculty, make_meeting, make_pairing, make_program, make_resident, make_user
from tests.faults.meanwhile import PATIENCE, started
from tests.queue.workplace import Workplace
from tests.services.small_year import MONDAY

Way = Callable[..., Meeting]


@pytest.mark.parametrize(("way", "made"), [(propose, 1), (transaction.atomic(proposed_under_lock), 2)])
def test_of_two_who_want_the_same_hour_of_a_coach_one_is_told(
    workplace: Workplace, way: Way, made: int
) -> None:
    """Without the lock the coach is booked twice."""
    mine, theirs = (make_pairing(one, workplace.small.omar) for one in _two_residents(workplace))
    _both_want_one_hour(workplace, way, made, mine, theirs)


@pytest.mark.parametrize(("way", "made"), [(propose, 1), (transaction.atomic(proposed_under_lock), 2)])
def test_of_two_programs_that_want_the_same_hour_of_a_coach_one_is_told(
    workplace: Workplace, way: Way, made: int
) -> None:
    """Without the lock each program books the same account, by a row of its own."""
    here, coach = workplace.small.program, make_user()
    programs = (here, make_program(time_zone=here.time_zone))
    mine, theirs = (make_pairing(make_resident(one), make_faculty(one, user=coach)) for one in programs)
    _both_want_one_hour(workplace, way, made, mine, theirs)


@pytest.mark.parametrize(("way", "agreed"), [(agree, 1), (transaction.atomic(agreed_under_lock), 2)])
def test_of_two_who_each_agree_to_another_time_one_is_asked_again(
    workplace: Workplace, way: Way, agreed: int
) -> None:
    """Without the lock both times are agreed, and neither knows of the other's answer."""
    pairing = make_pairing(_two_residents(workplace)[0], workplace.small.omar)
    actor, slot = make_user(), _slot(timezone.now())
    first, other = (
        make_meeting(pairing.resident, pairing.faculty, day.isoformat(), proposed_by=make_user())
        for day in (slot.date, slot.date + timedelta(days=1))
    )

    def second() -> str:
        try:
            way(meeting=other, actor=actor, edition=1, beside=mark_of([first]))
        except MeetingRefused as refused:
            return str(refused)
        return ""

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            way(meeting=Meeting.objects.get(pk=first.pk), actor=actor, edition=1, beside=mark_of([other]))
            waiting = started(pool, workplace, second)
        said = waiting.result(PATIENCE)
    assert Meeting.objects.filter(state=MeetingState.AGREED).count() == agreed
    assert ("changed meanwhile" in said) is (agreed == 1)


def test_a_time_found_in_the_instant_of_a_reminder_needs_none(workplace: Workplace) -> None:
    pairing, actor, due = _due(workplace)
    program = workplace.small.program
    assert {one.resident for one in to_remind(program, due)} == {pairing.resident_id}
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            propose(pairing=pairing, actor=actor, key=uuid4(), slot=_slot(due))
            waiting = started(pool, workplace, partial(remind, program, due))
        assert waiting.result(PATIENCE) == 0
    begin = key_of_pair(pairing.resident_id, pairing.faculty_id)
    assert not Notice.objects.filter(key__startswith=begin).exists()


def test_a_pair_without_a_time_is_reminded(workplace: Workplace) -> None:
    """The control: there was something to be reminded of."""
    _, _, due = _due(workplace)
    assert remind(workplace.small.program, due) == 2


def _both_want_one_hour(workplace: Workplace, way: Way, made: int, mine: Pairing, theirs: Pairing) -> None:
    """One proposes while the other's step is not ended; of the two so many meetings are made."""
    actor, slot = make_user(), _slot(timezone.now())

    def second() -> str:
        try:
            way(pairing=theirs, actor=actor, key=uuid4(), slot=slot)
        except MeetingRefused as refused:
            return str(refused)
        return ""

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            way(pairing=mine, actor=actor, key=uuid4(), slot=slot)
            waiting = started(pool, workplace, second)
        said = waiting.result(PATIENCE)
    assert Meeting.objects.count() == made
    assert ("has another meeting at that time" in said) is (made == 1)


def _due(workplace: Workplace) -> tuple[Pairing, User, datetime]:
    """A pair who have never met, somebody who acts, and a moment at which the two are reminded."""
    small = workplace.small
    Pairing.objects.all().delete()
    pairing = make_pairing(small.ana, small.omar, first_date=MONDAY)
    return pairing, make_user(), _noon(MONDAY + timedelta(days=300))


def _two_residents(workplace: Workplace) -> list[Resident]:
    return [make_resident(workplace.small.program) for _ in range(2)]


def _slot(now: datetime) -> Slot:
    return Slot(now.date() + timedelta(days=2), time(13), 30, "")


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)

"""The pulse on PostgreSQL: one link counts once, rows tell nothing of who answered last, closing is all or nothing."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from coaching.models import PulseBox, PulseInvitation, PulseResult, PulseRound, PulseSpan, RoundState
from coaching.services.pulse.answering import AnswerRefused, answer, count_in
from coaching.services.pulse.closing import close_round
from coaching.services.pulse.opening import open_round
from coaching.services.pulse.planning import cancel_round
from coaching.services.pulse.sealing import unseal
from coaching.services.pulse.tending import tend_rounds
from connectedness.env import BASE_DIR
from scheduling.models import Notice
from tests.coaching.pulse_program import PulseProgram, make_pulse_program, paper
from tests.factories import make_program
from tests.installation import Installation
from tests.queue.workplace import database_of

ROUNDS, PEOPLE = 12, 2
AFTER_COMMIT = 0
Way = Callable[[PulseInvitation], object]


def _answer(invitation: PulseInvitation) -> None:
    answer(invitation=invitation, paper=paper(4), now=timezone.now())


@transaction.atomic
def _answer_without_holding(invitation: PulseInvitation) -> None:
    """The same with the lock taken out."""
    count_in(PulseRound.objects.get(pk=invitation.round_id), invitation, paper(4), timezone.now())


def _counted(installation: Installation, way: Way, *, same_link: bool) -> Counter[int]:
    """How many answers are counted of two that come at the same moment, over and over."""
    pulse = make_pulse_program(make_program(), classes=(6,), coaches=1)
    found: Counter[int] = Counter()
    for _ in range(ROUNDS):
        held = pulse.open()
        first, second = pulse.invitations(held)[:PEOPLE]
        _at_once(installation, way, [first, first if same_link else second])
        cells = unseal(PulseBox.objects.get(round=held).sealed)["cells"]
        found[cells.get("0", {}).get("", [0])[0]] += 1
        cancel_round(held=held, actor=None)
    return found


def _at_once(installation: Installation, way: Way, invitations: list[PulseInvitation]) -> None:
    barrier = Barrier(len(invitations))

    def person(invitation: PulseInvitation) -> None:
        with database_of(installation):
            connection.ensure_connection()
            barrier.wait(30)
            try:
                way(invitation)
            except AnswerRefused:
                return

    with ThreadPoolExecutor(len(invitations)) as pool:
        list(pool.map(person, invitations))


@pytest.mark.timeout(240)
def test_one_link_used_twice_at_once_is_counted_once(
    full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), database_of(full_installation):
        assert _counted(full_installation, _answer, same_link=True) == {1: ROUNDS}


@pytest.mark.timeout(240)
def test_two_who_answer_at_once_are_both_counted(
    full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), database_of(full_installation):
        assert _counted(full_installation, _answer, same_link=False) == {2: ROUNDS}


@pytest.mark.timeout(240)
def test_without_holding_the_round_one_of_two_answers_is_lost(
    full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    """The control: the same race, with the lock taken out."""
    with django_db_blocker.unblock(), database_of(full_installation):
        assert _counted(full_installation, _answer_without_holding, same_link=False)[1] > 0


def test_the_rows_of_a_round_carry_one_transaction_whoever_answered(
    full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    """PostgreSQL keeps with each row which transaction wrote it: that of the box would name whose mark was set with it."""
    with django_db_blocker.unblock(), database_of(full_installation):
        pulse = make_pulse_program(make_program())
        held = pulse.open()
        for invitation in pulse.invitations(held)[:5]:
            _answer(invitation)
            assert len(_transactions()) == 1
        PulseInvitation.objects.filter(pk=pulse.invitations(held)[0].pk).update(is_answered=True)
        assert len(_transactions()) == 2  # what a mark set alone would show


def _transactions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xmin::text FROM coaching_pulseinvitation UNION ALL SELECT xmin::text FROM coaching_pulsebox"
        )
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.timeout(240)
def test_several_reapers_open_and_close_a_round_once(
    full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), database_of(full_installation):
        pulse = make_pulse_program(make_program(), classes=(6,), coaches=1)
        held = pulse.plan()
        _at_once(full_installation, lambda _: tend_rounds(), [PulseInvitation()] * 3)
        assert held.invitations.count() == Notice.objects.filter(kind="pulse").count() == 6
        PulseRound.objects.filter(pk=held.pk).update(closes_at=timezone.now())
        _at_once(full_installation, lambda _: tend_rounds(), [PulseInvitation()] * 3)
        assert PulseResult.objects.filter(round=held).count() == 1


@pytest.mark.timeout(600)
def test_a_reaper_killed_while_it_closes_leaves_all_or_nothing(
    full_installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), database_of(full_installation):
        line = [sys.executable, "-m", "tests.faults.die_closing"]
        environment = {**full_installation.environment, "SECRET_KEY": settings.SECRET_KEY}
        with subprocess.Popen(
            line, cwd=BASE_DIR, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        ) as process:  # fmt: skip
            statements, status = _close_and_die(process, _answered(), number=10_000)
            assert (statements > 5, status, PulseRound.objects.get(state=RoundState.CLOSED).note) == (
                True,
                0,
                "",
            )
            for number in range(1, statements + 1):
                held = _answered()
                assert _close_and_die(process, held, number) == (0, -signal.SIGKILL)
                assert _left(held) == {
                    "state": RoundState.OPEN,
                    "box": 1,
                    "asked": 6,
                    "told": 6,
                    "result": 0,
                    "span": 0,
                }
                close_round(pk=held.pk, now=held.closes_at)
                assert _left(held)["result"] == 1
            held = _answered()
            assert _close_and_die(process, held, AFTER_COMMIT) == (0, -signal.SIGKILL)
            assert _left(held) == {
                "state": RoundState.CLOSED,
                "box": 0,
                "asked": 0,
                "told": 0,
                "result": 1,
                "span": 1,
            }
            assert process.stdin is not None
            process.stdin.close()


def _answered() -> PulseRound:
    """An open round of a program of its own in which everybody has answered."""
    pulse: PulseProgram = make_pulse_program(make_program(), classes=(6,), coaches=1)
    held = open_round(pk=pulse.plan().pk, now=timezone.now())
    for invitation in pulse.invitations(held):
        _answer(invitation)
    return held


def _left(held: PulseRound) -> dict[str, object]:
    held.refresh_from_db()
    return {
        "state": held.state,
        "box": PulseBox.objects.filter(round=held).count(),
        "asked": held.invitations.count(),
        "told": Notice.objects.filter(kind="pulse", program=held.program_id).count(),
        "result": PulseResult.objects.filter(round=held).count(),
        "span": PulseSpan.objects.filter(program=held.program_id).count(),
    }


def _close_and_die(process: "subprocess.Popen[str]", held: PulseRound, number: int) -> tuple[int, int]:
    """How many statements one made that lived, and how it ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{held.pk} {number}\n")
    process.stdin.flush()
    made, status = process.stdout.readline().split()
    return int(made), int(status)

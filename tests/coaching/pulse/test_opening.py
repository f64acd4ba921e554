"""Opening a round: who is asked, and that each link is theirs alone."""

from datetime import date

import pytest
from django.core import mail
from django.test import override_settings
from django.utils import timezone
from zeal import zeal_ignore

from coaching.models import PulseInvitation
from coaching.services.pulse.opening import open_round
from scheduling.models import Letter, Notice
from scheduling.services.notices.relay import relay_notices
from tests.coaching.pulse_program import PulseProgram
from tests.factories import make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_everybody_who_is_here_and_can_be_reached_is_asked_and_told(pulse: PulseProgram) -> None:
    make_resident(pulse.program, "Nobody, Ned")
    make_resident(pulse.program, "Gone, Gus", email="g@example.org", left_on=date(2026, 11, 1))
    make_resident(pulse.program, "Coming, Cleo", email="c@example.org", program_start=date(2027, 7, 1))
    held = pulse.open()
    asked = set(held.invitations.values_list("resident__name", flat=True))
    assert asked == {resident.name for resident in pulse.residents}
    assert (held.invited, held.groups) == (18, ["PGY-1", "PGY-2", "PGY-3"])
    assert Notice.objects.filter(kind="pulse").count() == 18


def test_faculty_are_a_group_of_their_own_or_put_with_others(pulse: PulseProgram) -> None:
    held = pulse.open(with_faculty=True)
    assert (held.invited, held.groups) == (21, ["Others", "PGY-2", "PGY-3"])
    assert held.invitations.filter(faculty__isnull=False, coach__isnull=False).count() == 0


def test_opening_twice_asks_once(pulse: PulseProgram) -> None:
    held = pulse.open()
    open_round(pk=held.pk, now=timezone.now())
    assert held.invitations.count() == Notice.objects.filter(kind="pulse").count() == 18


def test_no_row_holds_a_link_and_every_mail_holds_its_own(pulse: PulseProgram) -> None:
    held = pulse.open()
    tokens = {row.token for row in pulse.invitations(held)}
    Notice.objects.update(due_at=timezone.now())
    with zeal_ignore():
        while relay_notices():  # a round of the relay ends after some seconds
            pass
    assert len(mail.outbox) == 18
    assert {
        body.partition("/pulse/answer/")[2].partition("/")[0] for body in map(body_of, mail.outbox)
    } == tokens
    kept = repr([*Notice.objects.values(), *PulseInvitation.objects.values(), *Letter.objects.values()])
    assert [token for token in tokens if token in kept] == []


def body_of(message: object) -> str:
    return str(message.body)  # type: ignore[attr-defined]


@override_settings(SECRET_KEY="another-key-of-another-installation-0123456789")
def _token_with_another_key(invitation: PulseInvitation) -> str:
    return invitation.token


def test_the_database_alone_does_not_give_a_link_away(pulse: PulseProgram) -> None:
    first = pulse.invitations(pulse.open())[0]
    assert _token_with_another_key(first) != first.token
    assert PulseInvitation.objects.opened_by(first.token).get() == first
    assert not PulseInvitation.objects.opened_by(_token_with_another_key(first)).exists()
    assert not PulseInvitation.objects.opened_by(first.digest).exists()


def test_a_mail_with_something_else_in_it_is_not_called_a_change_of_the_schedule(pulse: PulseProgram) -> None:
    pulse.open()
    first = Notice.objects.filter(kind="pulse")[0]
    data = {"version": 1, "coach": "", "is_first": True, "count": 3, "changes": []}
    other = {"program": pulse.program, "resident": first.resident, "kind": "own_half_days", "data": data}
    Notice.objects.create(key="beside", due_at=timezone.now(), **other)
    Notice.objects.update(due_at=timezone.now())
    Notice.objects.exclude(resident=first.resident).delete()
    with zeal_ignore():
        relay_notices()
    assert [message.subject for message in mail.outbox] == ["2 notes for you"]

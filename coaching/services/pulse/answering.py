"""Counting one answer: once for each link, and without a trace of whose it was.

The round is held for the moment, so that of two who use one link at once one is told. The box is sealed anew and all
invitations of the round are written, whoever answered: the rows of the round then carry one and the same transaction.
Nothing goes to the trail.
"""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import BooleanField, Case, F, Value, When

from coaching.domain.pulse import Paper, Tally
from coaching.models import PulseBox, PulseInvitation, PulseRound
from coaching.services.pulse.sealing import SealBroken, seal, unseal


class AnswerRefused(Exception):
    """Why it was not counted, in words for the page."""


class AnsweredBefore(AnswerRefused):
    """The link was used."""

    def __init__(self) -> None:
        super().__init__("This link was used before: the first answer is counted, nothing was added.")


@transaction.atomic
def answer(*, invitation: PulseInvitation, paper: Paper, now: datetime) -> None:
    """Count ``paper`` in; raises ``AnswerRefused`` where the round is over or the link was used."""
    held = PulseRound.objects.select_for_update(no_key=True).get(pk=invitation.round_id)
    count_in(held, invitation, paper, now)


def count_in(held: PulseRound, invitation: PulseInvitation, paper: Paper, now: datetime) -> None:
    """The same for a round that the caller holds."""
    mine = held.invitations.filter(pk=invitation.pk).first()
    if mine is None or not held.takes_answers(now):
        raise AnswerRefused("This round is over. It takes no more answers.")
    if mine.is_answered:
        raise AnsweredBefore
    box = PulseBox.objects.get(round=held)
    try:
        tally = Tally(**unseal(box.sealed))
    except SealBroken as broken:
        raise AnswerRefused("Answers cannot be counted now. Tell the program’s coordinator.") from broken
    tally.add(paper, held.asked(), held.highest, mine.group, mine.coach_id)
    box.sealed = seal(asdict(tally))
    box.save(update_fields=["sealed"])
    used = Case(When(pk=mine.pk, then=Value(True)), default=F("is_answered"), output_field=BooleanField())
    held.invitations.update(is_answered=used)

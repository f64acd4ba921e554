"""Closing a round: what may be shown is worked out once, and everything else is destroyed, in one transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from django.db import transaction

from coaching.domain.pulse import Kind, Tally
from coaching.domain.pulse_release import Cell, Rule, release
from coaching.models import PulseBox, PulseResult, PulseRound, RoundState
from coaching.services.pulse.clearing import clear
from coaching.services.pulse.planning import note
from coaching.services.pulse.sealing import SealBroken, unseal
from coaching.services.pulse.spans import add_to_span
from connectedness.accounts.models import User

UNREADABLE = "The answers were sealed with another key of the installation, and are lost."
AT_LEAST = timedelta(minutes=1)
_CHANCE = SystemRandom()


@transaction.atomic
def close_round(*, pk: int, now: datetime, actor: User | None = None) -> PulseRound:
    """Close it now, by its time or earlier by somebody; once, however often it is asked for."""
    held = (
        PulseRound.objects.select_for_update(no_key=True, of=("self",)).select_related("program").get(pk=pk)
    )
    if held.state != RoundState.OPEN or (actor is None and held.closes_at > now):
        return held
    try:
        tally = Tally(**unseal(PulseBox.objects.get(round=held).sealed))
    except SealBroken:
        tally, held.note = Tally(), UNREADABLE
    PulseResult.objects.create(round=held, tables=_tables(held, tally), words=_words(held, tally))
    add_to_span(held, tally)
    clear(held)
    held.state, held.closes_at = RoundState.CLOSED, max(min(held.closes_at, now), held.opens_at + AT_LEAST)
    held.save(update_fields=["state", "closes_at", "note"])
    note(held, actor)
    return held


def _tables(held: PulseRound, tally: Tally) -> list[dict[str, Any]]:
    """What may be shown of each question on the scale."""
    rule = Rule(held.smallest_cell, held.highest)
    found = []
    for place, question in enumerate(held.asked()):
        if question.kind == Kind.SCALE and not question.about_coach:
            shown = release(tally.group_cells(place, held.groups), rule)
            everybody = _kept(shown.everybody) if shown.everybody else None
            found.append({"place": place, "everybody": everybody, "groups": _groups(held, shown.groups)})
    return found


def _groups(held: PulseRound, shown: Mapping[str, Cell]) -> dict[str, list[int]]:
    """The groups, where there is more than one."""
    return {name: _kept(cell) for name, cell in shown.items()} if len(held.groups) > 1 else {}


def _kept(cell: Cell) -> list[int]:
    return [cell.answers, cell.total]


def _words(held: PulseRound, tally: Tally) -> list[dict[str, Any]]:
    """What was written, where enough people wrote, in no order and of no group."""
    found = []
    for place, question in enumerate(held.asked()):
        if question.kind == Kind.WORDS:
            texts = list(tally.words.get(str(place), []))
            _CHANCE.shuffle(texts)
            found.append({"place": place, "texts": texts if len(texts) >= held.smallest_words else []})
    return found

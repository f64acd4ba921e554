"""The demo's pulse: a round that was closed some weeks ago, with its figures, and one that is open."""

from datetime import datetime, time, timedelta
from random import Random

from django.db import transaction

from coaching.domain.pulse import Kind, Paper
from coaching.models import Breakdown, PulseInstrument, PulseRound
from coaching.services.pulse.answering import answer
from coaching.services.pulse.closing import close_round
from coaching.services.pulse.instruments import EXAMPLE, keep_instrument
from coaching.services.pulse.opening import open_round
from coaching.services.pulse.planning import Plan, PlanRefused, plan_round
from connectedness.accounts.models import User
from scheduling.models import Program

LASTS, AGO, OPEN_FOR = timedelta(days=14), timedelta(weeks=13), timedelta(days=9)
ANSWER_OF_TEN = 8
LIKELY = (3, 4, 4, 4, 5, 5, 2)
WISHES = (
    "A room to sit down in at the clinic.",
    "Tell us earlier when a half-day moves.",
    "More time with my coach in the first months.",
    "A later start after a night on call.",
    "Somebody to ask on Friday afternoons.",
    "Feedback while I still remember the day.",
    "Fewer forms.",
    "A lunch together once a month.",
    "Let interns see how others do it before they are alone.",
    "Keep the teaching free of pages.",
)


@transaction.atomic
def show_pulse(program: Program, actor: User | None, now: datetime) -> None:
    """Both rounds; nothing where too few can be asked."""
    instrument = keep_instrument(program=program, wording=EXAMPLE, actor=actor)
    try:
        before = _opened(instrument, actor, now - AGO, LASTS)
    except PlanRefused:
        return
    _answer(before, Random(7))  # noqa: S311  # the same demo each time
    close_round(pk=before.pk, now=before.closes_at)
    _opened(instrument, actor, now, OPEN_FOR)


def _opened(instrument: PulseInstrument, actor: User | None, opens: datetime, lasts: timedelta) -> PulseRound:
    zone = instrument.program.zone
    there = opens.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    closes = datetime.combine((there + lasts).date(), time(18), zone)
    plan = Plan(there, closes, Breakdown.PGY, with_faculty=False)
    held = plan_round(instrument=instrument, plan=plan, actor=actor, now=opens)
    return open_round(pk=held.pk, now=opens)


def _answer(held: PulseRound, chance: Random) -> None:
    """Most answer, a few of them with a wish."""
    asked, wishes = held.asked(), list(WISHES)
    words = next(place for place, question in enumerate(asked) if question.kind == Kind.WORDS)
    for invitation in held.invitations.order_by("resident__name"):
        if chance.randrange(10) >= ANSWER_OF_TEN:
            continue
        scale = {
            place: held.highest + 1 - value if question.is_reversed else value
            for place, question in enumerate(asked)
            if question.kind == Kind.SCALE and (value := chance.choice(LIKELY))
        }
        written = {words: wishes.pop()} if wishes and chance.random() < 0.4 else {}
        answer(invitation=invitation, paper=Paper(scale, written), now=held.opens_at + timedelta(days=1))

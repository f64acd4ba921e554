"""Planning a round, and calling one off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from coaching.domain.pulse import Kind
from coaching.models import Breakdown, PulseInstrument, PulseRound, RoundState
from coaching.selectors.pulse.invited import invited_to
from coaching.services.pulse.clearing import clear
from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import Program
from scheduling.services.data_edits import lock_data

LONGEST = timedelta(days=60)


class PlanRefused(Exception):
    """What stands in the way, and what to do, in words for the page."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When everybody is asked, and how the figures are broken down."""

    opens: datetime
    closes: datetime
    breakdown: Breakdown
    with_faculty: bool


@transaction.atomic
def plan_round(*, instrument: PulseInstrument, plan: Plan, actor: User | None, now: datetime) -> PulseRound:
    """Plan it, with a copy of the questions and of what the program promises today; raises ``PlanRefused``."""
    program = instrument.program
    lock_data(program)
    program.refresh_from_db()
    _refuse(instrument, plan, now)
    made = PulseRound.objects.create(
        program=program,
        name=instrument.name,
        source=instrument.source,
        licence=instrument.licence,
        anchors=instrument.anchors,
        questions=[question.kept() for question in instrument.asked()],
        opens_at=plan.opens,
        closes_at=plan.closes,
        with_faculty=plan.with_faculty,
        breakdown=plan.breakdown,
        smallest_cell=program.pulse_smallest_cell,
        smallest_words=program.pulse_smallest_words,
        coach_years=program.pulse_coach_years,
        coach_answers=program.pulse_coach_answers,
    )
    note(made, actor)
    return made


def _refuse(instrument: PulseInstrument, plan: Plan, now: datetime) -> None:
    program = instrument.program
    rounds = PulseRound.objects.filter(program=program)
    if not any(question.kind == Kind.SCALE for question in instrument.asked()):
        raise PlanRefused("These questions have none on the scale. Add one first.")
    if plan.closes <= max(plan.opens, now):
        raise PlanRefused("It closes before it opens, or has closed already. Choose a later end.")
    if plan.closes - plan.opens > LONGEST:
        raise PlanRefused(f"A round lasts {LONGEST.days} days at most. Choose an earlier end.")
    if rounds.filter(state__in=[RoundState.PLANNED, RoundState.OPEN]).exists():
        raise PlanRefused("A round is planned or open already. Close it or call it off first.")
    _refuse_too_soon(
        program, rounds.filter(state=RoundState.CLOSED).order_by("-closes_at").first(), plan.opens
    )
    asked = len(invited_to(program, now, with_faculty=plan.with_faculty))
    if asked < program.pulse_smallest_cell:
        raise PlanRefused(
            f"Only {asked} people can be asked, and no figure may rest on fewer than {program.pulse_smallest_cell}. "
            "Nothing could be shown: let those without an account or an address join first."
        )


def _refuse_too_soon(program: Program, last: PulseRound | None, opens: datetime) -> None:
    """Two rounds in a row could be the same people but one."""
    if last is None:
        return
    earliest = last.closes_at + timedelta(weeks=program.pulse_weeks_apart)
    if opens < earliest:
        raise PlanRefused(
            f"The last round closed less than {program.pulse_weeks_apart} weeks before. Two so close together could "
            f"show what one person said. Open it on {earliest.astimezone(program.zone):%d %b %Y} or later."
        )


@transaction.atomic
def cancel_round(*, held: PulseRound, actor: User | None, why: str = "") -> PulseRound:
    """Call it off: what was answered is destroyed uncounted. A round that is over stays as it is."""
    held = PulseRound.objects.select_for_update(no_key=True).select_related(None).get(pk=held.pk)
    if not held.is_live:
        return held
    clear(held)
    held.state, held.note = RoundState.CANCELLED, why
    held.save(update_fields=["state", "note"])
    note(held, actor)
    return held


def note(held: PulseRound, actor: User | None) -> None:
    """On the trail: which round and its state, never who answered or what."""
    record(
        kind=EventKind.PULSE_CHANGED,
        actor=actor,
        subject=f"Pulse round {held.pk}",
        program_id=held.program_id,
        after={"state": str(held.state), "asked": held.invited},
    )

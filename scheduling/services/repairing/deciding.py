"""Deciding without a repair: leaving the schedule as it is, or dismissing the report and its fact."""

from django.db import transaction
from django.db.models import F

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import Disruption, DisruptionState, Schedule, ScheduleState
from scheduling.selectors.workbench.desk import NoAdvice, desk_of
from scheduling.services.renewing import renew_drafts
from scheduling.services.repairing.facts import take_fact_back
from scheduling.services.repairing.holding import RepairRefused, held_disruption, refuse_decided
from scheduling.services.repairing.preceptors import Concerned, concerned_by, match_preceptors


@transaction.atomic
def leave_as_it_is(*, disruption: Disruption, actor: User | None) -> None:
    """Nothing is repaired; the fact stays. Raises `RepairRefused` where somebody decided already."""
    held = held_disruption(disruption)
    refuse_decided(held)
    _close(held, DisruptionState.SETTLED, actor)


@transaction.atomic
def dismiss(*, disruption: Disruption, actor: User | None) -> int:
    """Take the report back: the absence goes, rooms are as they were. Dismissing twice changes nothing.

    How many sessions stay as they are, since somebody changed them since. What was published stays published. Raises
    `RepairRefused` while a repair stands in a draft.
    """
    held = held_disruption(disruption)
    return 0 if held.state == DisruptionState.DISMISSED else _dismissed(held, actor)


@transaction.atomic
def dismiss_untouched(*, disruption: Disruption, actor: User) -> bool:
    """The same while nobody has acted on it; whether it was not dismissed before. Raises `RepairRefused` otherwise."""
    held = held_disruption(disruption)
    if held.state == DisruptionState.DISMISSED:
        return False
    if held.state == DisruptionState.SETTLED or held.repair is not None:
        raise RepairRefused(
            f"Somebody has acted on it already: {held.state_words.lower()}. Tell your coordinator."
        )
    _dismissed(held, actor)
    return True


def _dismissed(held: Disruption, actor: User | None) -> int:
    if held.repair is not None and held.is_repaired and held.repair.schedule.state == ScheduleState.DRAFT:
        raise RepairRefused(
            f"Draft {held.repair.schedule.version} holds a repair of it. Take the repair back first, or throw that draft "
            "away."
        )
    concerned = concerned_by(held)
    left = take_fact_back(held)
    renew_drafts(held.year)
    _close(held, DisruptionState.DISMISSED, actor)
    if held.repair is not None:
        _match_draft(held.repair.schedule_id, concerned)
    return left


def _match_draft(schedule_id: int, concerned: Concerned) -> None:
    """The draft whose repair was taken back knows its preceptors again."""
    drafts = Schedule.objects.filter(state=ScheduleState.DRAFT).select_related("year__program")
    draft = drafts.filter(pk=schedule_id).first()
    if draft is None:
        return
    try:
        match_preceptors(draft, concerned, desk_of(draft))
    except NoAdvice as unknown:
        raise RepairRefused(str(unknown)) from unknown
    # Whoever kept what the draft was must read it anew.
    Schedule.objects.filter(pk=draft.pk).update(edition=F("edition") + 1)


def _close(disruption: Disruption, state: DisruptionState, actor: User | None) -> None:
    disruption.state = state
    disruption.save(update_fields=["state", "absence"])
    record(
        program_id=disruption.year.program_id,
        actor=actor,
        kind=EventKind.DISRUPTION_CLOSED,
        subject=f"{disruption}: {state.label.lower()}",
    )

"""Leave on its way: what is proposed, what it costs, and what stands in the way."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages

from connectedness.trail.kinds import EventKind
from connectedness.web.requests import UserRequest
from scheduling.domain.calendar import Period
from scheduling.domain.effects import ClinicLost, Effect
from scheduling.domain.program_year import Absence as AwayThen
from scheduling.domain.wording import counted, dates_words
from scheduling.models import Absence, DataArea, Faculty, Resident, Schedule
from scheduling.selectors.effects import clinics_held_again, effect_of_leave, effect_of_return
from scheduling.selectors.leave import overlapping_leave
from scheduling.services.leave import LeaveRows, key_of_leave, leave_key
from scheduling.services.program_data import Change, fingerprint
from scheduling.views.half_day_words import away_words
from scheduling.views.proposals import Proposal, Refusal, log_of, saved
from scheduling.views.scope import Scope


def clash_words(who: Resident | Faculty, first: date, last: date, period: str) -> str:
    """That somebody is away on some of these half-days already; empty where they are not."""
    return _clash(overlapping_leave(who, first, last, period))


def end_clash_words(absence: Absence, who: Resident | Faculty, last: date) -> str:
    """The same for another last day of leave that is there."""
    return _clash(overlapping_leave(who, absence.first_date, last, absence.period, but=absence))


def leave_proposal(
    scope: Scope, schedule: Schedule | None, who: Resident | Faculty, said: Mapping[str, Any]
) -> Proposal:
    """Leave that somebody is to have, and its price in that version."""
    first, last, period = said["first"], said["last"], said["period"]
    change = Change(
        {leave_key(who, first, last, period): said["reason"]},
        f"{who.name} away {dates_words(first, last, period)}",
        EventKind.LEAVE_CHANGED,
    )
    when = Period(period) if period else None
    effect = effect_of_leave(schedule, who, first, last, when, today=scope.today) if schedule else None
    return Proposal(change, effect)


def extension_effect(
    scope: Scope, schedule: Schedule | None, who: Resident | Faculty, absence: Absence, last: date
) -> Effect | None:
    """What the days beyond the last day until now would cost; None where there are none."""
    if schedule is None or last <= absence.last_date:
        return None
    when = Period(absence.period) if absence.period else None
    return effect_of_leave(
        schedule, who, absence.last_date + timedelta(days=1), last, when, today=scope.today
    )


def deletion_proposal(
    scope: Scope, schedule: Schedule | None, who: Resident | Faculty, absence: Absence
) -> Proposal:
    """That leave does not take place, and what that brings in that version."""
    label = f"{who.name} not away {away_words(absence)}"
    change = Change({key_of_leave(absence): None}, label, EventKind.LEAVE_CHANGED)
    if schedule is None:
        return Proposal(change, None)
    when = Period(absence.period) if absence.period else None
    first, last = absence.first_date, absence.last_date
    if isinstance(who, Faculty):
        return Proposal(change, effect_of_return(schedule, who, first, last, when, today=scope.today))
    again = clinics_held_again(schedule, who, AwayThen(first, last, when), today=scope.today)
    return Proposal(change, None, [_held_again(again, schedule)], has_price=False)


def _held_again(clinics: Sequence[ClinicLost], schedule: Schedule) -> str:
    if not clinics:
        return (
            f"{schedule} has no clinic then that could be held again. Add clinics on the grid, or build anew."
        )
    together = sum(clinic.is_together for clinic in clinics)
    with_coach = f", {together} with the coach" if together else ""
    return f"{counted(len(clinics), 'clinic')} of {str(schedule).lower()} can be held again{with_coach}."


def save_leave_change(request: UserRequest, scope: Scope, proposal: Proposal) -> Refusal | None:
    """Save, and say so; why not, where somebody entered the same leave with another reason meanwhile."""
    log = log_of(request, scope, DataArea.LEAVE)
    old = saved(request, log=log, rows=LeaveRows(scope.program), change=proposal.change)
    if old is None:
        messages.success(request, f"Saved: {proposal.change.label}.")
        return None
    return Refusal(leave_words(old.held), leave_words(proposal.change.values), fingerprint(old.held))


def leave_words(values: Mapping[str, Any]) -> str:
    """Dates and reasons of leave that is there, for those who may read reasons."""
    found = []
    for key, reason in values.items():
        if reason is not None:
            _kind, _pk, first, last, period = key.split("/")
            when = dates_words(date.fromisoformat(first), date.fromisoformat(last), period)
            found.append(f"{when}, {reason}" if reason else when)
    return "; ".join(found) or "no leave"


def _clash(found: Absence | None) -> str:
    if found is None:
        return ""
    return f"Already away {away_words(found)}. Choose other dates, or change that leave."

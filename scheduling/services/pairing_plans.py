"""Plans of the pairing board: who is to be paired with whom, and who is lifted off a panel. Nothing begins by it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from connectedness.accounts.models import User
from scheduling.domain.wording import counted
from scheduling.models import AcademicYear, DataArea, DataEdit, Faculty, PairingDraft, Resident
from scheduling.selectors.pairing_board.limits import impossible
from scheduling.selectors.pairing_board.situation import Situation, situation
from scheduling.selectors.pairing_board.tokens import LIFTED, NOTHING, state_of
from scheduling.selectors.years import program_today
from scheduling.services.data_edits import EditLog, lock_data, record_edit, redo_last, undo_last

States = Mapping[int, str]
"""Residents by key, and what is planned for each: nothing, lifted, or a coach's key."""


class PlanRefused(Exception):
    """A plan cannot be made so; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class PlanRows:
    """The year's plans, as steps that can be taken back read and write them."""

    year: AcademicYear
    actor: User | None

    def held(self, keys: Iterable[str]) -> dict[str, Any]:
        """What is planned now for the residents with these keys."""
        drafts = {draft.resident_id: draft for draft in PairingDraft.objects.filter(year=self.year)}
        present = set(Resident.objects.filter(pk__in=map(int, keys)).values_list("pk", flat=True))
        return {key: state_of(drafts.get(int(key))) for key in keys if int(key) in present}

    def put(self, values: Mapping[str, Any]) -> None:
        """Plan so. A coach who has been removed since plans nothing."""
        keys = [int(key) for key in values]
        coaches = {str(pk) for pk in self._program_faculty()}
        PairingDraft.objects.filter(year=self.year, resident__in=keys).delete()
        PairingDraft.objects.bulk_create(
            PairingDraft(
                year=self.year,
                resident_id=int(key),
                faculty_id=None if state == LIFTED else int(state),
                made_by=self.actor,
            )
            for key, state in values.items()
            if state == LIFTED or state in coaches
        )

    def named(self, key: str) -> str:
        """The resident's name."""
        return str(Resident.objects.get(pk=int(key)))

    def _program_faculty(self) -> Iterable[int]:
        return Faculty.objects.filter(program_id=self.year.program_id).values_list("pk", flat=True)


def plan_log(year: AcademicYear, actor: User | None) -> EditLog:
    """The steps of one person on the year's board."""
    return EditLog(year.program, year, DataArea.PAIRING, actor)


@transaction.atomic
def plan_pairings(*, year: AcademicYear, actor: User | None, wanted: States, seen: States) -> DataEdit | None:
    """Plan some residents anew, all or none; None where it is so already.

    ``seen`` is what the page showed of them. Raises ``PlanRefused`` where somebody changed it since, a panel would
    go beyond its limit, or a pair must not be.
    """
    lock_data(year.program)
    return planned_under_lock(year=year, actor=actor, wanted=wanted, seen=seen)


def planned_under_lock(
    *, year: AcademicYear, actor: User | None, wanted: States, seen: States
) -> DataEdit | None:
    """As ``plan_pairings``, for who holds the program's lock."""
    now = situation(year, program_today(year.program))
    _refuse_strangers(now, wanted)
    held = {pk: state_of(now.drafts.get(pk)) for pk in wanted}
    wanted = {pk: _settled(now, pk, state) for pk, state in wanted.items()}
    if held == wanted:
        return None
    _refuse_if_changed(now, held, seen)
    rows = PlanRows(year, actor)
    rows.put({str(pk): state for pk, state in wanted.items()})
    _refuse_if_impossible(situation(year, program_today(year.program)), wanted)
    return record_edit(
        plan_log(year, actor),
        label=_label(now, wanted),
        before={str(pk): state for pk, state in held.items()},
        after={str(pk): state for pk, state in wanted.items()},
    )


@transaction.atomic
def undo_plan(*, year: AcademicYear, actor: User | None, step: int | None) -> DataEdit | None:
    """Take back one's last step; None where it is taken back already. Raises ``StepRefused`` or ``PlanRefused``."""
    done = undo_last(plan_log(year, actor), PlanRows(year, actor), expected=step)
    if done is not None:
        _refuse_if_impossible(situation(year, program_today(year.program)), _states(done.before))
    return done


@transaction.atomic
def redo_plan(*, year: AcademicYear, actor: User | None, step: int | None) -> DataEdit | None:
    """Make one's last step again; None where it is made already. Raises ``StepRefused`` or ``PlanRefused``."""
    done = redo_last(plan_log(year, actor), PlanRows(year, actor), expected=step)
    if done is not None:
        _refuse_if_impossible(situation(year, program_today(year.program)), _states(done.after))
    return done


def _states(values: Mapping[str, Any]) -> States:
    return {int(key): state for key, state in values.items()}


def _refuse_strangers(now: Situation, wanted: States) -> None:
    if any(pk not in now.places for pk in wanted):
        raise PlanRefused("A resident is not in this year any more. Look at the board again.")
    coaches = {state for state in wanted.values() if state not in {LIFTED, NOTHING}}
    if any(not state.isdecimal() or int(state) not in now.members for state in coaches):
        raise PlanRefused("A coach is not here any more. Look at the board again.")


def _settled(now: Situation, pk: int, state: str) -> str:
    """Back with the coach of today is no plan at all; lifting somebody who has no coach neither."""
    current = now.current.get(pk)
    if state == LIFTED and current is None:
        return NOTHING
    return NOTHING if current is not None and state == str(current) else state


def _refuse_if_changed(now: Situation, held: States, seen: States) -> None:
    for pk, state in held.items():
        if state == seen.get(pk, NOTHING):
            continue
        who, draft = now.places[pk].resident.full_name, now.drafts.get(pk)
        by = draft.made_by if draft and draft.made_by else "Somebody"
        raise PlanRefused(
            f"{by} changed the plan for {who} since this page was made: {_state_words(now, state)}, "
            f"not {_state_words(now, seen.get(pk, NOTHING))}. Nothing was changed; look at the board again."
        )


def _state_words(now: Situation, state: str) -> str:
    if state == LIFTED:
        return "lifted off the panel"
    if state == NOTHING:
        return "nothing planned"
    member = now.members.get(int(state)) if state.isdecimal() else None
    return member.short_name if member else "another coach"


def _refuse_if_impossible(after: Situation, wanted: States) -> None:
    """Only what this step plans is looked at: who is placed, on which panels."""
    placed = {int(state) for state in wanted.values() if state not in {LIFTED, NOTHING}}
    back = {after.current[pk] for pk, state in wanted.items() if state == NOTHING and pk in after.current}
    touched = {pk: coach for pk, coach in after.planned.items() if coach in placed | back}
    if words := impossible(after, touched):
        raise PlanRefused(" ".join(words))


def _label(now: Situation, wanted: States) -> str:
    if len(wanted) > 1:
        return f"Planned {counted(len(wanted), 'resident')}"
    ((pk, state),) = wanted.items()
    who = now.places[pk].resident.full_name
    if state == LIFTED:
        return f"Lifted {who} off the panel"
    if state == NOTHING:
        return f"Put {who} back"
    return f"Placed {who} with {now.members[int(state)].short_name}"

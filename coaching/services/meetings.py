"""Arranging a meeting: propose, agree, move, hold, cancel.

Each step names the edition it saw. A step that is sent twice is made once; one that saw an older edition is refused.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from coaching.domain.spans import Span
from coaching.models import Meeting, MeetingMove, MeetingState
from coaching.selectors.meeting_clashes import clash, who_is_taken
from coaching.selectors.meetings_beside import mark_of, meetings_beside, proposals
from coaching.services.meeting_locks import lock_meeting, lock_pair
from coaching.services.reminders import withdraw_reminders
from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.domain.notice_wording import NoticeKind
from scheduling.domain.notice_wording import meeting as notice_of
from scheduling.models import Faculty, Pairing, Resident
from scheduling.services.notices.writing import write_notice


class MeetingRefused(Exception):
    """What stands in the way, and what to do, in words for the page."""


class MeetingChanged(MeetingRefused):
    """The page was older than the meeting."""

    def __init__(self) -> None:
        super().__init__(
            "The meeting was changed meanwhile. Here it is as it stands now: look, then decide again."
        )


class OthersChanged(MeetingRefused):
    """The page was older than the other meetings of the two."""

    def __init__(self) -> None:
        super().__init__(
            "Another meeting of the two of you was proposed or changed meanwhile. Here is what you have open now: look, "
            "then decide again."
        )


@dataclass(frozen=True, slots=True)
class Slot(Span):
    """When, for how long, and where."""

    place: str


@transaction.atomic
def propose(*, pairing: Pairing, actor: User, key: uuid.UUID, slot: Slot) -> Meeting:
    """Ask the other to meet; a meeting on a day that has passed is noted as held. The same ``key`` makes one meeting."""
    lock_pair(pairing)
    return proposed_under_lock(pairing=pairing, actor=actor, key=key, slot=slot)


def proposed_under_lock(*, pairing: Pairing, actor: User, key: uuid.UUID, slot: Slot) -> Meeting:
    """The same, where both are held already."""
    there = Meeting.objects.filter(key=key, resident=pairing.resident, faculty=pairing.faculty).first()
    if there is not None:
        return there
    now = timezone.now()
    is_past = slot.date < now.astimezone(pairing.resident.program.zone).date()
    _refuse_if_taken(pairing, slot, actor, is_past=is_past)
    meeting = Meeting.objects.create(
        key=key,
        resident=pairing.resident,
        faculty=pairing.faculty,
        proposed_by=actor,
        changed_at=now,
        state=MeetingState.HELD if is_past else MeetingState.PROPOSED,
        **_fields(slot),
    )
    return _told(meeting, actor, "" if is_past else "proposed")


@transaction.atomic
def agree(*, meeting: Meeting, actor: User, edition: int, beside: str = "", only: bool = False) -> Meeting:
    """Accept what the other proposed. ``beside`` says what else the page showed that the two have open.

    Of that ``only`` drops what is proposed. Where it is not so any more, nothing is done: who agrees decides about the others, too.
    """
    lock_meeting(meeting)
    return agreed_under_lock(meeting=meeting, actor=actor, edition=edition, beside=beside, only=only)


def agreed_under_lock(
    *, meeting: Meeting, actor: User, edition: int, beside: str = "", only: bool = False
) -> Meeting:
    """The same, where both are held and the meeting is read already."""
    if meeting.state == MeetingState.AGREED:
        return meeting
    _refuse_unless_open(meeting)
    if meeting.proposed_by_id == actor.pk:
        raise MeetingRefused(
            "You proposed this time: it waits for the other’s answer. Move it if it does not suit you."
        )
    others = meetings_beside(meeting, timezone.now())
    if mark_of(others) != beside:
        raise OthersChanged
    _step(meeting, edition, state=MeetingState.AGREED)
    dropped = proposals(others) if only else []
    for other in dropped:
        _step(other, other.edition, state=MeetingState.CANCELLED)
        _record(other, actor)
    return _told(meeting, actor, "agreed", dropped=[other.when for other in dropped])


@transaction.atomic
def move(*, meeting: Meeting, actor: User, edition: int, slot: Slot) -> Meeting:
    """Propose another time for the same meeting; the other is asked again."""
    lock_meeting(meeting)
    if meeting.is_open and meeting.span == slot.span and meeting.place == slot.place:
        return meeting
    _refuse_unless_open(meeting)
    was, before = (
        meeting.when,
        MeetingMove(meeting=meeting, date=meeting.date, begins=meeting.begins, moved_by=actor),
    )
    _refuse_if_taken(meeting, slot, actor, but=meeting.pk)
    _step(meeting, edition, state=MeetingState.PROPOSED, proposed_by=actor, **_fields(slot))
    before.save()
    return _told(meeting, actor, "moved", was)


@transaction.atomic
def hold(*, meeting: Meeting, actor: User, edition: int) -> Meeting:
    """Note that the two have met."""
    lock_meeting(meeting)
    if meeting.state == MeetingState.HELD:
        return meeting
    _refuse_unless_open(meeting)
    if meeting.starts > timezone.now():
        raise MeetingRefused(
            f"It is planned for {meeting.when}. If you have met already, move it to that time first."
        )
    _step(meeting, edition, state=MeetingState.HELD)
    return _told(meeting, actor, "")


@transaction.atomic
def cancel(*, meeting: Meeting, actor: User, edition: int) -> Meeting:
    """Call it off; it stays in the history, and calendars take it away."""
    lock_meeting(meeting)
    if meeting.state == MeetingState.CANCELLED:
        return meeting
    _refuse_unless_open(meeting)
    _step(meeting, edition, state=MeetingState.CANCELLED)
    return _told(meeting, actor, "cancelled")


def _refuse_unless_open(meeting: Meeting) -> None:
    if meeting.state == MeetingState.HELD:
        raise MeetingRefused("This meeting has been held already. Propose another one.")
    if meeting.state == MeetingState.CANCELLED:
        raise MeetingRefused("This meeting was cancelled. Propose another one.")


def _refuse_if_taken(
    pair: Meeting | Pairing, slot: Slot, actor: User, *, is_past: bool = False, but: int | None = None
) -> None:
    """The people are locked, so that of two who want the same time one is told so."""
    there = clash(pair, slot, is_past=is_past, but=but)
    if there is None:
        return
    if (there.resident_id, there.faculty_id) == (pair.resident_id, pair.faculty_id):
        raise MeetingRefused(
            f"The two of you have another meeting at that time: {there.when}, {there.minutes} minutes."
            " Choose another time, or open that one."
        )
    taken = list(who_is_taken(pair, there))
    if actor.pk in {person.user_id for person in taken}:
        raise MeetingRefused(
            f"You have another meeting at that time: {there.when}, {there.minutes} minutes{_where(there, pair)}."
            " Choose another time, or move that one first."
        )
    name = pair.resident.full_name if pair.resident in taken else pair.faculty.short_name
    raise MeetingRefused(f"{name} has another meeting at that time. Choose another time.")


def _where(there: Meeting, pair: Meeting | Pairing) -> str:
    """Of which program it is, by whose clock its time is said, where it is another one."""
    program = there.resident.program
    return "" if program == pair.resident.program else f", in {program}"


def _step(meeting: Meeting, edition: int, **fields: Any) -> None:
    """Compare and set in one statement, so that of two who saw the same edition one is told so."""
    fields |= {"edition": edition + 1, "changed_at": timezone.now()}
    if not Meeting.objects.filter(pk=meeting.pk, edition=edition).update(**fields):
        raise MeetingChanged
    meeting.refresh_from_db(fields=list(fields))


def _fields(slot: Slot) -> dict[str, Any]:
    return {"date": slot.date, "begins": slot.begins, "minutes": slot.minutes, "place": slot.place}


def _told(meeting: Meeting, actor: User, step: str, was: str = "", dropped: Sequence[str] = ()) -> Meeting:
    """On the trail; and to the other, where there is something to tell."""
    _record(meeting, actor)
    if meeting.state != MeetingState.CANCELLED:
        withdraw_reminders(meeting)
    if step:
        other, name = _other(meeting, actor)
        data = notice_of(step, name, meeting.when, was, dropped)
        key = f"meeting/{meeting.pk}/{meeting.edition}"
        write_notice(person=other, kind=NoticeKind.MEETING, key=key, data=data)
    return meeting


def _record(meeting: Meeting, actor: User) -> None:
    """With day and state alone."""
    record(
        kind=EventKind.MEETING_ARRANGED,
        actor=actor,
        subject=f"Meeting of {meeting.resident} with {meeting.faculty.short_name}",
        program_id=meeting.resident.program_id,
        about=meeting.resident.user,
        after={"state": str(meeting.state), "date": meeting.date.isoformat()},
    )


def _other(meeting: Meeting, actor: User) -> tuple[Resident | Faculty, str]:
    """Who is told, and by which name they know the one who acted."""
    if meeting.resident.user_id == actor.pk:
        return meeting.faculty, meeting.resident.full_name
    return meeting.resident, meeting.faculty.short_name

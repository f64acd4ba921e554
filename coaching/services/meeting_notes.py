"""What is written about a meeting: kept as one types, shared when one says so, and one's own for oneself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from coaching.access import own_drafts
from coaching.models import (
    Goal,
    Meeting,
    MeetingDraft,
    MeetingState,
    NextStep,
    PrivateNote,
    PrivateReflection,
)
from coaching.services.meeting_locks import lock_meeting
from coaching.services.meetings import MeetingChanged, MeetingRefused
from coaching.services.reminders import withdraw_reminders
from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record


@dataclass(frozen=True, slots=True)
class Shared:
    """The shared part as both will read it: fields of the meeting, and rows of goals and next steps."""

    fields: Mapping[str, Any]
    goals: Sequence[Mapping[str, Any]]
    steps: Sequence[Mapping[str, Any]]


def keep_draft(*, meeting: Meeting, author: User, said: Mapping[str, Any]) -> MeetingDraft:
    """What was typed so far, for its author alone."""
    kept = {"said": dict(said), "changed_at": timezone.now()}
    return MeetingDraft.objects.update_or_create(meeting=meeting, author=author, defaults=kept)[0]


def keep_private(*, meeting: Meeting, author: User, text: str) -> PrivateNote | PrivateReflection:
    """The coach's note or the resident's reflection: its author alone reads it."""
    model = PrivateReflection if meeting.resident.user_id == author.pk else PrivateNote
    kept = {"text": text, "changed_at": timezone.now()}
    row: PrivateNote | PrivateReflection = model.objects.update_or_create(
        meeting=meeting, author=author, defaults=kept
    )[0]
    return row


@transaction.atomic
def share(*, meeting: Meeting, author: User, edition: int, shared: Shared) -> Meeting:
    """Let both read it; a meeting whose time has come is held by that. The author's draft is used up.

    Raises ``MeetingChanged`` where somebody changed the meeting since, unless it says the same already.
    """
    lock_meeting(meeting)
    if meeting.state == MeetingState.CANCELLED:
        raise MeetingRefused("This meeting was cancelled. Propose another one; your draft is kept here.")
    if meeting.edition == edition or not _says(meeting, shared):
        _write(meeting, edition, shared)
        record(
            kind=EventKind.MEETING_NOTED,
            actor=author,
            subject=f"Meeting of {meeting.resident} with {meeting.faculty.short_name}",
            program_id=meeting.resident.program_id,
            about=meeting.resident.user,
            after={"state": str(meeting.state), "date": meeting.date.isoformat()},
        )
        if meeting.state == MeetingState.HELD:
            withdraw_reminders(meeting)
    own_drafts(author, meeting).delete()
    return meeting


def _write(meeting: Meeting, edition: int, shared: Shared) -> None:
    fields = {**shared.fields, "edition": edition + 1, "changed_at": timezone.now()}
    if meeting.starts <= timezone.now():
        fields["state"] = MeetingState.HELD
    if not Meeting.objects.filter(pk=meeting.pk, edition=edition).update(**fields):
        raise MeetingChanged
    meeting.goals.all().delete()
    meeting.steps.all().delete()
    Goal.objects.bulk_create(Goal(meeting=meeting, **row) for row in shared.goals)
    NextStep.objects.bulk_create(NextStep(meeting=meeting, **row) for row in shared.steps)
    meeting.refresh_from_db()


def _says(meeting: Meeting, shared: Shared) -> bool:
    """Whether the meeting holds exactly this."""
    rows = ((meeting.goals, shared.goals), (meeting.steps, shared.steps))
    return all(getattr(meeting, name) == value for name, value in shared.fields.items()) and all(
        list(held.values(*given[0])) == list(given) if given else not held.exists() for held, given in rows
    )

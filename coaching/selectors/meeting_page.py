"""One meeting as one of its two people sees it."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from coaching.access import own_drafts, own_private_notes, own_reflections
from coaching.models import PROMPTS, Meeting, MeetingState
from coaching.selectors.meetings import step_of
from coaching.selectors.meetings_beside import mark_of, meetings_beside, proposals
from connectedness.accounts.models import User
from scheduling.domain.calendar import day_label


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage:
    """What stands around the form. ``private`` is the reader's own note or reflection."""

    meeting: Meeting
    title: str
    other: str
    is_resident: bool
    has_begun: bool
    may_agree: bool
    on_committee: str
    private: str
    moves: tuple[str, ...]
    beside: tuple[Meeting, ...]
    mark: str

    @property
    def proposed_beside(self) -> int:
        """How many other times wait for an answer, and would be dropped with this one agreed."""
        return len(proposals(self.beside))


def meeting_page(meeting: Meeting, user: User) -> MeetingPage:
    """The page of a meeting of the user's own; ``mark`` names what else the two have open, as it is shown. Three queries."""
    now = timezone.now()
    beside = meetings_beside(meeting, now) if meeting.is_open else []
    is_resident = meeting.resident.user_id == user.pk
    faculty = meeting.faculty
    other = faculty.short_name if is_resident else meeting.resident.full_name
    whose = "You sit" if not is_resident else f"{faculty.short_name} sits"
    return MeetingPage(
        meeting=meeting,
        title=_title(meeting, other),
        other=other,
        is_resident=is_resident,
        has_begun=has_begun(meeting),
        may_agree=step_of(meeting, user, now) == "Answer",
        on_committee=f"{whose} on the competency committee, too." if faculty.on_competency_committee else "",
        private=_private(meeting, user, is_resident=is_resident),
        moves=tuple(f"{day_label(move.date)}, {move.begins:%H:%M}" for move in meeting.moves.all()),
        beside=tuple(beside),
        mark=mark_of(beside),
    )


def has_begun(meeting: Meeting) -> bool:
    """Whether it can be noted: its time has come, or it has been held."""
    return meeting.state == MeetingState.HELD or meeting.starts <= timezone.now()


def shared_now(meeting: Meeting) -> dict[str, Any]:
    """What the shared form begins with: the meeting's own words. Two queries."""
    names = (*PROMPTS, "summary", "next_on", "date", "minutes", "place", "edition")
    return {
        "fields": {name: getattr(meeting, name) for name in names},
        "goals": list(meeting.goals.values("text", "measure", "due", "state")),
        "steps": list(meeting.steps.values("text", "whose", "due", "done")),
    }


def draft_of(meeting: Meeting, user: User) -> dict[str, Any]:
    """What the user has typed and not shared; empty where there is nothing. One query."""
    draft = own_drafts(user, meeting).first()
    return draft.said if draft else {}


def _private(meeting: Meeting, user: User, *, is_resident: bool) -> str:
    rows = own_reflections(user, meeting) if is_resident else own_private_notes(user, meeting)
    return rows.values_list("text", flat=True).first() or ""


def _title(meeting: Meeting, other: str) -> str:
    day = day_label(meeting.date)
    return {
        MeetingState.PROPOSED: f"Meet {other} on {day}?",
        MeetingState.AGREED: f"You meet {other} on {day}",
        MeetingState.HELD: f"You met {other} on {day}",
        MeetingState.CANCELLED: f"The meeting with {other} on {day} was cancelled",
    }[MeetingState(meeting.state)]

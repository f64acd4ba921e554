"""Rows of what happens inside a pairing."""

from coaching.models.looks import LastLook
from coaching.models.meetings import (
    OPEN_STATES,
    PROMPTS,
    Goal,
    GoalState,
    Meeting,
    MeetingMove,
    MeetingState,
    NextStep,
    Whose,
)
from coaching.models.private import MeetingDraft, PrivateNote, PrivateReflection

__all__ = [
    "OPEN_STATES",
    "PROMPTS",
    "Goal",
    "GoalState",
    "LastLook",
    "Meeting",
    "MeetingDraft",
    "MeetingMove",
    "MeetingState",
    "NextStep",
    "PrivateNote",
    "PrivateReflection",
    "Whose",
]

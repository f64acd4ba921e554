"""Rows of what happens inside a pairing, and of the pulse."""

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
from coaching.models.pulse import (
    Breakdown,
    PulseBox,
    PulseInstrument,
    PulseInvitation,
    PulseQuestion,
    PulseResult,
    PulseRound,
    RoundState,
)
from coaching.models.pulse_coaches import PulseCoachFigure, PulseSpan

__all__ = [
    "OPEN_STATES",
    "PROMPTS",
    "Breakdown",
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
    "PulseBox",
    "PulseCoachFigure",
    "PulseInstrument",
    "PulseInvitation",
    "PulseQuestion",
    "PulseResult",
    "PulseRound",
    "PulseSpan",
    "RoundState",
    "Whose",
]

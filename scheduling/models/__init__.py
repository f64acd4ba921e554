"""Rows and the constraints that keep their promises."""

from scheduling.models.calendar import AcademicYear, Block, Holiday, ProtectedTeaching
from scheduling.models.data_edits import DataArea, DataEdit
from scheduling.models.disruptions import ClosedSession, Disruption, DisruptionKind, DisruptionState
from scheduling.models.editing import EditedCell, EditKind, PinnedFree, Presence, ScheduleEdit
from scheduling.models.feeds import CalendarFeed
from scheduling.models.glass import BrokenGlass
from scheduling.models.imports import Upload, UploadKind, UploadState
from scheduling.models.marks import DataMark
from scheduling.models.notices import Letter, Notice, NoticeChoice
from scheduling.models.pairings import Pairing, PairingDraft, PairingWish, WishKind
from scheduling.models.people import (
    Absence,
    Faculty,
    FacultyDate,
    FacultyHalfDay,
    Person,
    Resident,
    ResidentYear,
)
from scheduling.models.programs import Program, Site
from scheduling.models.requests import LeaveKind, LeaveRequest, LeaveState, SwapRequest, SwapState
from scheduling.models.roll_overs import RollOver
from scheduling.models.rotations import (
    ClinicRule,
    Hue,
    Rotation,
    RotationAssignment,
    RotationHalfDay,
    RotationWeek,
)
from scheduling.models.runs import RunProgress, RunState, SolveRun, StopRequest, WorkerHeartbeat
from scheduling.models.schedules import Assignment, Precepting, Schedule, ScheduleCoach, ScheduleState
from scheduling.models.sessions import Session
from scheduling.models.teams import Nurse, NurseAway, NurseHalfDay, Team, TeamMember

__all__ = [
    "Absence",
    "AcademicYear",
    "Assignment",
    "Block",
    "BrokenGlass",
    "CalendarFeed",
    "ClinicRule",
    "ClosedSession",
    "DataArea",
    "DataEdit",
    "DataMark",
    "Disruption",
    "DisruptionKind",
    "DisruptionState",
    "EditKind",
    "EditedCell",
    "Faculty",
    "FacultyDate",
    "FacultyHalfDay",
    "Holiday",
    "Hue",
    "LeaveKind",
    "LeaveRequest",
    "LeaveState",
    "Letter",
    "Notice",
    "NoticeChoice",
    "Nurse",
    "NurseAway",
    "NurseHalfDay",
    "Pairing",
    "PairingDraft",
    "PairingWish",
    "Person",
    "PinnedFree",
    "Precepting",
    "Presence",
    "Program",
    "ProtectedTeaching",
    "Resident",
    "ResidentYear",
    "RollOver",
    "Rotation",
    "RotationAssignment",
    "RotationHalfDay",
    "RotationWeek",
    "RunProgress",
    "RunState",
    "Schedule",
    "ScheduleCoach",
    "ScheduleEdit",
    "ScheduleState",
    "Session",
    "Site",
    "SolveRun",
    "StopRequest",
    "SwapRequest",
    "SwapState",
    "Team",
    "TeamMember",
    "Upload",
    "UploadKind",
    "UploadState",
    "WishKind",
    "WorkerHeartbeat",
]

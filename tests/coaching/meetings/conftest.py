"""A meeting that is proposed, and one that was held."""

import pytest

from coaching.models import Meeting, MeetingState
from connectedness.accounts.models import User
from tests.factories import faculty_of, make_meeting, resident_of


@pytest.fixture
def meeting(resident: User, coach: User) -> Meeting:
    """Proposed by the coach for 2 December, 13:00."""
    return make_meeting(resident_of(resident), faculty_of(coach), proposed_by=coach)


@pytest.fixture
def held(resident: User, coach: User) -> Meeting:
    """Held on Thursday, 19 November."""
    return make_meeting(resident_of(resident), faculty_of(coach), "2026-11-19", state=MeetingState.HELD)

"""Meetings and what is written about them: rows the database takes, and rows it refuses."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from coaching.models import LastLook, Meeting, MeetingDraft, MeetingState, PrivateNote, PrivateReflection
from tests.factories import make_faculty, make_meeting, make_program, make_resident, make_user
from tests.models.cases import Rows, case


def meeting(**fields: Any) -> Meeting:
    program = make_program()
    given = {"date": date(2026, 12, 2), "begins": time(13), **fields}
    return Meeting(resident=make_resident(program), faculty=make_faculty(program), **given)


@case
def meeting_once_at_a_time() -> Rows:
    first = meeting()
    agreed = meeting(state=MeetingState.AGREED)
    agreed.resident, agreed.faculty = first.resident, first.faculty
    return first, agreed


@case
def meeting_lasts_a_while() -> Rows:
    return meeting(minutes=5), meeting(minutes=4)


def words(model: type[Any], **fields: Any) -> Rows:
    held = {"meeting": _meeting_there(), "author": make_user(), **fields}
    return model(**held), model(**held)


def _meeting_there() -> Meeting:
    program = make_program()
    return make_meeting(make_resident(program), make_faculty(program))


@case
def private_note_once_a_meeting() -> Rows:
    return words(PrivateNote)


@case
def private_reflection_once_a_meeting() -> Rows:
    return words(PrivateReflection)


@case
def meeting_draft_once_an_author() -> Rows:
    return words(MeetingDraft)


@case
def last_look_came_after_the_visit_before() -> Rows:
    at = datetime(2026, 11, 22, 18, 20, tzinfo=UTC)
    return (
        LastLook(user=make_user(), at=at, before=at),
        LastLook(user=make_user(), at=at, before=at + timedelta(seconds=1)),
    )

"""Arranging and noting meetings: each step once, and never on an older edition than the other's."""

import uuid
from dataclasses import replace
from datetime import date, datetime, time

import pytest
import time_machine

from coaching.access import own_drafts, own_private_notes, own_reflections
from coaching.models import Meeting, MeetingState
from coaching.selectors.meetings_beside import mark_of
from coaching.services.meeting_notes import Shared, keep_draft, keep_private, share
from coaching.services.meetings import (
    MeetingChanged,
    MeetingRefused,
    Slot,
    agree,
    cancel,
    hold,
    move,
    propose,
)
from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.access import own_notices
from scheduling.domain.notice_wording import notice_text
from scheduling.models import Pairing, Program
from tests.coaching.clinic_year import at
from tests.factories import (
    faculty_of,
    make_faculty,
    make_meeting,
    make_pairing,
    make_program,
    make_resident,
    resident_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SLOT = Slot(date(2026, 12, 2), time(13), 30, "Room 4")
LATER = Slot(date(2026, 12, 9), time(8), 45, "Café")
WORDS = "Shared-words-of-two"


@pytest.fixture
def pairing(resident: User, coach: User) -> Pairing:
    return resident_of(resident).pairings.get()


@pytest.fixture
def meeting(pairing: Pairing, coach: User) -> Meeting:
    return propose(pairing=pairing, actor=coach, key=uuid.uuid4(), slot=SLOT)


def shared(**fields: object) -> Shared:
    return Shared(
        {"summary": WORDS, **fields},
        [{"text": "Read aloud", "measure": "", "due": None, "state": "open"}],
        [{"text": "Send it", "whose": "coach", "due": None, "done": False}],
    )


def told(user: User) -> list[str]:
    return [notice_text(row.kind, row.data).title for row in own_notices(user)]


def test_a_proposal_sent_twice_is_one_meeting_and_one_notice(
    pairing: Pairing, coach: User, resident: User
) -> None:
    key = uuid.uuid4()
    first = propose(pairing=pairing, actor=coach, key=key, slot=SLOT)
    assert propose(pairing=pairing, actor=coach, key=key, slot=SLOT) == first
    assert (Meeting.objects.count(), first.state) == (1, MeetingState.PROPOSED)
    assert told(resident) == ["Dr. Achebe proposes to meet"]
    assert told(coach) == []


@pytest.mark.parametrize(
    ("begins", "minutes", "is_free"),
    [
        (time(13), 30, False),
        (time(12, 45), 16, False),
        (time(13, 29), 30, False),
        (time(12), 480, False),
        (time(12, 30), 30, True),
        (time(13, 30), 30, True),
    ],
)
def test_two_meetings_of_a_pair_share_no_minute(
    meeting: Meeting, pairing: Pairing, resident: User, begins: time, minutes: int, *, is_free: bool
) -> None:
    slot = Slot(SLOT.date, begins, minutes, "")
    if is_free:
        assert propose(pairing=pairing, actor=resident, key=uuid.uuid4(), slot=slot).pk != meeting.pk
        return
    with pytest.raises(MeetingRefused, match="another meeting at that time: Wed 2 Dec, 13:00, 30 minutes"):
        propose(pairing=pairing, actor=resident, key=uuid.uuid4(), slot=slot)
    cancel(meeting=meeting, actor=resident, edition=1)
    assert propose(pairing=pairing, actor=resident, key=uuid.uuid4(), slot=slot).pk != meeting.pk


def test_a_meeting_beyond_midnight_reaches_into_the_next_day(pairing: Pairing, coach: User) -> None:
    late, early = Slot(SLOT.date, time(22), 240, ""), Slot(date(2026, 12, 3), time(1), 30, "")
    propose(pairing=pairing, actor=coach, key=uuid.uuid4(), slot=late)
    with pytest.raises(MeetingRefused, match="another meeting"):
        propose(pairing=pairing, actor=coach, key=uuid.uuid4(), slot=early)


def test_nobody_is_booked_twice_and_the_other_is_not_told_with_whom(
    meeting: Meeting, coach: User, resident: User, program: Program
) -> None:
    other = make_pairing(make_resident(program, "Two, Resident"), faculty_of(coach))
    with pytest.raises(MeetingRefused, match="You have another meeting at that time: Wed 2 Dec, 13:00"):
        propose(pairing=other, actor=coach, key=uuid.uuid4(), slot=SLOT)
    with pytest.raises(MeetingRefused, match=r"^Dr\. Achebe has another meeting at that time\. Choose"):
        propose(pairing=other, actor=resident, key=uuid.uuid4(), slot=SLOT)
    theirs = propose(pairing=other, actor=coach, key=uuid.uuid4(), slot=LATER)
    with pytest.raises(MeetingRefused, match="You have another meeting"):
        move(meeting=theirs, actor=coach, edition=1, slot=SLOT)
    theirs.refresh_from_db()
    assert (theirs.date, theirs.edition, theirs.moves.count()) == (LATER.date, 1, 0)


@pytest.mark.parametrize(
    ("there", "is_free"), [("10:00", False), ("10:29", False), ("10:30", True), ("13:00", True)]
)
def test_who_works_in_two_programs_is_booked_once_whichever_clock_each_goes_by(
    pairing: Pairing, coach: User, resident: User, there: str, *, is_free: bool
) -> None:
    """13:00 in New York is 10:00 in Los Angeles."""
    west = make_program("Lakeside", time_zone="America/Los_Angeles")
    same = make_faculty(west, user=coach)
    begins = time.fromisoformat(there)
    make_meeting(make_resident(west), same, SLOT.date.isoformat(), begins=begins, state=MeetingState.AGREED)
    if is_free:
        assert propose(pairing=pairing, actor=coach, key=uuid.uuid4(), slot=SLOT)
        return
    with pytest.raises(
        MeetingRefused,
        match=f"You have another meeting at that time: Wed 2 Dec, {there}, 30 minutes, in Lakeside",
    ):
        propose(pairing=pairing, actor=coach, key=uuid.uuid4(), slot=SLOT)
    with pytest.raises(MeetingRefused, match=r"^Dr\. Achebe has another meeting at that time\. Choose"):
        propose(pairing=pairing, actor=resident, key=uuid.uuid4(), slot=SLOT)
    moved = propose(pairing=pairing, actor=resident, key=uuid.uuid4(), slot=LATER)
    with pytest.raises(MeetingRefused, match="another meeting at that time"):
        move(meeting=moved, actor=resident, edition=1, slot=SLOT)


def test_a_meeting_is_moved_by_less_than_it_lasts(meeting: Meeting, coach: User) -> None:
    moved = move(meeting=meeting, actor=coach, edition=1, slot=Slot(SLOT.date, time(13, 15), 30, ""))
    assert moved.begins == time(13, 15)


def test_what_has_been_is_noted_once_for_a_pair_and_for_several_residents_together(
    pairing: Pairing, coach: User, program: Program
) -> None:
    past = Slot(date(2026, 11, 20), time(13), 30, "")
    propose(pairing=pairing, actor=coach, key=uuid.uuid4(), slot=past)
    with pytest.raises(MeetingRefused, match="The two of you have another meeting"):
        propose(pairing=pairing, actor=coach, key=uuid.uuid4(), slot=past)
    both = make_pairing(make_resident(program), faculty_of(coach))
    assert propose(pairing=both, actor=coach, key=uuid.uuid4(), slot=past).state == MeetingState.HELD


def test_a_day_that_has_passed_is_noted_as_held_and_nobody_is_asked(
    pairing: Pairing, coach: User, resident: User
) -> None:
    past = Slot(date(2026, 11, 20), time(13), 30, "")
    assert propose(pairing=pairing, actor=coach, key=uuid.uuid4(), slot=past).state == MeetingState.HELD
    assert told(resident) == []


def test_the_other_agrees_once_and_who_proposed_cannot(meeting: Meeting, coach: User, resident: User) -> None:
    with pytest.raises(MeetingRefused, match="waits for the other"):
        agree(meeting=meeting, actor=coach, edition=1)
    for _ in range(2):
        assert agree(meeting=meeting, actor=resident, edition=1).state == MeetingState.AGREED
    assert (meeting.edition, told(coach)) == (2, ["Resi Dent agrees to meet"])


@pytest.fixture
def other(pairing: Pairing, meeting: Meeting, resident: User) -> Meeting:
    """Proposed by the resident, beside the coach's."""
    return propose(pairing=pairing, actor=resident, key=uuid.uuid4(), slot=LATER)


def states(*meetings: Meeting) -> list[str]:
    for one in meetings:
        one.refresh_from_db()
    return [str(one.state) for one in meetings]


def test_who_agrees_to_one_of_two_times_may_drop_the_other_and_the_other_is_told_once(
    pairing: Pairing, meeting: Meeting, other: Meeting, coach: User, resident: User
) -> None:
    third = make_meeting(pairing.resident, pairing.faculty, "2027-05-05", state=MeetingState.AGREED)
    for _ in range(2):
        agree(meeting=meeting, actor=resident, edition=1, beside=mark_of([other, third]), only=True)
    assert states(meeting, other, third) == ["agreed", "cancelled", "agreed"]
    newest = own_notices(coach).first()
    assert newest is not None
    said = notice_text(newest.kind, newest.data)
    assert said.title == "Resi Dent agrees to meet"
    assert [line.text for line in said.lines] == ["Wed 2 Dec, 13:00.", "Wed 9 Dec, 08:00 is off."]
    assert len(told(coach)) == 2  # the other's proposal was the first
    tracked = Event.objects.filter(kind=EventKind.MEETING_ARRANGED, actor=resident).order_by("pk")
    assert [event.after["state"] for event in tracked] == ["proposed", "cancelled", "agreed"]


def test_both_times_may_stand_where_who_agrees_says_so(
    meeting: Meeting, other: Meeting, resident: User
) -> None:
    agree(meeting=meeting, actor=resident, edition=1, beside=mark_of([other]))
    assert states(meeting, other) == ["agreed", "proposed"]


def test_nobody_agrees_beside_a_time_that_the_page_did_not_show(
    meeting: Meeting, other: Meeting, coach: User, resident: User
) -> None:
    seen = mark_of([other])
    with pytest.raises(MeetingRefused, match="proposed or changed meanwhile"):
        agree(meeting=meeting, actor=resident, edition=1)
    move(meeting=other, actor=resident, edition=1, slot=replace(LATER, begins=time(9)))
    for only in (True, False):
        with pytest.raises(MeetingRefused, match="proposed or changed meanwhile"):
            agree(meeting=meeting, actor=resident, edition=1, beside=seen, only=only)
    assert states(meeting, other) == ["proposed", "proposed"]


def test_a_time_that_has_passed_without_a_word_is_nothing_to_decide(
    pairing: Pairing, meeting: Meeting, resident: User
) -> None:
    make_meeting(pairing.resident, pairing.faculty, "2026-11-20")
    assert agree(meeting=meeting, actor=resident, edition=1).state == MeetingState.AGREED


def test_a_move_asks_the_other_again_and_keeps_what_was(
    meeting: Meeting, coach: User, resident: User
) -> None:
    agree(meeting=meeting, actor=resident, edition=1)
    for _ in range(2):
        move(meeting=meeting, actor=resident, edition=2, slot=LATER)
    assert (meeting.state, meeting.edition, meeting.proposed_by) == (MeetingState.PROPOSED, 3, resident)
    assert [(row.date, row.moved_by) for row in meeting.moves.all()] == [(SLOT.date, resident)]
    assert told(coach)[0] == "Resi Dent proposes another time to meet"
    newest = own_notices(coach).first()
    assert newest is not None
    assert (
        notice_text(newest.kind, newest.data).lines[0].text == "Wed 9 Dec, 08:00 instead of Wed 2 Dec, 13:00."
    )
    agree(meeting=meeting, actor=coach, edition=3)


def test_a_step_on_an_older_edition_is_refused_and_changes_nothing(
    meeting: Meeting, coach: User, resident: User
) -> None:
    move(meeting=meeting, actor=coach, edition=1, slot=LATER)
    for act in (agree, cancel):
        with pytest.raises(MeetingChanged):
            act(meeting=meeting, actor=resident, edition=1)
    with pytest.raises(MeetingChanged):
        move(meeting=meeting, actor=resident, edition=1, slot=SLOT)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.date, meeting.edition) == (MeetingState.PROPOSED, LATER.date, 2)
    assert meeting.moves.count() == 1


def test_it_is_held_when_its_time_has_come_and_stays_so(
    meeting: Meeting, coach: User, resident: User
) -> None:
    with pytest.raises(MeetingRefused, match="planned for Wed 2 Dec, 13:00"):
        hold(meeting=meeting, actor=coach, edition=1)
    with time_machine.travel(at("2026-12-02 13:40"), tick=False):
        assert hold(meeting=meeting, actor=coach, edition=1).state == MeetingState.HELD
        with pytest.raises(MeetingRefused, match="held already"):
            cancel(meeting=meeting, actor=resident, edition=2)


def test_a_cancelled_meeting_is_answered_no_more(meeting: Meeting, resident: User, coach: User) -> None:
    for _ in range(2):
        cancel(meeting=meeting, actor=resident, edition=1)
    with pytest.raises(MeetingRefused, match="was cancelled"):
        agree(meeting=meeting, actor=resident, edition=2)
    assert told(coach) == ["Resi Dent cancels your meeting"]


def test_notices_and_trail_never_say_where_or_what(
    pairing: Pairing, coach: User, resident: User, now: datetime
) -> None:
    meeting = make_meeting(pairing.resident, pairing.faculty, "2026-11-20", place="Secret-place")
    share(meeting=meeting, author=coach, edition=1, shared=shared())
    keep_private(meeting=meeting, author=coach, text="Private-words")
    upcoming = propose(
        pairing=pairing, actor=coach, key=uuid.uuid4(), slot=Slot(SLOT.date, SLOT.begins, 30, "Secret-place")
    )
    move(meeting=upcoming, actor=coach, edition=1, slot=LATER)
    kept = repr([*Event.objects.values(), *own_notices(resident).values()])
    assert "Meeting of Resi Dent with Dr. Achebe" in kept
    assert [
        secret for secret in ("Secret-place", WORDS, "Private-words", "Read aloud") if secret in kept
    ] == []


# --- what is written


def test_sharing_writes_all_of_it_and_uses_up_the_draft(meeting: Meeting, coach: User) -> None:
    keep_draft(meeting=meeting, author=coach, said={"fields": {"summary": "half"}})
    for _ in range(2):
        share(meeting=meeting, author=coach, edition=1, shared=shared())
    assert (meeting.summary, meeting.edition, meeting.state) == (WORDS, 2, MeetingState.PROPOSED)
    assert list(meeting.goals.values_list("text", flat=True)) == ["Read aloud"]
    assert list(meeting.steps.values_list("text", "whose")) == [("Send it", "coach")]
    assert not own_drafts(coach, meeting).exists()


def test_sharing_after_the_meeting_has_begun_notes_it_as_held(meeting: Meeting, coach: User) -> None:
    with time_machine.travel(at("2026-12-02 13:40"), tick=False):
        assert share(meeting=meeting, author=coach, edition=1, shared=shared()).state == MeetingState.HELD


def test_sharing_over_what_the_other_shared_meanwhile_is_refused(
    meeting: Meeting, coach: User, resident: User
) -> None:
    share(meeting=meeting, author=resident, edition=1, shared=shared(summary="The resident's words"))
    with pytest.raises(MeetingChanged):
        share(meeting=meeting, author=coach, edition=1, shared=shared())
    meeting.refresh_from_db()
    assert meeting.summary == "The resident's words"


def test_each_keeps_their_own_and_finds_nobody_elses(
    meeting: Meeting, coach: User, resident: User, stranger: User, coordinator: User, site_admin: User
) -> None:
    keep_private(meeting=meeting, author=coach, text="The coach's own")
    keep_private(meeting=meeting, author=resident, text="The resident's own")
    keep_draft(meeting=meeting, author=coach, said={"fields": {}})
    assert [row.text for row in own_private_notes(coach, meeting)] == ["The coach's own"]
    assert [row.text for row in own_reflections(resident, meeting)] == ["The resident's own"]
    for other in (resident, stranger, coordinator, site_admin):
        assert not own_private_notes(other, meeting).exists()
        assert not own_drafts(other, meeting).exists()
    for other in (coach, stranger, coordinator, site_admin):
        assert not own_reflections(other, meeting).exists()


def test_an_author_whose_role_has_ended_reads_it_no_more(meeting: Meeting, coach: User) -> None:
    keep_private(meeting=meeting, author=coach, text="The coach's own")
    assert own_private_notes(coach, meeting).exists()
    coach.faculty_rows.update(left_on=date(2026, 11, 1))
    assert not own_private_notes(coach, meeting).exists()

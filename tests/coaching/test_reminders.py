"""Reminders to meet: at the right time, once, to both, and not once a time is found."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from coaching.models import Meeting, MeetingState
from coaching.services.meetings import Slot, cancel, hold, propose
from coaching.services.reminders import remind_to_meet
from connectedness.accounts.models import User
from scheduling.access import own_notices
from scheduling.domain.notice_wording import notice_text
from scheduling.domain.telling import Choice, Delivery
from scheduling.models import Absence, Letter, Notice, Pairing, Program
from scheduling.services.notices.choosing import choose_delivery
from scheduling.services.notices.relay import relay_notices
from tests.coaching.clinic_year import ClinicYear, at
from tests.factories import faculty_of, make_faculty, make_meeting, make_pairing, make_resident, resident_of

pytestmark = pytest.mark.django_db
# Two meetings a year, and the year begins on 29 June: the first is due by 28 December, asked for from 30 November.
FIRST_DUE_DAY, LAST_DUE_DAY, FIRST_OVERDUE_DAY = "2026-11-30", "2026-12-28", "2026-12-29"


@pytest.fixture(autouse=True)
def pair(clinics: ClinicYear, resident: User, coach: User) -> Pairing:
    """The two of the cast, paired since the year began, who have never met."""
    return Pairing.objects.get(resident=resident_of(resident))


def told_at(clock: str) -> list[str]:
    """What is written at a moment on the program's clock: the titles, in the order of who is told."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with time_machine.travel(at(clock), tick=False):
        remind_to_meet()
    new = Notice.objects.exclude(pk__in=before).order_by("key")
    return [notice_text(row.kind, row.data).title for row in new]


def told_on(day: str) -> list[str]:
    return told_at(f"{day} 09:00")


def held(pair: Pairing, day: str, **fields: Any) -> Meeting:
    return make_meeting(pair.resident, pair.faculty, day, state=MeetingState.HELD, **fields)


def agreed(pair: Pairing, day: str) -> Meeting:
    return make_meeting(pair.resident, pair.faculty, day, state=MeetingState.AGREED)


DUE = ["Find a time to meet Resi Dent", "Find a time to meet Dr. Achebe"]
OVERDUE = ["Your meeting with Resi Dent is overdue", "Your meeting with Dr. Achebe is overdue"]


def test_both_are_reminded_when_a_meeting_is_due_and_again_when_it_is_overdue() -> None:
    assert told_on("2026-11-27") == []
    assert told_on(FIRST_DUE_DAY) == DUE
    assert told_on(LAST_DUE_DAY) == []
    assert told_on(FIRST_OVERDUE_DAY) == OVERDUE
    assert told_on("2027-03-01") == []


def test_the_reminder_says_by_when_and_nothing_of_what_they_talk_about() -> None:
    told_on(FIRST_DUE_DAY)
    data = Notice.objects.filter(resident__isnull=False).get().data
    assert data == {"step": "due", "who": "Dr. Achebe", "when": "Mon 28 Dec", "was": ""}
    assert [line.text for line in notice_text("meeting", data).lines] == ["Due by Mon 28 Dec."]


def test_looking_again_writes_nothing_twice() -> None:
    assert told_on(FIRST_DUE_DAY) == DUE
    assert told_on(FIRST_DUE_DAY) == []
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("state", [MeetingState.AGREED, MeetingState.PROPOSED], ids=["agreed", "proposed"])
def test_nobody_is_reminded_while_a_time_to_come_is_planned(pair: Pairing, state: MeetingState) -> None:
    meeting = make_meeting(pair.resident, pair.faculty, "2027-01-20", state=state)
    assert told_on(FIRST_DUE_DAY) == []
    assert told_on(FIRST_OVERDUE_DAY) == []
    meeting.delete()
    assert told_on(FIRST_OVERDUE_DAY) == OVERDUE


def test_a_cancelled_meeting_is_no_meeting(pair: Pairing, coach: User) -> None:
    with time_machine.travel(at("2026-11-23 09:00"), tick=False):
        cancel(meeting=agreed(pair, "2026-12-10"), actor=coach, edition=1)
    Notice.objects.all().delete()
    assert told_on(FIRST_DUE_DAY) == DUE


def test_who_has_met_is_left_in_peace_for_a_fair_part_of_the_year(pair: Pairing) -> None:
    held(pair, "2026-12-01")
    assert told_on(FIRST_OVERDUE_DAY) == []
    assert told_on("2027-05-03") == []
    assert told_on("2027-05-04") == DUE
    assert told_on("2027-06-02") == OVERDUE


def test_a_meeting_that_passed_without_a_word_is_asked_about_before_a_new_one(pair: Pairing) -> None:
    agreed(pair, "2026-12-02")
    assert told_at("2026-12-02 12:59") == []
    assert told_at("2026-12-02 13:30") == [
        "Did you meet Resi Dent on Wed 2 Dec?",
        "Did you meet Dr. Achebe on Wed 2 Dec?",
    ]
    assert told_on("2026-12-16") == []
    assert told_on("2026-12-17") == DUE


def test_finding_a_time_withdraws_what_was_not_read_and_not_mailed(
    pair: Pairing, resident: User, coach: User
) -> None:
    with time_machine.travel(at(f"{FIRST_DUE_DAY} 09:00"), tick=False) as clock:
        remind_to_meet()
        relay_notices()
        assert [letter.to for letter in mail.outbox] == [[resident.email]]
        assert own_notices(coach).filter(read_at=None).count() == 1
        slot = Slot(date(2026, 12, 9), time(13), 30, "")
        propose(pairing=pair, actor=coach, key=uuid4(), slot=slot)
        assert own_notices(coach).filter(read_at=None).count() == 0
        clock.shift(timedelta(days=1))
        relay_notices()
    assert [letter.to for letter in mail.outbox if letter.to == [coach.email]] == []


def test_finding_a_time_also_takes_a_reminder_out_of_a_letter_that_waits_for_the_mail_server(
    pair: Pairing, resident: User, coach: User
) -> None:
    with time_machine.travel(at(f"{FIRST_DUE_DAY} 09:00"), tick=False) as clock:
        remind_to_meet()
        with override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1
        ):
            relay_notices()
        assert Letter.objects.filter(sent_at=None, attempts=1).count() == 1
        slot = Slot(date(2026, 12, 9), time(13), 30, "")
        propose(pairing=pair, actor=resident, key=uuid4(), slot=slot)
        clock.shift(timedelta(hours=2))
        relay_notices()
    assert [letter for letter in mail.outbox if letter.to == [resident.email]] == []
    assert not Letter.objects.filter(sent_at=None).exists()


def test_a_meeting_that_was_held_withdraws_the_question_whether_it_was(pair: Pairing, coach: User) -> None:
    meeting = agreed(pair, "2026-12-02")
    assert len(told_on("2026-12-03")) == 2
    with time_machine.travel(at("2026-12-03 10:00"), tick=False):
        hold(meeting=meeting, actor=coach, edition=1)
    assert not Notice.objects.filter(read_at=None).exists()


@pytest.mark.parametrize("who", ["resident", "faculty"])
def test_nobody_is_reminded_while_one_of_the_two_is_away(pair: Pairing, who: str) -> None:
    leave = Absence.objects.create(
        **{who: getattr(pair, who)},
        first_date=date(2026, 11, 23),
        last_date=date(2026, 12, 6),
        reason="Canary-grief",
    )
    assert told_on(FIRST_DUE_DAY) == []
    assert told_on("2026-12-07") == DUE
    assert leave.reason not in str(list(Notice.objects.values_list("data", flat=True)))


def test_half_a_day_away_puts_nothing_off(pair: Pairing) -> None:
    day = date(2026, 11, 30)
    Absence.objects.create(resident=pair.resident, first_date=day, last_date=day, period="AM")
    assert told_on(FIRST_DUE_DAY) == DUE


def test_leave_for_all_of_the_time_in_which_it_was_due_gives_as_long_again(pair: Pairing) -> None:
    Absence.objects.create(
        resident=pair.resident, first_date=date(2026, 11, 30), last_date=date(2026, 12, 13)
    )
    Absence.objects.create(resident=pair.resident, first_date=date(2026, 12, 14), last_date=date(2027, 1, 10))
    assert told_on(FIRST_OVERDUE_DAY) == []
    assert told_on("2027-01-11") == DUE
    assert told_on("2027-02-05") == []
    assert told_on("2027-02-08") == OVERDUE


def test_a_program_without_a_number_of_meetings_reminds_nobody(program: Program) -> None:
    program.meetings_per_year = 0
    program.save()
    assert told_on(FIRST_OVERDUE_DAY) == []
    program.meetings_per_year = 2
    program.save()
    assert told_on(FIRST_OVERDUE_DAY) == OVERDUE


@pytest.mark.parametrize(
    ("clock", "is_written"),
    [
        ("2026-12-04 07:59", False),
        ("2026-12-04 08:00", True),
        ("2026-12-04 17:59", True),
        ("2026-12-04 18:00", False),
        ("2026-12-05 10:00", False),
        ("2026-12-06 10:00", False),
    ],
)
def test_reminders_are_written_in_working_hours_of_the_program(clock: str, *, is_written: bool) -> None:
    assert bool(told_at(clock)) == is_written


def test_a_holiday_is_left_in_peace(clinics: ClinicYear) -> None:
    clinics.holiday(FIRST_DUE_DAY)
    assert told_on(FIRST_DUE_DAY) == []
    assert told_on("2026-12-01") == DUE


def test_the_hours_are_those_of_the_programs_clock(program: Program) -> None:
    program.time_zone = "America/Los_Angeles"
    program.save()
    assert told_at("2026-11-30 09:00") == []
    assert told_at("2026-11-30 11:00") == DUE


@pytest.mark.parametrize(
    ("began", "last_day", "first_overdue"),
    [
        ("2026-09-04", "2027-03-05", "2027-03-08"),  # due on the Friday, the clocks change on 14 March
        ("2026-09-13", "2027-03-12", "2027-03-15"),  # due on the Sunday on which the clocks go forward
        ("2026-05-03", "2026-10-30", "2026-11-02"),  # due on the Sunday on which they go back
        ("2026-07-02", "2026-12-31", "2027-01-04"),  # the last day of the calendar year, then a weekend
        ("2027-08-31", "2028-02-29", "2028-03-01"),  # a leap day
    ],
)
def test_clock_changes_year_ends_and_leap_days_shift_no_reminder(
    pair: Pairing, began: str, last_day: str, first_overdue: str
) -> None:
    held(pair, began)
    told_on(last_day)
    assert {row.data["step"] for row in Notice.objects.all()} == {"due"}
    assert told_on(first_overdue) == OVERDUE


def test_who_left_and_whose_coach_left_are_not_reminded(pair: Pairing) -> None:
    pair.resident.left_on = date(2026, 11, 30)
    pair.resident.save()
    assert told_on(FIRST_DUE_DAY) == []
    pair.resident.left_on = None
    pair.resident.save()
    pair.faculty.left_on = date(2026, 11, 30)
    pair.faculty.save()
    assert told_on(FIRST_DUE_DAY) == []
    pair.faculty.left_on = None
    pair.faculty.save()
    assert told_on(FIRST_DUE_DAY) == DUE


def test_the_next_coach_is_reminded_from_their_own_beginning(pair: Pairing) -> None:
    Pairing.objects.update(last_date=date(2026, 11, 22))
    later = make_faculty(pair.resident.program, "Newcoach, Ned")
    make_pairing(pair.resident, later, first_date=date(2026, 11, 23))
    assert told_on(FIRST_OVERDUE_DAY) == []
    assert told_on("2027-05-24") == ["Find a time to meet Resi Dent", "Find a time to meet Dr. Newcoach"]


def test_a_reminder_is_mailed_as_its_reader_chose(resident: User, coach: User, program: Program) -> None:
    choose_delivery(user=coach, program=program, choice=Choice(Delivery.NO_MAIL), waiting=own_notices(coach))
    told_on(FIRST_DUE_DAY)
    assert own_notices(coach).get().due_at is None
    assert own_notices(resident).get().due_at == datetime(2026, 11, 30, 14, tzinfo=UTC)


def test_the_reapers_round_reminds() -> None:
    with time_machine.travel(at(f"{FIRST_DUE_DAY} 09:00"), tick=False):
        call_command("reaper", once=True)
        assert timezone.now() == at(f"{FIRST_DUE_DAY} 09:00")
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("residents", [1, 3])
def test_a_larger_program_asks_the_database_no_more(
    coach: User, program: Program, residents: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(residents - 1):
        make_pairing(make_resident(program), faculty_of(coach))
    with time_machine.travel(at(f"{FIRST_DUE_DAY} 09:00"), tick=False):
        with django_assert_num_queries(22):
            remind_to_meet()
        with django_assert_num_queries(8):
            remind_to_meet()
    assert Notice.objects.count() == 2 * residents

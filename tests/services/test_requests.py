"""Out today, leave that is asked for, and contact details: by whom it is about, once, and only while it may."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine

from connectedness.accounts.models import Role, User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.domain.notice_wording import notice_text
from scheduling.models import (
    Absence,
    DataArea,
    Disruption,
    Faculty,
    LeaveRequest,
    LeaveState,
    Notice,
    Resident,
    Schedule,
)
from scheduling.selectors.repair.disruptions import waiting_disruptions
from scheduling.selectors.requests.lines import out_lines
from scheduling.selectors.telling import builders_of
from scheduling.selectors.workbench.desk import desk_of
from scheduling.services.data_edits import EditLog
from scheduling.services.leave import LeaveRows
from scheduling.services.leaving import leave
from scheduling.services.program_data import take_back
from scheduling.services.repairing.deciding import leave_as_it_is
from scheduling.services.requesting.contact import Contact, save_contact
from scheduling.services.requesting.holding import RequestChanged, RequestRefused
from scheduling.services.requesting.leave import (
    LeaveAsked,
    approve_leave,
    ask_leave,
    decline_leave,
    withdraw_leave,
)
from scheduling.services.requesting.out import report_out, take_own_report_back
from tests.factories import make_user
from tests.services.swapping import Swapping, make_swapping

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BEFORE = datetime.fromisoformat("2026-06-22T14:00+00:00")
KEY = UUID(int=7)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A week before the first clinic."""
    with time_machine.travel(BEFORE, tick=False) as clock:
        yield clock


@pytest.fixture
def s() -> Swapping:
    return make_swapping()


@pytest.fixture
def coach(s: Swapping) -> User:
    member = s.at.small.coach
    member.user = make_user("Maja Lindqvist", program=s.at.small.program, role=Role.FACULTY)
    member.save()
    return member.user


def told() -> list[tuple[str, str, list[str]]]:
    """Who was told what of requests."""
    rows = Notice.objects.filter(kind="request").order_by("pk").select_related("resident", "faculty", "user")
    found = []
    for row in rows:
        text = notice_text(row.kind, row.data)
        found.append((str(row.person or row.user), text.title, [line.text for line in text.lines]))
    return found


def nadia(s: Swapping) -> Resident:
    return Resident.objects.select_related("program").get(pk=s.at.nadia.pk)


def maja(s: Swapping) -> Faculty:
    return Faculty.objects.select_related("program").get(pk=s.at.small.coach.pk)


# --- out today


def out(s: Swapping, day: date, **also: Any) -> Disruption:
    given: dict[str, Any] = {"period": "", "note": "", "key": "out-00001", "person": nadia(s), **also}
    return report_out(days=(day, day), actor=s.nadia, **given)


def test_out_lands_on_the_repair_list_and_those_who_build_are_told(s: Swapping) -> None:
    made = out(s, s.at.day(0), note="Back on Tuesday")
    assert waiting_disruptions(s.at.small.year) == [made]
    assert (made.resident, made.note, made.reported_by) == (s.at.nadia, "Back on Tuesday", s.nadia)
    assert Absence.objects.get().resident == s.at.nadia
    lines = ["Mon 29 Jun.", "It waits on the repair list."]
    assert told() == [("Chidi Efe", "Nadia Boateng is out", lines)]


def test_out_sent_twice_or_tapped_twice_is_reported_once(s: Swapping) -> None:
    first = out(s, s.at.day(0))
    assert out(s, s.at.day(0)) == first
    assert out(s, s.at.day(0), key="out-00002") == first
    assert len(told()) == 1


def test_a_coach_who_is_out_is_on_the_list_as_a_preceptor(s: Swapping, coach: User) -> None:
    day = s.at.day(0)
    made = report_out(person=maja(s), days=(day, day), period="AM", note="", key="out-00001", actor=coach)
    assert str(made) == "Dr. Maja Lindqvist is away, Mon 29 Jun, AM"


def test_out_is_taken_back_while_nobody_has_acted_and_leaves_nothing_behind(s: Swapping) -> None:
    made = out(s, s.at.day(0))
    for _ in range(2):
        take_own_report_back(disruption=made, actor=s.nadia)
    assert not Absence.objects.exists()
    assert waiting_disruptions(s.at.small.year) == []
    assert [title for _, title, _ in told()] == ["Nadia Boateng is out", "Nadia Boateng is not out after all"]


def test_out_that_somebody_has_acted_on_is_not_taken_back_and_its_owner_sees_what_became_of_it(
    s: Swapping,
) -> None:
    made = out(s, s.at.day(0))
    rows = Disruption.objects.select_related("repair__schedule")
    [line] = out_lines(rows, s.nadia.pk, BEFORE.date())
    assert (line.words, line.can_take_back) == ("Waits on the coordinator’s repair list", True)
    leave_as_it_is(disruption=made, actor=s.chief)
    [line] = out_lines(rows, s.nadia.pk, BEFORE.date())
    assert (line.words, line.can_take_back) == ("Seen: the schedule stays as it is", False)
    with pytest.raises(RequestRefused, match="Somebody has acted on it already: left as it is"):
        take_own_report_back(disruption=made, actor=s.nadia)
    assert Absence.objects.exists()


def test_outside_of_any_year_there_is_nobody_to_be_out_for(s: Swapping) -> None:
    with pytest.raises(RequestRefused, match="not within one academic year"):
        out(s, s.at.small.year.first_monday - timedelta(days=30))


def test_who_builds_is_who_holds_the_role_today(s: Swapping) -> None:
    program = s.at.small.program
    alma = make_user("Alma Sandoval", program=program, role=Role.COORDINATOR)
    gone = make_user("Gus Goner", program=program, role=Role.CHIEF, is_active=False)
    make_user("Dana Director", program=program, role=Role.DIRECTOR)
    assert builders_of(program) == [alma, s.chief]
    assert gone not in builders_of(program)


# --- leave


def asked(s: Swapping, first: date, last: date, key: UUID = KEY, **also: Any) -> LeaveRequest:
    given: dict[str, Any] = {
        "person": nadia(s),
        "period": "",
        "kind": "family",
        "reason": "A wedding",
        **also,
    }
    wanted = LeaveAsked(year=s.at.small.year, first=first, last=last, cost="Loses 1 clinic.", **given)
    return ask_leave(asked=wanted, key=key, actor=s.nadia)


def one_day(s: Swapping, week: int = 2) -> LeaveRequest:
    return asked(s, s.at.day(week), s.at.day(week))


def test_leave_asked_for_is_told_without_what_it_is_for(s: Swapping) -> None:
    request = one_day(s)
    assert one_day(s) == request
    assert told() == [("Chidi Efe", "Nadia Boateng asks for leave", ["Mon 13 Jul.", "Loses 1 clinic."])]
    event = Event.objects.get(kind=EventKind.LEAVE_ASKED)
    assert "wedding" not in f"{event.subject}{event.after}"
    assert not Absence.objects.exists()


def test_leave_approved_is_entered_as_a_step_and_what_it_breaks_is_on_the_repair_list(s: Swapping) -> None:
    request = one_day(s)
    [listed] = approve_leave(request=request, actor=s.chief, edition=request.edition)
    absence = Absence.objects.get()
    assert (absence.resident, absence.reason) == (s.at.nadia, "Family: A wedding")
    assert waiting_disruptions(s.at.small.year) == [listed]
    assert listed.absence is None  # dismissing it keeps the leave
    assert told()[1:] == [
        (
            "Nadia Boateng",
            "Your leave is approved",
            ["Mon 13 Jul.", "It is entered. Your clinics of these days are looked after."],
        )
    ]
    assert approve_leave(request=request, actor=s.chief, edition=request.edition) == []
    log = EditLog(s.at.small.program, s.at.small.year, DataArea.LEAVE, s.chief)
    take_back(log=log, rows=LeaveRows(log.program), kind=EventKind.LEAVE_CHANGED, expected=None)
    assert not Absence.objects.exists()


def test_leave_of_weeks_is_on_the_list_week_by_week_where_the_person_is_expected(s: Swapping) -> None:
    request = asked(s, s.at.day(0) + timedelta(days=1), s.at.day(4))
    listed = approve_leave(request=request, actor=s.chief, edition=request.edition)
    assert [one.when for one in listed] == [
        "Tue 30 Jun to Sun 5 Jul",
        "Mon 13 Jul to Sun 19 Jul",
        "Mon 27 Jul",
    ]


def test_leave_that_breaks_nothing_published_is_on_no_list(s: Swapping) -> None:
    request = one_day(s, week=5)
    assert approve_leave(request=request, actor=s.chief, edition=request.edition) == []
    assert Absence.objects.count() == 1


def test_leave_declined_says_why_and_enters_nothing(s: Swapping) -> None:
    request = one_day(s)
    decline_leave(request=request, actor=s.chief, edition=request.edition, answer="Two are away")
    request.refresh_from_db()
    assert (request.state, request.answer) == (LeaveState.DECLINED, "Two are away")
    assert not Absence.objects.exists()
    with pytest.raises(RequestRefused, match="Nothing is left to answer: declined"):
        approve_leave(request=request, actor=s.chief, edition=request.edition)


def test_leave_asked_for_days_on_which_somebody_has_left_is_closed_and_they_are_told_why(s: Swapping) -> None:
    before, after = one_day(s), asked(s, s.at.day(20), s.at.day(21), key=uuid4())
    nadia = Resident.objects.get(user=s.nadia)
    leave(person=nadia, on=s.at.day(20), actor=s.chief)
    before.refresh_from_db()
    after.refresh_from_db()
    assert (before.state, after.state) == (LeaveState.ASKED, LeaveState.DECLINED)
    why = after.answer
    assert why.startswith("Nadia Boateng leaves the program on ")
    assert told()[-1][0] == "Nadia Boateng"
    assert told()[-1][2][-1] == why


def test_leave_is_withdrawn_before_it_is_answered_and_not_after(s: Swapping) -> None:
    request = one_day(s)
    for _ in range(2):
        withdraw_leave(request=request, actor=s.nadia, edition=1)
    assert told()[-1][:2] == ("Chidi Efe", "Nadia Boateng does not ask for leave any more")
    second = asked(s, s.at.day(2), s.at.day(2), key=uuid4())
    approve_leave(request=second, actor=s.chief, edition=second.edition)
    with pytest.raises(RequestRefused, match="Nothing is left to answer: approved"):
        withdraw_leave(request=second, actor=s.nadia, edition=second.edition)


def test_leave_nobody_answered_expires_after_its_first_day(
    s: Swapping, clock: time_machine.Traveller
) -> None:
    request = one_day(s)
    clock.move_to(datetime.combine(s.at.day(2), BEFORE.timetz()))
    assert request.is_open(s.at.day(2))
    clock.shift(timedelta(days=1))
    assert request.state_words(s.at.day(2) + timedelta(days=1)) == "Expired: its first day has passed"
    with pytest.raises(RequestRefused, match="Nothing is left to answer: expired"):
        approve_leave(request=request, actor=s.chief, edition=request.edition)


def test_days_that_are_leave_already_or_asked_for_are_not_asked_again(s: Swapping) -> None:
    one_day(s)
    with pytest.raises(RequestRefused, match="You have asked for some of these days already"):
        asked(s, s.at.day(1), s.at.day(3), key=uuid4())
    Absence.objects.create(resident=s.at.nadia, first_date=s.at.day(5), last_date=s.at.day(5))
    with pytest.raises(RequestRefused, match="You are away on some of these days already"):
        asked(s, s.at.day(5), s.at.day(6), key=uuid4())


def test_days_of_a_request_that_has_expired_can_be_asked_for_anew(
    s: Swapping, clock: time_machine.Traveller
) -> None:
    asked(s, s.at.day(2), s.at.day(2) + timedelta(days=4))
    clock.move_to(datetime.combine(s.at.day(2) + timedelta(days=1), BEFORE.timetz()))
    rest = s.at.day(2) + timedelta(days=3)
    assert asked(s, rest, rest, key=uuid4()).state == LeaveState.ASKED


def test_leave_entered_meanwhile_stands_in_the_way_of_approval(s: Swapping) -> None:
    request = one_day(s)
    day = s.at.day(2)
    Absence.objects.create(resident=s.at.nadia, first_date=day, last_date=day + timedelta(days=1))
    with pytest.raises(RequestRefused, match="Nadia Boateng is away on some of these days already"):
        approve_leave(request=request, actor=s.chief, edition=request.edition)
    assert LeaveRequest.objects.get().state == LeaveState.ASKED


def test_nobody_approves_their_own_leave_nor_an_older_edition(s: Swapping) -> None:
    request = one_day(s)
    with pytest.raises(RequestRefused, match="This is your own request"):
        approve_leave(request=request, actor=s.nadia, edition=request.edition)
    with pytest.raises(RequestChanged):
        approve_leave(request=request, actor=s.chief, edition=request.edition + 1)


def test_drafts_follow_leave_that_is_approved_and_what_is_published_stays(s: Swapping, coach: User) -> None:
    day = s.at.day(2)
    asked_by_coach = LeaveAsked(
        person=maja(s), year=s.at.small.year, first=day, last=day, period="", kind="conference"
    )
    request = ask_leave(asked=asked_by_coach, key=KEY, actor=coach)
    [listed] = approve_leave(request=request, actor=s.chief, edition=request.edition)
    assert listed.faculty == s.at.small.coach
    assert s.published.preceptings.filter(date=day).exists()
    member = desk_of(Schedule.objects.select_related("year__program").get(pk=s.at.draft.pk)).problem
    assert s.monday.key not in member.faculty_by_id[f"F{s.at.small.coach.pk}"].sessions  # type: ignore[index]


# --- contact details


def test_contact_details_are_saved_and_the_trail_has_that_and_not_what(s: Swapping) -> None:
    said = Contact(
        phone="(212) 555-0142",
        phone_is_shown=False,
        pager="4711",
        pronouns="she/her",
        pronouns_are_shown=True,
    )
    assert save_contact(person=nadia(s), contact=said)
    assert not save_contact(person=nadia(s), contact=said)
    row = nadia(s)
    assert (row.phone, row.pager, row.pronouns) == ("(212) 555-0142", "4711", "she/her")
    assert (row.shown_phone, row.shown_pronouns) == ("", "she/her")
    event = Event.objects.filter(kind=EventKind.PERSON_CHANGED).order_by("-pk")[0]
    assert event.after["phone"] == "•••"
    assert "555" not in str(event.before) + str(event.after)

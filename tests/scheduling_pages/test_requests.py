"""The pages of requests: one's own, those that wait for whoever builds the schedule, and what is refused in words."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from connectedness.accounts.models import Membership, Role
from scheduling.models import (
    Absence,
    Disruption,
    LeaveRequest,
    Program,
    Resident,
    SwapRequest,
    SwapState,
)
from tests.factories import assign, make_faculty, make_resident, make_user, member
from tests.scheduling_pages.conftest import SignIn
from tests.services.swapping import Swapping, make_swapping

MINE_QUERIES = 8
PARTNERS_QUERIES = 12
WAITING_QUERIES = 13
HARMLESS = ("", "\0", "9" * 30, "-1", "nonsense", "1; drop")


@pytest.fixture(autouse=True)
def before_the_year() -> Iterator[None]:
    """A week before the first clinic."""
    with time_machine.travel("2026-06-29T11:00Z", tick=False):
        yield


@pytest.fixture
def s(program: Program) -> Swapping:
    return make_swapping(program, residents=4)


@pytest.fixture
def nadia(s: Swapping, as_user: SignIn) -> Client:
    return as_user(s.nadia)


@pytest.fixture
def tomas(s: Swapping, as_user: SignIn) -> Client:
    return as_user(s.tomas)


@pytest.fixture
def chief(s: Swapping, as_user: SignIn) -> Client:
    return as_user(s.chief)


def text_of(answer: Any) -> str:
    """What a page says, without its marks."""
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(plain).split())


def decide(s: Swapping, kind: str, row: int) -> str:
    return reverse(f"scheduling:requests_{kind}", args=[s.at.small.program.pk, row])


def waiting(s: Swapping) -> str:
    return reverse("scheduling:requests", args=[s.at.small.program.pk])


# --- one's own list


def test_who_has_asked_nothing_reads_what_can_be_asked(nadia: Client) -> None:
    said = text_of(nadia.get("/requests/"))
    assert "None of your requests waits" in said
    assert "Nothing asked yet" in said
    for what in ("I am out today", "Swap a half-day", "Ask for leave", "My contact details"):
        assert what in said


def test_a_coach_asks_for_leave_and_is_offered_no_swap(s: Swapping, as_user: SignIn) -> None:
    coach = make_user("Maja Lindqvist", program=s.at.small.program, role=Role.FACULTY)
    s.at.small.coach.user = coach
    s.at.small.coach.save()
    browser = as_user(coach)
    said = text_of(browser.get("/requests/"))
    assert "Ask for leave" in said
    assert "Swap a half-day" not in said
    assert browser.get("/requests/swaps/").status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "director", "nurse", "stranger"])
def test_who_is_not_on_the_roster_finds_nothing_there(
    s: Swapping, who: str, as_user: SignIn, request: pytest.FixtureRequest
) -> None:
    browser = as_user(request.getfixturevalue(who))
    status = 200 if who == "stranger" else 404
    assert browser.get("/requests/").status_code == status
    assert browser.get(f"/requests/swaps/{s.asked().pk}/").status_code == 404


# --- out today


def test_one_tap_says_that_one_is_out_and_it_can_be_taken_back(s: Swapping, nadia: Client) -> None:
    page = text_of(nadia.get("/requests/out/"))
    assert "Are you out today, Mon 29 Jun? You are expected Mon 29 Jun, AM at Main." in page
    answer = nadia.post("/requests/out/", {"length": "day", "key": str(uuid4())}, follow=True)
    assert "You are out: Mon 29 Jun. Those who build the schedule are told." in text_of(answer)
    assert "Waits on the coordinator’s repair list" in text_of(answer)
    [made] = Disruption.objects.all()
    again = nadia.post(f"/requests/out/{made.pk}/back/", follow=True)
    assert "Taken back: Mon 29 Jun." in text_of(again)
    assert not Absence.objects.exists()


def test_half_of_today_and_until_a_day_are_said_as_such(s: Swapping, nadia: Client) -> None:
    nadia.post("/requests/out/", {"length": "PM", "key": str(uuid4())})
    nadia.post("/requests/out/", {"length": "until", "until": "2026-07-02", "key": str(uuid4())})
    assert [one.when for one in Disruption.objects.order_by("pk")] == [
        "Mon 29 Jun, PM",
        "Mon 29 Jun to Thu 2 Jul",
    ]


@pytest.mark.parametrize(
    ("until", "why"),
    [
        ("", "Write the last day on which you are out."),
        ("2026-06-28", "That day has passed."),
        ("2026-07-06", "This is for 7 days at most. For more, ask for leave."),
        ("31/31", "Enter a valid date."),
    ],
)
def test_a_last_day_that_makes_no_sense_is_refused_beside_its_field(
    nadia: Client, until: str, why: str
) -> None:
    sent = {"length": "until", "until": until, "note": "Flu line", "key": str(uuid4())}
    answer = nadia.post("/requests/out/", sent)
    assert answer.status_code == 422
    assert why in text_of(answer)
    assert "Flu line" in answer.content.decode()
    assert not Disruption.objects.exists()


def test_somebody_elses_report_is_not_there_to_be_taken_back(
    s: Swapping, nadia: Client, tomas: Client
) -> None:
    nadia.post("/requests/out/", {"length": "day", "key": str(uuid4())})
    made = Disruption.objects.get()
    assert tomas.post(f"/requests/out/{made.pk}/back/").status_code == 404
    Disruption.objects.filter(pk=made.pk).update(reported_by=s.chief)
    assert nadia.post(f"/requests/out/{made.pk}/back/").status_code == 404


# --- contact details


def test_one_changes_ones_own_contact_details_and_mail_is_the_programs(s: Swapping, nadia: Client) -> None:
    page = nadia.get("/requests/contact/").content.decode()
    assert "resident0@example.org" in page
    assert 'name="email"' not in page
    sent = {
        "who": f"resident-{s.at.nadia.pk}",
        "phone": " (212) 555-0142  ext 7",
        "pager": "4711",
        "pronouns": "she/her",
        "pronouns_are_shown": "on",
        "email": "mine@example.org",
    }
    assert "Saved." in text_of(nadia.post("/requests/contact/", sent, follow=True))
    row = Resident.objects.get(pk=s.at.nadia.pk)
    assert (row.phone, row.pager, row.pronouns) == ("(212) 555-0142 ext 7", "4711", "she/her")
    assert (row.phone_is_shown, row.pronouns_are_shown) == (False, True)
    assert row.email == "resident0@example.org"


@pytest.mark.parametrize("number", ["call me", "12", "1" * 21, "<b>1234</b>", "555\x00123"])
def test_a_number_that_no_telephone_dials_is_refused_and_kept_in_its_field(
    s: Swapping, nadia: Client, number: str
) -> None:
    sent = {"who": f"resident-{s.at.nadia.pk}", "phone": number, "pronouns": "they/them"}
    answer = nadia.post("/requests/contact/", sent)
    assert answer.status_code == 422
    assert "they/them" in answer.content.decode()
    assert Resident.objects.get(pk=s.at.nadia.pk).phone == ""


def test_in_two_programs_each_has_its_own_form(s: Swapping, nadia: Client, other_program: Program) -> None:
    member(s.nadia, other_program, Role.FACULTY)
    there = make_faculty(other_program, "Boateng, Nadia", user=s.nadia)
    page = nadia.get("/requests/contact/").content.decode()
    assert page.count('name="who"') == 2
    nadia.post("/requests/contact/", {"who": f"faculty-{there.pk}", "phone": "555 0100"})
    there.refresh_from_db()
    assert there.phone == "555 0100"
    assert Resident.objects.get(pk=s.at.nadia.pk).phone == ""


def test_somebody_elses_row_is_nobody_elses_to_change(s: Swapping, nadia: Client) -> None:
    answer = nadia.post("/requests/contact/", {"who": f"resident-{s.at.tomas.pk}", "phone": "555 0100"})
    assert answer.status_code == 422
    assert Resident.objects.get(pk=s.at.tomas.pk).phone == ""


# --- leave


def leave_form(first: date, last: date, **also: str) -> dict[str, str]:
    said = {"first": first.isoformat(), "last": last.isoformat(), "kind": "family", "reason": "A wedding"}
    return {**said, "key": str(uuid4()), **also}


def ask_for_leave(browser: Client, form: dict[str, str]) -> Any:
    """Look, then send exactly what was looked at."""
    looked = browser.post("/requests/leave/", {**form, "step": "look"})
    found = re.search(r'name="looked" value="([^"]+)"', looked.content.decode())
    assert found, text_of(looked)
    return browser.post("/requests/leave/", {**form, "step": "send", "looked": found[1]}, follow=True)


def test_what_leave_costs_is_shown_before_it_is_sent_and_the_chief_approves_it(
    s: Swapping, nadia: Client, chief: Client
) -> None:
    day = s.monday.date
    form = leave_form(day, day)
    looked = text_of(nadia.post("/requests/leave/", {**form, "step": "look"}))
    assert "Loses 1 clinic, 1 with Dr. Lindqvist." in looked
    assert "Mon 13 Jul, AM at Main, with the coach" in looked
    assert not LeaveRequest.objects.exists()
    assert "Sent: Mon 13 Jul." in text_of(ask_for_leave(nadia, form))
    listed = text_of(chief.get(waiting(s)))
    assert "1 request waits for you" in listed
    assert "Nadia Boateng , Mon 13 Jul Family: A wedding. Loses 1 clinic, 1 with Dr. Lindqvist." in listed
    request = LeaveRequest.objects.get()
    page = text_of(chief.get(decide(s, "leave", request.pk)))
    assert "Nadia Boateng asks to be away Mon 13 Jul" in page
    assert "Loses 1 clinic, 1 with Dr. Lindqvist." in page
    done = chief.post(decide(s, "leave", request.pk), {"step": "approve", "edition": 1}, follow=True)
    assert "What it breaks in the published schedule is on the repair list." in text_of(done)
    assert Absence.objects.get().reason == "Family: A wedding"
    assert "Approved" in text_of(nadia.get("/requests/"))


def test_a_page_that_was_sent_and_is_changed_asks_for_what_it_says_now(s: Swapping, nadia: Client) -> None:
    """The browser's way back shows the page that was sent, with its key."""
    form = leave_form(s.monday.date, s.monday.date)
    ask_for_leave(nadia, form)
    ask_for_leave(nadia, form)
    later = {"first": "2026-07-20", "last": "2026-07-20"}
    assert "Sent: Mon 20 Jul." in text_of(ask_for_leave(nadia, form | later))
    assert [str(one.first_date) for one in LeaveRequest.objects.order_by("pk")] == [
        "2026-07-13",
        "2026-07-20",
    ]


def test_a_half_day_out_that_is_changed_to_the_other_is_that_one(s: Swapping, nadia: Client) -> None:
    key = str(uuid4())
    for length in ("AM", "AM", "PM"):
        said = nadia.post("/requests/out/", {"length": length, "key": key}, follow=True)
    assert "You are out: Mon 29 Jun, PM." in text_of(said)
    assert [one.period for one in Disruption.objects.order_by("pk")] == ["AM", "PM"]


def test_a_page_whose_report_was_taken_back_does_not_say_that_one_is_out(s: Swapping, nadia: Client) -> None:
    sent = {"length": "day", "key": str(uuid4())}
    nadia.post("/requests/out/", sent)
    nadia.post(f"/requests/out/{Disruption.objects.get().pk}/back/")
    again = nadia.post("/requests/out/", sent)
    assert again.status_code == 422
    assert "was answered or taken back since" in text_of(again)


def test_a_page_whose_leave_was_withdrawn_does_not_say_that_it_was_sent(s: Swapping, nadia: Client) -> None:
    form = leave_form(s.monday.date, s.monday.date)
    ask_for_leave(nadia, form)
    nadia.post(f"/requests/leave/{LeaveRequest.objects.get().pk}/withdraw/", {"edition": 1})
    assert "was answered or taken back since" in text_of(ask_for_leave(nadia, form))


def test_a_page_whose_swap_was_cancelled_does_not_say_that_somebody_is_asked(
    s: Swapping, nadia: Client
) -> None:
    sent = {"partner": f"{s.at.tomas.pk}-{s.tuesday.pk}", "key": str(uuid4())}
    nadia.post(f"/requests/swaps/for/{s.monday.pk}/", sent)
    nadia.post(f"/requests/swaps/{SwapRequest.objects.get().pk}/step/", {"step": "cancel", "edition": 1})
    again = nadia.post(f"/requests/swaps/for/{s.monday.pk}/", sent)
    assert "was answered or taken back since" in text_of(again)


def test_the_same_page_asks_for_another_swap_where_another_note_stands_on_it(
    s: Swapping, nadia: Client
) -> None:
    """One that is open already says so, instead of passing off the first as what was sent now."""
    sent = {"partner": f"{s.at.tomas.pk}-{s.tuesday.pk}", "key": str(uuid4())}
    nadia.post(f"/requests/swaps/for/{s.monday.pk}/", sent)
    again = nadia.post(f"/requests/swaps/for/{s.monday.pk}/", sent | {"note": "Please"})
    assert "You have asked for this swap already." in text_of(again)


def test_the_form_begins_with_the_days_of_the_page_that_leads_to_it(nadia: Client) -> None:
    page = nadia.get("/requests/leave/?first=2026-07-13&last=2026-07-14&period=AM").content.decode()
    for value in ("2026-07-13", "2026-07-14"):
        assert f'value="{value}"' in page
    for value in HARMLESS:
        assert (
            nadia.get("/requests/leave/", dict.fromkeys(("first", "last", "period"), value)).status_code
            == 200
        )


def test_leave_is_sent_only_as_it_was_looked_at(s: Swapping, nadia: Client) -> None:
    day = s.monday.date
    form = leave_form(day, day)
    looked = nadia.post("/requests/leave/", {**form, "step": "look"}).content.decode()
    token = re.search(r'name="looked" value="([^"]+)"', looked)
    assert token
    other = {**form, "last": (day + timedelta(days=7)).isoformat()}
    answer = nadia.post("/requests/leave/", {**other, "step": "send", "looked": token[1]})
    assert "Send the request" in text_of(answer)
    assert not LeaveRequest.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2026-06-28", "2026-07-01", "That day has passed."),
        ("2026-07-10", "2026-07-01", "It ends before it starts."),
        ("2026-07-10", "2029-07-01", "not within one academic year"),
        ("", "", "This field is required."),
    ],
)
def test_days_that_make_no_sense_are_refused_and_nothing_typed_is_lost(
    nadia: Client, first: str, last: str, why: str
) -> None:
    sent = {"first": first, "last": last, "kind": "other", "reason": "Moving house", "key": str(uuid4())}
    answer = nadia.post("/requests/leave/", sent)
    assert answer.status_code == 422
    assert why in text_of(answer)
    assert "Moving house" in answer.content.decode()


def test_a_decline_wants_a_reason_and_who_asked_reads_it(s: Swapping, nadia: Client, chief: Client) -> None:
    ask_for_leave(nadia, leave_form(s.monday.date, s.monday.date))
    request = LeaveRequest.objects.get()
    missing = chief.post(decide(s, "leave", request.pk), {"step": "decline", "edition": 1})
    assert missing.status_code == 422
    assert "Write in a few words why" in text_of(missing)
    chief.post(decide(s, "leave", request.pk), {"step": "decline", "edition": 1, "answer": "Two are away"})
    assert "Chidi Efe: “Two are away”" in text_of(nadia.get("/requests/"))


def test_leave_is_withdrawn_from_the_list_and_a_late_answer_is_told_so(
    s: Swapping, nadia: Client, chief: Client
) -> None:
    ask_for_leave(nadia, leave_form(s.monday.date, s.monday.date))
    request = LeaveRequest.objects.get()
    answer = nadia.post(f"/requests/leave/{request.pk}/withdraw/", {"edition": 1}, follow=True)
    assert "Withdrawn: leave, Mon 13 Jul." in text_of(answer)
    late = chief.post(decide(s, "leave", request.pk), {"step": "approve", "edition": 1})
    assert late.status_code == 409
    assert "Nothing is left to answer: withdrawn." in text_of(late)


def test_nobody_else_reads_what_leave_is_for(
    s: Swapping, nadia: Client, tomas: Client, as_user: SignIn
) -> None:
    ask_for_leave(nadia, leave_form(s.monday.date, s.monday.date))
    request = LeaveRequest.objects.get()
    for page in ("/requests/", "/notices/", "/me/"):
        assert "wedding" not in tomas.get(page).content.decode()
    assert tomas.post(f"/requests/leave/{request.pk}/withdraw/", {"edition": 1}).status_code == 404
    assert tomas.get(decide(s, "leave", request.pk)).status_code == 404


# --- swaps


def test_one_picks_ones_half_day_and_only_legal_partners_are_shown_with_both_effects(
    s: Swapping, nadia: Client
) -> None:
    picked = text_of(nadia.get("/requests/swaps/"))
    assert "Mon 13 Jul, AM Main · together with your coach" in picked
    page = text_of(nadia.get(f"/requests/swaps/for/{s.monday.pk}/"))
    assert "Tomas Farouk" in page
    assert "You take Tue 14 Jul, AM at Main" in page
    assert "You: −1 , 3 → 2 half-days together" in page
    assert "Tomas Farouk: +1 , 2 → 3 half-days together" in page


def test_a_swap_goes_from_asking_over_accepting_to_the_published_schedule(
    s: Swapping, nadia: Client, tomas: Client, chief: Client
) -> None:
    partner = f"{s.at.tomas.pk}-{s.tuesday.pk}"
    sent = {"partner": partner, "note": "My sister visits", "key": str(uuid4())}
    for _ in range(2):
        asked = nadia.post(f"/requests/swaps/for/{s.monday.pk}/", sent, follow=True)
    swap = SwapRequest.objects.get()
    assert "Waits for the other’s answer" in text_of(asked)
    assert "A swap waits for your answer" in text_of(tomas.get("/requests/"))
    assert "1 swap waits for your answer" in text_of(tomas.get("/me/"))
    page = text_of(tomas.get(f"/requests/swaps/{swap.pk}/"))
    assert "Nadia Boateng asks you to swap" in page
    assert "You give Tue 14 Jul, AM at Main and take Mon 13 Jul, AM at Main." in page
    assert "“My sister visits”" in page
    tomas.post(f"/requests/swaps/{swap.pk}/step/", {"step": "accept", "edition": 1})
    listed = text_of(chief.get(waiting(s)))
    assert "1 request waits for you" in listed
    assert "Half-days together: Nadia Boateng −1 , Tomas Farouk +1" in listed
    done = chief.post(decide(s, "swap", swap.pk), {"step": "approve", "edition": 2}, follow=True)
    assert "Approved and published as version" in text_of(done)
    assert s.attends(s.at.nadia) == [s.tuesday]
    assert "Approved and published" in text_of(nadia.get(f"/requests/swaps/{swap.pk}/"))
    assert "Your swap is approved" in text_of(tomas.get("/notices/"))


def test_who_asked_can_cancel_and_cannot_accept_for_the_other(s: Swapping, nadia: Client) -> None:
    swap = s.asked()
    step = f"/requests/swaps/{swap.pk}/step/"
    assert nadia.post(step, {"step": "accept", "edition": 1}).status_code == 422
    assert "Cancelled." in text_of(nadia.post(step, {"step": "cancel", "edition": 1}, follow=True))


def test_an_old_page_is_told_how_the_swap_stands_now(s: Swapping, nadia: Client, tomas: Client) -> None:
    swap = s.asked()
    step = f"/requests/swaps/{swap.pk}/step/"
    nadia.post(step, {"step": "cancel", "edition": 1})
    late = tomas.post(step, {"step": "accept", "edition": 1})
    assert late.status_code == 409
    assert "Nothing is left to decide: cancelled." in text_of(late)


def test_a_swap_that_became_impossible_says_why_on_every_page_and_has_no_button_to_go_on(
    s: Swapping, nadia: Client, tomas: Client, chief: Client
) -> None:
    swap = s.accepted()
    assert "Approve and publish" in text_of(chief.get(decide(s, "swap", swap.pk)))
    day = s.monday.date
    Absence.objects.create(resident=s.at.tomas, first_date=day, last_date=day, reason="Surgery")
    why = "Tomas Farouk may not attend Mon 13 Jul, AM at Main."
    for browser, page in (
        (nadia, f"/requests/swaps/{swap.pk}/"),
        (tomas, f"/requests/swaps/{swap.pk}/"),
        (chief, waiting(s)),
        (chief, decide(s, "swap", swap.pk)),
    ):
        said = text_of(browser.get(page))
        assert why in said
        assert "Surgery" not in said
        assert "Approve and publish" not in said
    late = chief.post(decide(s, "swap", swap.pk), {"step": "approve", "edition": 2})
    assert late.status_code == 409
    assert why in text_of(late)


def test_who_builds_accepts_for_a_resident_without_an_account_and_for_nobody_else(
    s: Swapping, chief: Client
) -> None:
    swap = s.asked()
    path = decide(s, "swap", swap.pk)
    assert chief.post(path, {"step": "accept", "edition": 1}).status_code == 422
    Resident.objects.filter(pk=s.at.tomas.pk).update(user=None)
    assert "Tomas Farouk has no account yet" in text_of(chief.get(path))
    chief.post(path, {"step": "accept", "edition": 1})
    swap.refresh_from_db()
    assert swap.state == SwapState.ACCEPTED


def test_a_chief_who_asks_for_a_swap_does_not_accept_it_for_the_other(s: Swapping, nadia: Client) -> None:
    swap = s.asked()
    Membership.objects.create(user=s.nadia, program=s.at.small.program, role=Role.CHIEF)
    Resident.objects.filter(pk=s.at.tomas.pk).update(user=None)
    path = decide(s, "swap", swap.pk)
    assert "They agree" not in text_of(nadia.get(path))
    assert nadia.post(path, {"step": "accept", "edition": 1}).status_code == 422
    swap.refresh_from_db()
    assert swap.state == SwapState.ASKED


def test_not_approving_wants_a_reason(s: Swapping, chief: Client, nadia: Client) -> None:
    swap = s.accepted()
    path = decide(s, "swap", swap.pk)
    assert chief.post(path, {"step": "refuse", "edition": 2}).status_code == 422
    chief.post(path, {"step": "refuse", "edition": 2, "answer": "Inspection"})
    assert "Chidi Efe: “Inspection”" in text_of(nadia.get(f"/requests/swaps/{swap.pk}/"))


def test_a_half_day_that_is_not_ones_own_leads_back_to_ones_own(s: Swapping, nadia: Client) -> None:
    answer = nadia.get(f"/requests/swaps/for/{s.at.tuesday(3).pk}/", follow=True)
    assert "Which half-day would you give?" in text_of(answer)
    assert "You are not in clinic there any more" in text_of(answer)


def test_a_partner_nobody_showed_is_not_asked(s: Swapping, nadia: Client) -> None:
    path = f"/requests/swaps/for/{s.monday.pk}/"
    elsewhere = make_resident(s.at.small.program)
    for partner in (f"{elsewhere.pk}-{s.tuesday.pk}", f"{'9' * 18}-{'9' * 18}", *HARMLESS):
        answer = nadia.post(path, {"partner": partner, "key": str(uuid4())})
        assert answer.status_code == 422
    assert not SwapRequest.objects.exists()


@pytest.mark.parametrize("value", HARMLESS)
def test_nonsense_in_any_field_is_never_an_error_of_the_server(
    s: Swapping, nadia: Client, chief: Client, value: str
) -> None:
    swap = s.accepted()
    nadia_sends = {
        "/requests/out/": ("length", "until", "note", "key", "who"),
        "/requests/leave/": ("first", "last", "period", "kind", "reason", "key", "step", "looked"),
        "/requests/contact/": ("who", "phone", "pronouns"),
        f"/requests/swaps/for/{s.monday.pk}/": ("partner", "note", "key"),
        f"/requests/swaps/{swap.pk}/step/": ("step", "edition", "answer"),
    }
    for path, names in nadia_sends.items():
        assert nadia.post(path, {name: [value, value] for name in names}).status_code == 422
    path = decide(s, "swap", swap.pk)
    assert chief.post(path, {"step": value, "edition": value, "answer": value}).status_code == 422
    assert nadia.get("/requests/swaps/99999999999999999999999/").status_code == 404
    assert nadia.get("/requests/swaps/for/99999999999999999999999/", follow=True).status_code == 200


# --- prices of pages


@pytest.mark.parametrize("more", [0, 3])
def test_the_lists_cost_the_same_however_many_requests_there_are(
    s: Swapping,
    nadia: Client,
    chief: Client,
    more: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    swap = s.accepted()
    ask_for_leave(nadia, leave_form(s.monday.date, s.monday.date))
    for week in range(more):
        clinic = s.at.tuesday(5 + week)
        SwapRequest.objects.create(
            year=swap.year, resident=swap.resident, session=clinic, other=swap.other, other_session=s.tuesday
        )
        day = s.at.day(5 + week)
        LeaveRequest.objects.create(
            year=swap.year, resident=swap.resident, first_date=day, last_date=day, kind="other"
        )
        Disruption.objects.create(
            year=swap.year,
            kind="resident",
            resident=swap.resident,
            first_date=day,
            last_date=day,
            key=f"k{week}",
        )
    chief.get(waiting(s))
    with django_assert_num_queries(MINE_QUERIES):
        nadia.get("/requests/")
    with django_assert_num_queries(WAITING_QUERIES):
        chief.get(waiting(s))


@pytest.mark.parametrize("residents", [2, 4])
def test_the_partners_of_a_half_day_cost_the_same_however_many_there_are(
    program: Program,
    residents: int,
    as_user: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    s = make_swapping(program, residents=residents)
    for resident in s.at.small.residents[2:]:
        assign(s.published, resident, s.tuesday)
    browser = as_user(s.nadia)
    path = f"/requests/swaps/for/{s.monday.pk}/"
    browser.get(path)
    with django_assert_num_queries(PARTNERS_QUERIES):
        page = browser.get(path)
    assert len(page.context["rows"]) >= residents - 1

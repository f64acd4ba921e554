"""Who builds the schedule approves or declines leave; nobody else reads what it is for."""

from django.test import Client

from scheduling.models import Absence, LeaveRequest
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.requests.asking import ask_for_leave, decide, leave_form, text_of, waiting
from tests.services.swapping import Swapping


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

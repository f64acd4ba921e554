"""A swap from asking to the published schedule, and what stops it on the way."""

from uuid import uuid4

from django.test import Client

from connectedness.accounts.models import Membership, Role
from scheduling.models import Absence, Resident, SwapRequest, SwapState
from tests.scheduling_pages.requests.asking import decide, text_of, waiting
from tests.services.swapping import Swapping


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

"""Picking a half-day and whom to ask for a swap."""

from uuid import uuid4

from django.test import Client

from scheduling.models import SwapRequest
from tests.factories import make_resident
from tests.scheduling_pages.requests.asking import HARMLESS, text_of
from tests.services.swapping import Swapping


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

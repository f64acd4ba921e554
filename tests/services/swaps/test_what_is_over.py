"""A step on a swap that is old, somebody's own or over is refused."""

from datetime import datetime

import pytest
import time_machine

from scheduling.access import own_swaps
from scheduling.models import Program, Resident, SwapRequest, SwapState
from scheduling.selectors.requests.lines import how_many_ask
from scheduling.selectors.requests.partners import clinics_to_give
from scheduling.services.requesting.approving import approve_swap
from scheduling.services.requesting.holding import RequestChanged, RequestRefused
from scheduling.services.requesting.swaps import accept_swap, cancel_swap
from tests.services.swapping import Swapping
from tests.services.swaps.world import BEFORE

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_step_that_saw_an_older_edition_is_refused(s: Swapping) -> None:
    swap = s.accepted()
    with pytest.raises(RequestChanged):
        cancel_swap(swap=swap, actor=s.nadia, edition=1)
    with pytest.raises(RequestChanged):
        approve_swap(swap=swap, actor=s.chief, edition=1)


def test_nobody_approves_their_own_swap_nor_one_that_waits_for_the_other(s: Swapping) -> None:
    swap = s.asked()
    with pytest.raises(RequestRefused, match="Tomas Farouk has not accepted it yet"):
        approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
    swap = accept_swap(swap=swap, actor=s.tomas, edition=swap.edition)
    with pytest.raises(RequestRefused, match="You are one of the two"):
        approve_swap(swap=swap, actor=s.nadia, edition=swap.edition)


def test_from_the_day_of_the_earlier_half_day_on_it_has_expired(
    s: Swapping, clock: time_machine.Traveller
) -> None:
    swap = s.accepted()
    clock.move_to(datetime.combine(s.monday.date, BEFORE.timetz()))
    assert swap.state_words(s.monday.date) == "Expired: the earlier half-day has come"
    for attempt in (
        lambda: approve_swap(swap=swap, actor=s.chief, edition=swap.edition),
        lambda: cancel_swap(swap=swap, actor=s.nadia, edition=swap.edition),
    ):
        with pytest.raises(RequestRefused, match="This swap has expired"):
            attempt()


@pytest.mark.parametrize(("days", "is_open"), [(20, True), (21, False)])
def test_a_program_closes_swaps_as_many_days_before_as_it_says(
    s: Swapping, days: int, *, is_open: bool
) -> None:
    assert (s.monday.date - BEFORE.date()).days == 21
    swap = s.asked()
    Program.objects.update(swap_days=days)
    held = SwapRequest.objects.select_related("year__program").get(pk=swap.pk)
    nadia = Resident.objects.select_related("program").get(pk=s.at.nadia.pk)
    given = {row.session for row in clinics_to_give(nadia, BEFORE.date())}
    assert (s.monday in given, held.is_open(BEFORE.date())) == (is_open, is_open)
    assert bool(how_many_ask(own_swaps(s.tomas), held.other, BEFORE.date())) is is_open
    if is_open:
        assert accept_swap(swap=held, actor=s.tomas, edition=held.edition).state == SwapState.ACCEPTED
        return
    assert held.state_words(BEFORE.date()) == "Expired: swaps close 21 days before the earlier half-day"
    with pytest.raises(RequestRefused, match="swaps close 21 days before the earlier half-day"):
        accept_swap(swap=held, actor=s.tomas, edition=held.edition)

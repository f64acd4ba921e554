"""Swaps of whoever leaves the program."""

from datetime import timedelta

import pytest

from connectedness.accounts.models import Membership, Role
from scheduling.models import Notice, Resident, SwapState
from scheduling.selectors.requests.partners import can_answer, partners
from scheduling.selectors.workbench.desk import desk_of
from scheduling.services.leaving import end_role, leave
from tests.factories import make_program
from tests.services.swapping import Swapping
from tests.services.swaps.world import BEFORE, told

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("who", ["nadia", "tomas"])
def test_swaps_of_who_leaves_before_them_are_over_and_the_others_are_told(s: Swapping, who: str) -> None:
    swap = s.accepted()
    Notice.objects.all().delete()
    gone, stays = (s.nadia, s.tomas) if who == "nadia" else (s.tomas, s.nadia)
    leave(person=Resident.objects.get(user=gone), on=s.tuesday.date, actor=s.chief)
    swap.refresh_from_db()
    assert (swap.state, swap.decided_by) == (SwapState.CANCELLED, s.chief)
    assert swap.answer == f"{gone.name} leaves the program on Tue 14 Jul."
    assert told() == [(stays.name, f"{gone.name} leaves, so your swap is over")]


def test_swaps_before_the_day_on_which_somebody_leaves_stay_open(s: Swapping) -> None:
    swap = s.accepted()
    after = s.tuesday.date + timedelta(days=1)
    leave(person=Resident.objects.get(user=s.tomas), on=after, actor=s.chief)
    swap.refresh_from_db()
    assert swap.state == SwapState.ACCEPTED


def test_who_holds_the_role_no_more_cannot_answer_and_others_answer_for_them(s: Swapping) -> None:
    tomas = Resident.objects.select_related("user").get(user=s.tomas)

    def answers() -> set[bool]:
        found = partners(desk_of(s.published), s.pair().resident, s.monday, BEFORE.date())
        return {one.can_answer for one in found if one.other == tomas}

    assert (can_answer(tomas), answers()) == (True, {True})
    end_role(membership=Membership.objects.get(user=s.tomas), actor=None)
    assert (can_answer(tomas), answers()) == (False, {False})
    Membership.objects.create(user=s.tomas, program=make_program(), role=Role.RESIDENT)
    assert not can_answer(tomas)

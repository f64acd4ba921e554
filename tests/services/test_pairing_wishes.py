"""Wishes and exclusions: noted once a pair, told in the trail without their reason."""

import json

import pytest

from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import PairingDraft, PairingWish, WishKind
from scheduling.services.pairing_plans import plan_pairings
from scheduling.services.pairing_wishes import WishRefused, add_wish, is_current_pair, remove_wish
from tests.services.small_year import SmallYear, make_small_year

pytestmark = pytest.mark.django_db
REASON = "They are cousins"


@pytest.fixture
def small() -> SmallYear:
    return make_small_year()


def note(small: SmallYear, kind: WishKind = WishKind.EXCLUSION, *, current: bool = False) -> PairingWish:
    resident, faculty = (small.kofi, small.ingrid) if current else (small.ana, small.omar)
    return add_wish(
        program=small.program,
        resident=resident,
        faculty=faculty,
        kind=kind,
        weight=8,
        reason=REASON,
        actor=None,
    )


def test_what_is_noted_and_taken_back_is_in_the_trail_without_its_reason(small: SmallYear) -> None:
    wish = note(small)
    remove_wish(wish=wish, actor=None)
    remove_wish(wish=wish, actor=None)
    assert not PairingWish.objects.exists()
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [EventKind.PAIRING_WISHED, EventKind.PAIRING_UNWISHED]
    told = [json.dumps(row, default=str) for row in Event.objects.values()]
    assert all("Ana Silva and Dr. Reyes" in text for text in told)
    assert not [text for text in told if REASON in text]


def test_a_pair_is_noted_once(small: SmallYear) -> None:
    note(small)
    with pytest.raises(WishRefused, match=r"Ana Silva and Dr\. Reyes"):
        note(small, WishKind.WISH)
    assert PairingWish.objects.get().kind == WishKind.EXCLUSION


def test_an_exclusion_takes_back_the_plan_that_it_forbids(small: SmallYear) -> None:
    plan_pairings(year=small.year, actor=None, wanted={small.ana.pk: str(small.omar.pk)}, seen={})
    note(small, WishKind.EXCLUSION)
    assert not PairingDraft.objects.exists()


def test_a_wish_leaves_the_plan(small: SmallYear) -> None:
    plan_pairings(year=small.year, actor=None, wanted={small.ana.pk: str(small.omar.pk)}, seen={})
    note(small, WishKind.WISH)
    assert PairingDraft.objects.exists()


def test_whether_the_two_are_paired_today(small: SmallYear) -> None:
    assert is_current_pair(note(small, current=True))
    assert not is_current_pair(note(small))

"""Pairings begin: one current coach, history kept, nothing past touched, once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from connectedness.accounts.models import Role, User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import DataEdit, Faculty, Pairing, PairingDraft, Resident
from scheduling.selectors.pairing_board.tokens import LIFTED
from scheduling.services.pairing import PairingRefused, begin_pairings
from scheduling.services.pairing_plans import plan_pairings
from tests.factories import make_pairing, make_user
from tests.services.small_year import MONDAY, NEXT_MONDAY, SmallYear, make_small_year

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WEDNESDAY = MONDAY + 2 * DAY


@pytest.fixture(autouse=True)
def _on_wednesday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 7, 1, 16, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def small() -> SmallYear:
    return make_small_year()


@pytest.fixture
def planner(small: SmallYear) -> User:
    return make_user("Corinne Ordway", program=small.program, role=Role.COORDINATOR)


def plan(small: SmallYear, resident: Resident, coach: Faculty) -> dict[int, int]:
    if Pairing.objects.filter(resident=resident, last_date=None).exists():
        plan_pairings(year=small.year, actor=None, wanted={resident.pk: LIFTED}, seen={})
        seen = {resident.pk: LIFTED}
    else:
        seen = {}
    plan_pairings(year=small.year, actor=None, wanted={resident.pk: str(coach.pk)}, seen=seen)
    return {resident.pk: coach.pk}


def begin(small: SmallYear, seen: dict[int, int], on: date = WEDNESDAY, reason: str = "") -> list[Pairing]:
    return begin_pairings(year=small.year, actor=None, seen=seen, on=on, reason=reason)


def history(resident: Resident) -> list[tuple[str, date, date | None]]:
    rows = resident.pairings.order_by("first_date")
    return list(rows.values_list("faculty__name", "first_date", "last_date"))


def test_a_resident_without_a_coach_gets_one_from_that_day(small: SmallYear, planner: User) -> None:
    seen = plan(small, small.ana, small.omar)
    begun = begin_pairings(year=small.year, actor=planner, seen=seen, on=NEXT_MONDAY)
    assert [str(pairing) for pairing in begun] == ["Ana Silva with Dr. Reyes"]
    assert history(small.ana) == [("Reyes, Omar", NEXT_MONDAY, None)]
    assert not PairingDraft.objects.exists()
    assert not DataEdit.objects.exists()
    event = Event.objects.get(kind=EventKind.PAIRING_BEGUN)
    assert event.actor_name == "Corinne Ordway"
    assert event.after == {"Ana Silva": "Dr. Reyes from 2026-07-06"}


def test_the_coach_before_ends_the_day_before_and_stays_in_the_history(small: SmallYear) -> None:
    begin(small, plan(small, small.kofi, small.omar), reason="Moved to the other site")
    assert history(small.kofi) == [
        ("Dahl, Ingrid", MONDAY, WEDNESDAY - DAY),
        ("Reyes, Omar", WEDNESDAY, None),
    ]
    assert small.kofi.pairings.get(faculty=small.ingrid).reason == "ended: Moved to the other site"


def test_sent_twice_it_begins_once(small: SmallYear) -> None:
    seen = plan(small, small.ana, small.omar)
    assert len(begin(small, seen)) == 1
    assert begin(small, seen) == []
    assert history(small.ana) == [("Reyes, Omar", WEDNESDAY, None)]
    assert Event.objects.filter(kind=EventKind.PAIRING_BEGUN).count() == 1


def test_a_plan_that_is_not_what_was_seen_is_refused(small: SmallYear) -> None:
    seen = plan(small, small.ana, small.omar)
    plan(small, small.kofi, small.omar)
    with pytest.raises(PairingRefused, match="changed since"):
        begin(small, seen)
    assert history(small.ana) == []


def test_nothing_begins_before_today(small: SmallYear) -> None:
    seen = plan(small, small.ana, small.omar)
    with pytest.raises(PairingRefused, match="Tue 30 Jun is past"):
        begin(small, seen, on=WEDNESDAY - DAY)
    with pytest.raises(PairingRefused, match="ends on Sun 12 Jul"):
        begin(small, seen, on=small.year.last_date + DAY)
    assert history(small.ana) == []


def test_a_panel_over_its_limit_is_refused_with_its_figures(small: SmallYear) -> None:
    seen = plan(small, small.ana, small.omar)
    small.omar.panel_max = 0
    small.omar.save()
    with pytest.raises(PairingRefused, match="hold 1 resident; its limit is 0"):
        begin(small, seen)
    assert history(small.ana) == []


def test_a_panel_is_not_emptied_below_its_minimum(small: SmallYear) -> None:
    small.ingrid.panel_min = 1
    small.ingrid.save()
    seen = plan(small, small.kofi, small.omar)
    with pytest.raises(PairingRefused, match=r"Dr\. Dahl’s panel would hold nobody; it needs at least 1"):
        begin(small, seen)
    assert history(small.kofi) == [("Dahl, Ingrid", MONDAY, None)]


def test_a_panel_that_was_short_before_stands_in_nobodys_way(small: SmallYear) -> None:
    small.ingrid.panel_min = 5
    small.ingrid.save()
    assert len(begin(small, plan(small, small.ana, small.omar))) == 1


def test_a_coach_who_leaves_later_stays_until_then(small: SmallYear) -> None:
    small.ingrid.left_on = NEXT_MONDAY
    small.ingrid.save()
    begin(small, plan_of_leaver(small))
    assert history(small.kofi) == [
        ("Dahl, Ingrid", MONDAY, NEXT_MONDAY - DAY),
        ("Reyes, Omar", NEXT_MONDAY, None),
    ]
    assert small.kofi.pairings.get(faculty=small.ingrid).reason == "ended: Dr. Dahl left"


def plan_of_leaver(small: SmallYear) -> dict[int, int]:
    plan_pairings(year=small.year, actor=None, wanted={small.kofi.pk: str(small.omar.pk)}, seen={})
    return {small.kofi.pk: small.omar.pk}


def test_a_coach_agreed_for_the_year_after_stays_agreed(small: SmallYear) -> None:
    following = small.year.last_date + 10 * DAY
    make_pairing(small.ana, small.ingrid, first_date=following)
    plan_pairings(year=small.year, actor=None, wanted={small.ana.pk: str(small.omar.pk)}, seen={})
    begin(small, {small.ana.pk: small.omar.pk})
    assert history(small.ana) == [
        ("Reyes, Omar", WEDNESDAY, following - DAY),
        ("Dahl, Ingrid", following, None),
    ]


def test_a_pairing_that_was_to_begin_later_in_the_year_gives_way(small: SmallYear) -> None:
    make_pairing(small.ana, small.ingrid, first_date=NEXT_MONDAY)
    begin(small, plan(small, small.ana, small.omar))
    assert history(small.ana) == [("Reyes, Omar", WEDNESDAY, None)]

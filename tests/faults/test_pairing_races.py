"""Coordinators who fill the last place of a panel at the same moment, and who begin the same pairings."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, transaction

from scheduling.models import Pairing, PairingDraft, Resident
from scheduling.selectors.years import program_today
from scheduling.services.pairing import begin_pairings
from scheduling.services.pairing_plans import PlanRefused, plan_pairings, planned_under_lock
from tests.factories import make_resident, make_resident_year
from tests.queue.workplace import Workplace, database_of
from tests.services.small_year import SmallYear

ROUNDS = 20
Plan = Callable[..., object]
Step = Callable[[int], str]


def test_of_two_who_fill_the_last_place_one_is_told(workplace: Workplace) -> None:
    told = _places_taken(workplace, plan_pairings)
    assert [taken for taken, _ in told] == [1] * ROUNDS
    assert all("its limit is 1" in words for _, words in told)


def test_without_the_lock_a_panel_is_overfilled(workplace: Workplace) -> None:
    """The control: the same race, with the lock taken out."""
    assert max(taken for taken, _ in _places_taken(workplace, transaction.atomic(planned_under_lock))) > 1


def _places_taken(workplace: Workplace, way: Plan) -> list[tuple[int, str]]:
    """In each round, how many residents were placed in one place, and what the other was told."""
    small = _year_of_today(workplace)
    residents = [small.ana, _one_more(workplace)]

    def place(number: int) -> str:
        pk = residents[number].pk
        try:
            way(year=small.year, actor=None, wanted={pk: str(small.omar.pk)}, seen={})
        except PlanRefused as refused:
            return str(refused)
        return ""

    found = []
    for _ in range(ROUNDS):
        PairingDraft.objects.all().delete()
        said = _together(workplace, place)
        found.append((PairingDraft.objects.count(), "".join(said)))
    return found


def test_pairings_begun_by_two_at_once_begin_once(workplace: Workplace) -> None:
    small = _year_of_today(workplace)
    for _ in range(ROUNDS):
        Pairing.objects.filter(resident=small.ana).delete()
        plan_pairings(year=small.year, actor=None, wanted={small.ana.pk: str(small.omar.pk)}, seen={})

        def begin(_number: int) -> str:
            begun = begin_pairings(
                year=small.year,
                actor=None,
                seen={small.ana.pk: small.omar.pk},
                on=program_today(small.program),
            )
            return str(len(begun))

        assert sorted(_together(workplace, begin)) == ["0", "1"]
        assert Pairing.objects.filter(resident=small.ana).count() == 1


def _year_of_today(workplace: Workplace) -> SmallYear:
    """The workplace's year, long enough to hold today; Omar has one place."""
    small = workplace.small
    today = program_today(small.program)
    small.year.weeks = max(2, (today - small.year.first_monday).days // 7 + 2)
    small.year.save()
    small.omar.panel_max = 1
    small.omar.save()
    return small


def _one_more(workplace: Workplace) -> Resident:
    resident = make_resident(workplace.small.program, "Adeyemi, Bo")
    make_resident_year(resident, workplace.small.year)
    return resident


def _together(workplace: Workplace, step: Step) -> list[str]:
    """What two threads say who do it at the same moment."""
    barrier = Barrier(2)

    def one(number: int) -> str:
        with database_of(workplace.installation):
            connection.ensure_connection()
            barrier.wait(30)
            return step(number)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))

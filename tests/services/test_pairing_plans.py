"""Plans of the pairing board: kept within the limits, never over what somebody else planned, taken back step by step."""

from datetime import UTC, datetime

import pytest
import time_machine

from connectedness.accounts.models import Role, User
from scheduling.models import Pairing, PairingDraft, PairingWish, WishKind
from scheduling.selectors.pairing_board.tokens import LIFTED, NOTHING
from scheduling.services.data_edits import StepRefused
from scheduling.services.pairing_plans import PlanRefused, plan_pairings, redo_plan, undo_plan
from tests.factories import make_faculty, make_resident, make_resident_year, make_user
from tests.services.small_year import SmallYear, make_small_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> SmallYear:
    return make_small_year()


@pytest.fixture
def planner(small: SmallYear) -> User:
    return make_user("Corinne Ordway", program=small.program, role=Role.COORDINATOR)


@pytest.fixture
def other(small: SmallYear) -> User:
    return make_user("Milo Oduya", program=small.program, role=Role.COORDINATOR)


def plan(small: SmallYear, actor: User, resident: int, wanted: str, seen: str = NOTHING) -> None:
    plan_pairings(year=small.year, actor=actor, wanted={resident: wanted}, seen={resident: seen})


def plans() -> dict[str, str | None]:
    rows = PairingDraft.objects.values_list("resident__name", "faculty__name")
    return dict(rows)


def limit(small: SmallYear, most: int) -> None:
    small.omar.panel_max = most
    small.omar.save()


def test_a_resident_is_placed_moved_and_put_back(small: SmallYear, planner: User) -> None:
    ana, omar, ingrid = small.ana.pk, str(small.omar.pk), str(small.ingrid.pk)
    plan(small, planner, ana, omar)
    assert plans() == {"Silva, Ana": "Reyes, Omar"}
    plan(small, planner, ana, ingrid, seen=omar)
    assert plans() == {"Silva, Ana": "Dahl, Ingrid"}
    plan(small, planner, ana, NOTHING, seen=ingrid)
    assert plans() == {}
    assert list(Pairing.objects.values_list("resident__name", flat=True)) == ["Boateng, Kofi"]


def test_lifting_somebody_off_a_panel_and_placing_them_there_again_plans_nothing(
    small: SmallYear, planner: User
) -> None:
    plan(small, planner, small.kofi.pk, LIFTED)
    assert plans() == {"Boateng, Kofi": None}
    plan(small, planner, small.kofi.pk, str(small.ingrid.pk), seen=LIFTED)
    assert plans() == {}


def test_a_full_panel_takes_nobody_more(small: SmallYear, planner: User) -> None:
    limit(small, 1)
    plan(small, planner, small.ana.pk, str(small.omar.pk))
    with pytest.raises(PlanRefused, match=r"Dr. Reyes’s panel would hold 2 residents; its limit is 1\."):
        plan(small, planner, small.kofi.pk, str(small.omar.pk))
    assert plans() == {"Silva, Ana": "Reyes, Omar"}


def test_an_excluded_pair_is_not_planned(small: SmallYear, planner: User) -> None:
    PairingWish.objects.create(
        program=small.program, resident=small.ana, faculty=small.omar, kind=WishKind.EXCLUSION
    )
    with pytest.raises(PlanRefused, match="excluded"):
        plan(small, planner, small.ana.pk, str(small.omar.pk))
    plan(small, planner, small.ana.pk, str(small.ingrid.pk))
    assert plans() == {"Silva, Ana": "Dahl, Ingrid"}


@time_machine.travel(datetime(2026, 7, 1, 16, tzinfo=UTC), tick=False)
def test_who_leaves_within_the_year_takes_nobody(small: SmallYear, planner: User) -> None:
    small.omar.left_on = small.year.last_date
    small.omar.save()
    with pytest.raises(PlanRefused, match="leaves within the year"):
        plan(small, planner, small.ana.pk, str(small.omar.pk))


def test_people_of_another_program_are_not_planned(small: SmallYear, planner: User) -> None:
    stranger = make_faculty()
    with pytest.raises(PlanRefused, match="not here"):
        plan(small, planner, small.ana.pk, str(stranger.pk))
    with pytest.raises(PlanRefused, match="not in this year"):
        plan(small, planner, make_resident().pk, str(small.omar.pk))
    assert plans() == {}


def test_a_plan_that_somebody_changed_since_is_refused_with_both_values(
    small: SmallYear, planner: User, other: User
) -> None:
    plan(small, other, small.ana.pk, str(small.omar.pk))
    with pytest.raises(
        PlanRefused, match=r"Milo Oduya changed .* Ana Silva .*: Dr. Reyes, not nothing planned\."
    ):
        plan(small, planner, small.ana.pk, str(small.ingrid.pk))
    assert plans() == {"Silva, Ana": "Reyes, Omar"}


def test_several_are_planned_all_or_none(small: SmallYear, planner: User) -> None:
    limit(small, 1)
    omar = str(small.omar.pk)
    both = {small.ana.pk: omar, small.kofi.pk: omar}
    with pytest.raises(PlanRefused):
        plan_pairings(year=small.year, actor=planner, wanted=both, seen={})
    assert plans() == {}
    limit(small, 2)
    plan_pairings(year=small.year, actor=planner, wanted=both, seen={})
    assert plans() == {"Boateng, Kofi": "Reyes, Omar", "Silva, Ana": "Reyes, Omar"}


def test_steps_go_back_and_forward(small: SmallYear, planner: User) -> None:
    omar, ingrid = str(small.omar.pk), str(small.ingrid.pk)
    plan(small, planner, small.ana.pk, omar)
    plan(small, planner, small.ana.pk, ingrid, seen=omar)
    undo_plan(year=small.year, actor=planner, step=None)
    assert plans() == {"Silva, Ana": "Reyes, Omar"}
    undo_plan(year=small.year, actor=planner, step=None)
    assert plans() == {}
    redo_plan(year=small.year, actor=planner, step=None)
    assert plans() == {"Silva, Ana": "Reyes, Omar"}


def test_a_step_on_what_somebody_else_changed_is_not_taken_back(
    small: SmallYear, planner: User, other: User
) -> None:
    omar = str(small.omar.pk)
    plan(small, planner, small.ana.pk, omar)
    plan(small, other, small.ana.pk, str(small.ingrid.pk), seen=omar)
    with pytest.raises(StepRefused, match="Ana Silva"):
        undo_plan(year=small.year, actor=planner, step=None)
    assert plans() == {"Silva, Ana": "Dahl, Ingrid"}


def test_a_step_taken_back_into_a_panel_that_is_full_by_now_is_refused(
    small: SmallYear, planner: User, other: User
) -> None:
    bo = make_resident(small.program, "Adeyemi, Bo")
    make_resident_year(bo, small.year)
    limit(small, 1)
    omar = str(small.omar.pk)
    plan(small, planner, small.ana.pk, omar)
    plan(small, planner, small.ana.pk, NOTHING, seen=omar)
    plan(small, other, bo.pk, omar)
    with pytest.raises(PlanRefused, match="limit is 1"):
        undo_plan(year=small.year, actor=planner, step=None)
    assert plans() == {"Adeyemi, Bo": "Reyes, Omar"}

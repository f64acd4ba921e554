"""A swap that became illegal says why."""

import pytest

from connectedness.accounts.models import Role
from scheduling.models import Absence, SwapRequest, SwapState
from scheduling.services.publishing import publish_schedule
from scheduling.services.requesting.approving import approve_swap
from scheduling.services.requesting.holding import RequestRefused
from scheduling.services.versions import copy_version
from tests.factories import make_user
from tests.services.swapping import Swapping
from tests.services.swaps.world import mine

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_leave_that_came_between_makes_it_illegal_in_words_without_its_reason(s: Swapping) -> None:
    swap = s.accepted()
    day = s.monday.date
    Absence.objects.create(resident=s.at.tomas, first_date=day, last_date=day, reason="Surgery")
    with pytest.raises(RequestRefused) as refusal:
        approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
    assert "Tomas Farouk may not attend Mon 13 Jul, AM at Main." in str(refusal.value)
    assert "Surgery" not in str(refusal.value)
    assert SwapRequest.objects.get().state == SwapState.ACCEPTED
    assert mine(s) == [s.monday]


def test_a_half_day_that_went_in_another_swap_is_named_with_who_took_it(s: Swapping) -> None:
    rival = s.accepted()
    second = SwapRequest.objects.create(
        year=rival.year,
        resident=rival.resident,
        session=rival.session,
        other=rival.other,
        other_session=s.at.tuesday(),
        state=SwapState.ACCEPTED,
    )
    approve_swap(swap=rival, actor=s.chief, edition=rival.edition)
    with pytest.raises(RequestRefused) as refusal:
        approve_swap(swap=second, actor=s.chief, edition=second.edition)
    said = str(refusal.value)
    assert "Nadia Boateng is not in clinic on Mon 13 Jul, AM at Main any more." in said
    assert "Tomas Farouk took it in a swap that Chidi Efe approved at 10:00." in said


def test_a_half_day_that_another_version_took_away_names_the_version(s: Swapping) -> None:
    swap = s.accepted()
    alma = make_user("Alma Sandoval", program=s.at.small.program, role=Role.COORDINATOR)
    draft = copy_version(schedule=s.published, actor=alma, why="changed from")
    draft.assignments.filter(resident=s.at.nadia, session=s.monday).delete()
    publish_schedule(schedule=draft, actor=alma, seen_edition=draft.edition, late_reason="Moved")
    with pytest.raises(RequestRefused) as refusal:
        approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
    said = str(refusal.value)
    assert "Nadia Boateng is not in clinic on Mon 13 Jul, AM at Main any more." in said
    assert f"version {draft.version}, published by Alma Sandoval at 10:00" in said


def test_an_unrepaired_absence_of_somebody_else_does_not_stand_in_the_way(s: Swapping) -> None:
    """The published version has a clash already; the swap adds none."""
    swap = s.accepted()
    day = s.at.monday(4).date
    Absence.objects.create(resident=s.at.tomas, first_date=day, last_date=day)
    approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
    assert mine(s) == [s.tuesday]

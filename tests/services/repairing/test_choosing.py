"""A way that is chosen becomes one step of a draft."""

import pytest

from connectedness.accounts.models import User
from scheduling.models import Absence, Schedule, ScheduleState, Session
from scheduling.selectors.repair.disruptions import waiting_disruptions
from scheduling.services.repairing.choosing import choose_way, take_repair_back
from scheduling.services.repairing.deciding import dismiss
from scheduling.services.repairing.holding import RepairRefused
from scheduling.solver.advice import WayKind
from tests.services.drafting import Drafting
from tests.services.repairing.reports import broken, choice, coach_away, reported, sick, ways, wednesday

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_choosing_makes_one_step_on_a_new_draft_and_leaves_what_is_published(
    at: Drafting, alma: User
) -> None:
    disruption = reported(at, sick(at))
    way = ways(at, disruption)[WayKind.THIS_WEEK]
    before = set(at.draft.assignments.values_list("resident_id", "session_id"))
    edit = choose_way(disruption=disruption, choice=choice(at, way), actor=alma)
    draft = edit.schedule
    assert (draft.based_on, draft.state, edit.number) == (at.draft, ScheduleState.DRAFT, 1)
    after = set(draft.assignments.values_list("resident_id", "session_id"))
    wed = at.small.session(wednesday(at))
    assert before ^ after == {(at.nadia.pk, at.monday().pk), (at.nadia.pk, wed.pk)}
    assert set(at.draft.assignments.values_list("resident_id", "session_id")) == before
    assert waiting_disruptions(at.small.year) == []
    disruption.refresh_from_db()
    assert disruption.state_words == f"Repaired in version {draft.version}"


def test_choosing_twice_makes_one_draft_and_another_choice_is_refused(at: Drafting, alma: User) -> None:
    disruption = reported(at, sick(at))
    found = ways(at, disruption)
    first = choose_way(disruption=disruption, choice=choice(at, found[WayKind.THIS_WEEK]), actor=alma)
    again = choose_way(disruption=disruption, choice=choice(at, found[WayKind.THIS_WEEK]), actor=alma)
    assert first == again
    with pytest.raises(RepairRefused, match="decided already by Alma Sandoval: repaired in version"):
        choose_way(disruption=disruption, choice=choice(at, found[WayKind.NOTHING], "choose-02"), actor=alma)
    assert Schedule.objects.filter(state=ScheduleState.DRAFT).count() == 1


def test_a_way_that_is_no_more_is_refused_and_leaves_no_draft(at: Drafting, alma: User) -> None:
    disruption = reported(at, sick(at))
    way = ways(at, disruption)[WayKind.THIS_WEEK]
    Session.objects.filter(date=wednesday(at)).update(rooms=0)
    with pytest.raises(RepairRefused, match="data changed since this page was opened"):
        choose_way(disruption=disruption, choice=choice(at, way), actor=alma)
    Schedule.objects.filter(pk=at.draft.pk).update(edition=7)
    with pytest.raises(RepairRefused, match="Look at the ways again"):
        choose_way(disruption=disruption, choice=choice(at, way), actor=alma)
    assert not Schedule.objects.filter(state=ScheduleState.DRAFT).exists()


def test_a_preceptor_away_leaves_a_session_that_nobody_supervises(at: Drafting, alma: User) -> None:
    disruption = reported(at, coach_away(at))
    what = broken(at, disruption)
    assert ([one.resident for one in what.alone], what.overlaps_lost) == ([at.nadia, at.tomas], 2)
    assert what.too_full == (at.monday().key,)
    way = ways(at, disruption)[WayKind.THIS_WEEK]
    edit = choose_way(disruption=disruption, choice=choice(at, way), actor=alma)
    assert not edit.schedule.preceptings.filter(faculty=at.small.coach, date=at.day(0)).exists()
    assert at.draft.preceptings.filter(faculty=at.small.coach, date=at.day(0)).exists()
    with pytest.raises(RepairRefused, match="Take the repair back first"):
        dismiss(disruption=disruption, actor=alma)
    take_repair_back(disruption=disruption, actor=alma)
    assert broken(at, disruption).overlaps_lost == 2
    dismiss(disruption=disruption, actor=alma)
    assert edit.schedule.preceptings.filter(faculty=at.small.coach, date=at.day(0)).exists()
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("state", "where"), [(ScheduleState.DRAFT, r"draft \d+"), (ScheduleState.PUBLISHED, "a draft made of it")]
)
def test_a_pinned_clinic_is_not_repaired_before_somebody_unpins_it(
    state: str, where: str, at: Drafting, alma: User
) -> None:
    Schedule.objects.filter(pk=at.draft.pk).update(state=state)
    at.draft.refresh_from_db()
    pinned = at.draft.assignments.filter(resident=at.nadia, session=at.monday())
    pinned.update(pinned=True)
    disruption = reported(at, sick(at))
    at.draft.refresh_from_db()
    way = ways(at, disruption)[WayKind.THIS_WEEK]
    refused = rf"Nadia Boateng, Mon 29 Jun, AM: this is pinned.*Unpin it on the grid of {where} \(key p\)"
    with pytest.raises(RepairRefused, match=refused):
        choose_way(disruption=disruption, choice=choice(at, way), actor=alma)
    assert pinned.exists()
    pinned.update(pinned=False)
    way = ways(at, disruption)[WayKind.THIS_WEEK]
    edit = choose_way(disruption=disruption, choice=choice(at, way), actor=alma)
    assert not edit.schedule.assignments.filter(resident=at.nadia, session=at.monday()).exists()

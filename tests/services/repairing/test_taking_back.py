"""A repair that is taken back waits again."""

import pytest

from connectedness.accounts.models import User
from scheduling.models import Schedule, ScheduleState, Session
from scheduling.selectors.repair.disruptions import waiting_disruptions
from scheduling.services.editing.refusals import RulesBroken
from scheduling.services.editing.steps import edit_draft
from scheduling.services.editing.undoing import redo, undo
from scheduling.services.repairing.choosing import choose_way, take_repair_back
from scheduling.services.versions import bring_back, discard_draft
from scheduling.solver.advice import WayKind
from tests.factories import make_user
from tests.services.drafting import Drafting, make_drafting
from tests.services.repairing.reports import choice, reported, sick, snow, ways

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_taking_the_repair_back_puts_it_on_the_list_again_and_redo_takes_it_off(
    at: Drafting, alma: User
) -> None:
    disruption = reported(at, snow(at))
    edit = choose_way(
        disruption=disruption, choice=choice(at, ways(at, disruption)[WayKind.NOTHING]), actor=alma
    )
    take_repair_back(disruption=disruption, actor=alma)
    assert waiting_disruptions(at.small.year) == [disruption]
    assert edit.schedule.assignments.filter(session=at.monday()).count() == 2
    redo(schedule=edit.schedule, actor=alma)
    assert waiting_disruptions(at.small.year) == []
    undo(schedule=edit.schedule, actor=alma)
    assert waiting_disruptions(at.small.year) == [disruption]


def test_a_room_that_somebody_took_since_stays_theirs_when_a_repair_is_taken_back(alma: User) -> None:
    at = make_drafting(residents=3)
    third = at.small.residents[2]
    at.draft.assignments.filter(resident=third, session=at.monday()).delete()
    Session.objects.filter(pk=at.monday().pk).update(rooms=2)
    Schedule.objects.filter(pk=at.draft.pk).update(state=ScheduleState.PUBLISHED)
    at.draft.refresh_from_db()
    disruption = reported(at, sick(at))
    edit = choose_way(
        disruption=disruption, choice=choice(at, ways(at, disruption)[WayKind.NOTHING]), actor=alma
    )
    edit_draft(schedule=edit.schedule, actor=make_user("Noor Haddad"), step=at.add(third, at.monday()))
    with pytest.raises(RulesBroken, match="rooms"):
        undo(schedule=edit.schedule, actor=alma)
    assert edit.schedule.assignments.filter(session=at.monday()).count() == 2


def test_what_was_repaired_in_a_draft_thrown_away_waits_again_until_that_draft_is_back(
    at: Drafting, alma: User
) -> None:
    disruption = reported(at, sick(at))
    way = ways(at, disruption)[WayKind.THIS_WEEK]
    draft = choose_way(disruption=disruption, choice=choice(at, way), actor=alma).schedule
    draft.refresh_from_db()
    assert waiting_disruptions(at.small.year) == []
    discard_draft(schedule=draft, actor=alma, seen_edition=draft.edition)
    assert [one.is_waiting for one in waiting_disruptions(at.small.year)] == [True]
    bring_back(schedule=draft, actor=alma)
    assert waiting_disruptions(at.small.year) == []

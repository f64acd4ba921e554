"""Ways that mend a disruption differ, with what each costs."""

import pytest

from connectedness.accounts.models import User
from scheduling.models import Absence, Faculty, Session
from scheduling.selectors.repair.disruptions import waiting_disruptions
from scheduling.services.repairing.deciding import leave_as_it_is
from scheduling.solver.advice import WayKind
from tests.factories import assign
from tests.services.drafting import Drafting
from tests.services.repairing.reports import closed, moves, reported, sick, ways

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_sick_call_shows_ways_that_differ_with_what_each_costs(at: Drafting) -> None:
    found = ways(at, reported(at, sick(at)))
    assert list(found) == [WayKind.THIS_WEEK, WayKind.TOGETHER, WayKind.NOTHING]
    assert moves(found[WayKind.THIS_WEEK]) == [
        ("Nadia Boateng", "Mon 29 Jun, AM at Main", "Wed 1 Jul, AM at Main")
    ]
    together = found[WayKind.TOGETHER]
    assert [
        (one.source.is_overlap, one.target.is_overlap if one.target else None) for one in together.moves
    ] == [(True, True)]
    figures = {kind: (len(way.changes), way.people, way.overlaps, way.dropped) for kind, way in found.items()}
    assert figures == {
        WayKind.THIS_WEEK: (2, 1, -1, 0),
        WayKind.TOGETHER: (2, 1, 0, 0),
        WayKind.NOTHING: (1, 1, -1, 1),
    }
    assert found[WayKind.NOTHING].text.endswith("1 clinic is dropped.")


def test_a_full_session_with_the_coach_is_entered_by_letting_another_resident_make_room(at: Drafting) -> None:
    ada = Faculty.objects.get(name="Okafor, Ada")
    at.draft.coaches.filter(resident=at.tomas).update(faculty=ada)
    assign(at.draft, at.tomas, at.monday(1))
    Session.objects.filter(pk=at.monday(1).pk).update(rooms=1)
    Session.objects.filter(pk__in=[at.monday(2).pk, at.monday(3).pk]).update(rooms=0)
    found = ways(at, reported(at, sick(at)))
    together = found[WayKind.TOGETHER]
    assert moves(together) == [
        ("Nadia Boateng", "Mon 29 Jun, AM at Main", "Mon 6 Jul, AM at Main"),
        ("Tomas Farouk", "Mon 6 Jul, AM at Main", "Tue 7 Jul, AM at Main"),
    ]
    assert [one.makes_room for one in together.moves] == [False, True]
    assert (together.people, together.overlaps) == (2, 1)
    assert found[WayKind.THIS_WEEK].people == 1


def test_fewer_rooms_let_the_one_go_whom_it_costs_least(at: Drafting) -> None:
    disruption = reported(at, closed(at, rooms=1))
    found = ways(at, disruption)
    assert len(found[WayKind.THIS_WEEK].moves) == 1
    assert found[WayKind.THIS_WEEK].moves[0].target is not None
    assert found[WayKind.NOTHING].dropped == 1
    assert not any(way.remains for way in found.values())


def test_what_concerns_nobody_has_no_ways_and_can_be_left_as_it_is(at: Drafting, alma: User) -> None:
    disruption = reported(at, sick(at, at.day(2)))
    assert ways(at, disruption) == {}
    leave_as_it_is(disruption=disruption, actor=alma)
    assert waiting_disruptions(at.small.year) == []
    assert Absence.objects.count() == 1

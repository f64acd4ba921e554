"""A disruption is entered once, three ways mend it with few changes, one is chosen as one step, and all can be taken back."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.domain.calendar import Period
from scheduling.models import (
    Absence,
    Disruption,
    DisruptionKind,
    Faculty,
    FacultyHalfDay,
    Schedule,
    ScheduleState,
    Session,
)
from scheduling.selectors.repair.breakage import Breakage, breakage
from scheduling.selectors.repair.disruptions import waiting_disruptions
from scheduling.selectors.repair.ways import WayShown, ways_shown
from scheduling.selectors.workbench.desk import desk_of
from scheduling.selectors.years import program_today
from scheduling.services.editing.refusals import RulesBroken
from scheduling.services.editing.steps import edit_draft
from scheduling.services.editing.undoing import redo, undo
from scheduling.services.repairing.choosing import Choice, choose_way, take_repair_back
from scheduling.services.repairing.deciding import dismiss, leave_as_it_is
from scheduling.services.repairing.holding import RepairRefused
from scheduling.services.repairing.reporting import Report, ReportRefused, report_disruption
from scheduling.services.versions import bring_back, discard_draft
from scheduling.solver.advice import WayKind
from tests.factories import assign, make_faculty, make_program, make_session, make_user
from tests.services.drafting import Drafting, make_drafting

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def before_the_year() -> Iterator[None]:
    """A week before the first clinic."""
    with time_machine.travel("2026-06-22T14:00Z", tick=False):
        yield


@pytest.fixture
def at() -> Drafting:
    """What is published; on the first Wednesday there is clinic, too, with somebody else than the coach."""
    at = make_drafting()
    other = make_faculty(at.small.program, "Ito, Ren")
    FacultyHalfDay.objects.create(
        faculty=other, year=at.small.year, site=at.small.site, weekday=2, period=Period.AM, duty="precepts"
    )
    make_session(at.small.site, day=wednesday(at), rooms=3)
    Schedule.objects.filter(pk=at.draft.pk).update(
        state=ScheduleState.PUBLISHED, published_at="2026-06-20T12:00Z"
    )
    at.draft.refresh_from_db()
    return at


@pytest.fixture
def alma() -> User:
    """Who repairs."""
    return make_user("Alma Sandoval")


def wednesday(at: Drafting) -> date:
    return at.day(0) + timedelta(days=2)


def sick(at: Drafting, day: date | None = None, **also: Any) -> Report:
    given: dict[str, Any] = {
        "kind": DisruptionKind.RESIDENT,
        "resident": at.nadia,
        "key": "sick-0001",
        **also,
    }
    return Report(first=day or at.day(0), last=day or at.day(0), **given)


def coach_away(at: Drafting) -> Report:
    return Report(
        kind=DisruptionKind.FACULTY, faculty=at.small.coach, first=at.day(0), last=at.day(0), key="away-0001"
    )


def closed(at: Drafting, rooms: int = 0, key: str = "rooms-001") -> Report:
    return Report(
        kind=DisruptionKind.ROOMS, site=at.small.site, rooms=rooms, first=at.day(0), last=at.day(0), key=key
    )


def snow(at: Drafting, key: str = "snow-0001") -> Report:
    return Report(kind=DisruptionKind.CLINIC, first=at.day(0), last=at.day(0), key=key)


def reported(at: Drafting, report: Report, actor: User | None = None) -> Disruption:
    return report_disruption(program=at.small.program, report=report, actor=actor)


def broken(at: Drafting, disruption: Disruption) -> Breakage:
    return breakage(disruption, at.draft, desk_of(at.draft), program_today(at.small.program))


def ways(at: Drafting, disruption: Disruption) -> dict[WayKind, WayShown]:
    return {way.kind: way for way in ways_shown(at.draft, broken(at, disruption))}


def choice(at: Drafting, way: WayShown, key: str = "choose-01") -> Choice:
    return Choice(version=at.draft, edition=at.draft.edition, digest=way.digest, key=key)


def moves(way: WayShown) -> list[tuple[str, str, str]]:
    return [(one.resident, one.source.label, one.target.label if one.target else "") for one in way.moves]


def rooms(at: Drafting) -> list[tuple[int, str]]:
    return list(Session.objects.order_by("pk").values_list("rooms", "note"))


def test_a_sick_call_is_entered_once_as_leave_and_waits_on_the_list(at: Drafting, alma: User) -> None:
    first = reported(at, sick(at, note="Flu line"), alma)
    again = reported(at, sick(at, note="Flu line"), alma)
    assert first == again
    assert waiting_disruptions(at.small.year) == [first]
    absence = Absence.objects.get()
    assert (absence.resident, absence.first_date, absence.reason) == (at.nadia, at.day(0), "")
    event = Event.objects.get(kind=EventKind.DISRUPTION_REPORTED)
    assert (event.actor_id, event.subject) == (alma.pk, "Nadia Boateng is away, Mon 29 Jun")


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


def test_a_snow_day_closes_every_session_and_dismissing_restores_them_exactly(
    at: Drafting, alma: User
) -> None:
    Session.objects.filter(pk=at.monday().pk).update(note="Two rooms lent", rooms=2)
    before = rooms(at)
    disruption = reported(at, snow(at))
    assert (at.monday().rooms, at.monday().note) == (0, "Clinic closed")
    assert at.tuesday().rooms == 3
    found = ways(at, disruption)
    assert found[WayKind.NOTHING].dropped == 2
    assert {one.target.label for one in found[WayKind.THIS_WEEK].moves if one.target} == {
        "Wed 1 Jul, AM at Main"
    }
    assert dismiss(disruption=disruption, actor=alma) == 0
    assert rooms(at) == before
    assert dismiss(disruption=disruption, actor=alma) == 0


@pytest.mark.parametrize("first_out", [0, 1])
def test_two_closures_of_one_session_are_dismissed_in_any_order(
    first_out: int, at: Drafting, alma: User
) -> None:
    before = rooms(at)
    made = [reported(at, closed(at, rooms=2)), reported(at, snow(at))]
    dismiss(disruption=made[first_out], actor=alma)
    assert at.monday().rooms == (0 if first_out == 0 else 2)
    dismiss(disruption=made[1 - first_out], actor=alma)
    assert rooms(at) == before


def test_a_session_that_was_changed_since_stays_as_it_is(at: Drafting, alma: User) -> None:
    disruption = reported(at, snow(at))
    Session.objects.filter(pk=at.monday().pk).update(rooms=5)
    assert dismiss(disruption=disruption, actor=alma) == 1
    assert at.monday().rooms == 5


def test_fewer_rooms_let_the_one_go_whom_it_costs_least(at: Drafting) -> None:
    disruption = reported(at, closed(at, rooms=1))
    found = ways(at, disruption)
    assert len(found[WayKind.THIS_WEEK].moves) == 1
    assert found[WayKind.THIS_WEEK].moves[0].target is not None
    assert found[WayKind.NOTHING].dropped == 1
    assert not any(way.remains for way in found.values())


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


def test_leave_that_was_known_before_stays_when_the_report_is_dismissed(at: Drafting, alma: User) -> None:
    Absence.objects.create(resident=at.nadia, first_date=at.day(0), last_date=at.day(0))
    disruption = reported(at, sick(at))
    dismiss(disruption=disruption, actor=alma)
    assert Absence.objects.count() == 1


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


def test_what_concerns_nobody_has_no_ways_and_can_be_left_as_it_is(at: Drafting, alma: User) -> None:
    disruption = reported(at, sick(at, at.day(2)))
    assert ways(at, disruption) == {}
    leave_as_it_is(disruption=disruption, actor=alma)
    assert waiting_disruptions(at.small.year) == []
    assert Absence.objects.count() == 1


@pytest.mark.parametrize(
    ("days", "also", "why"),
    [
        ((-3, -3), {}, "within one academic year"),
        ((400, 400), {}, "within one academic year"),
        ((2, 1), {}, "last day is before the first"),
        ((0, 7), {}, "at most 7 days"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    days: tuple[int, int], also: dict[str, object], why: str, at: Drafting
) -> None:
    first, last = (at.day(0) + timedelta(days=one) for one in days)
    with pytest.raises(ReportRefused, match=why):
        reported(at, Report(kind=DisruptionKind.CLINIC, first=first, last=last, key="odd-00001"))
    assert not Disruption.objects.exists()


def test_past_days_are_entered_only_where_that_is_meant_and_their_schedule_stays(at: Drafting) -> None:
    with time_machine.travel("2026-07-01T14:00Z", tick=False):
        with pytest.raises(ReportRefused, match="Mon 29 Jun is past"):
            reported(at, sick(at))
        disruption = reported(at, sick(at, past_is_meant=True))
        assert broken(at, disruption).lost == ()


def test_strangers_and_people_who_left_are_refused(at: Drafting) -> None:
    elsewhere = make_drafting(make_program())
    with pytest.raises(ReportRefused, match="not the program's"):
        reported(at, sick(at, resident=elsewhere.nadia))
    at.nadia.left_on = at.day(0)
    at.nadia.save()
    with pytest.raises(ReportRefused, match="has left by then"):
        reported(at, sick(at))


def test_rooms_that_are_closed_already_are_refused(at: Drafting) -> None:
    reported(at, snow(at))
    with pytest.raises(ReportRefused, match="no clinic there has more than 0 rooms"):
        reported(at, snow(at, key="snow-0002"))

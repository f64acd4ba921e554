"""The grid's questions and steps over HTTP: prices before they are paid, what changed afterwards, and who else is there."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connectedness.accounts.models import Role, User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import (
    Absence,
    EditKind,
    FacultyHalfDay,
    Program,
    Schedule,
    ScheduleState,
    Session,
    WorkerHeartbeat,
)
from scheduling.selectors.workbench.step_words import step_label
from scheduling.services.editing.pinning import pin_step
from scheduling.services.editing.steps import edit_draft
from scheduling.services.editing.undoing import undo as take_back
from scheduling.services.renewing import renew_drafts
from tests.factories import make_faculty, make_session, make_site, make_user
from tests.scheduling_pages.conftest import SignIn
from tests.services.drafting import Drafting, make_drafting, place_of

CHANGE = re.compile(r'name="change" value="([^"]+)"')


@pytest.fixture(autouse=True)
def before_the_year() -> Iterator[None]:
    """A week before the first clinic."""
    with time_machine.travel("2026-06-22T14:00Z", tick=False):
        yield


@pytest.fixture
def at(program: Program) -> Drafting:
    """A draft in the cast's program."""
    return make_drafting(program)


def url(name: str, draft: Schedule) -> str:
    return reverse(f"scheduling:{name}", args=[draft.year.program_id, draft.pk])


def asked(desk: Client, at: Drafting, name: str, **question: str) -> str:
    response = desk.get(url(name, at.draft), question)
    assert response.status_code == 200
    return response.content.decode()


def shown(at: Drafting, **also: Any) -> dict[str, Any]:
    """What every step sends of the page that is shown."""
    return {"from": at.small.year.first_monday.isoformat(), "weeks": 4, **also}


def to_move(at: Drafting, week: int = 1) -> dict[str, str]:
    return {
        "kind": "move",
        "place": place_of(at.nadia, at.tuesday()).key,
        "to": place_of(at.nadia, at.tuesday(week)).key,
    }


def test_a_price_says_what_moves_and_carries_the_cells_to_send(at: Drafting, desk: Client) -> None:
    page = asked(desk, at, "price", **to_move(at))
    assert "Tue 30 Jun, AM at Main → Tue 7 Jul, AM at Main" in page
    assert CHANGE.findall(page) == [
        f"{place_of(at.nadia, at.tuesday()).key}:{at.tuesday().pk}&gt;",
        f"{place_of(at.nadia, at.tuesday(1)).key}:&gt;{at.tuesday(1).pk}",
    ]


def test_a_price_counts_overlaps_before_and_after(at: Drafting, desk: Client) -> None:
    page = asked(
        desk, at, "price", kind="move", place=place_of(at.nadia, at.monday()).key,
        to=place_of(at.nadia, at.tuesday(1)).key,
    )  # fmt: skip
    assert "One overlap fewer for Nadia Boateng" in page
    assert "2 → 1</b> of 8" in page
    assert "would not meet in a whole contact window" in page


def test_a_full_session_blocks_alone_and_offers_the_repair(at: Drafting, desk: Client) -> None:
    Session.objects.filter(pk=at.tuesday(1).pk).update(rooms=1)
    edit_draft(schedule=at.draft, actor=None, step=at.move(at.tomas, at.tuesday(), at.tuesday(1)))
    page = asked(desk, at, "price", **to_move(at))
    assert "holds 2 residents in 1 room." in page
    assert "Apply alone is blocked: rooms full is a hard rule." in page
    repair = page.split("data-edit-main")[1].split("</form>")[0]
    assert "Tomas Farouk: Tue 7 Jul, AM at Main → " in repair
    assert len(CHANGE.findall(repair)) == 4


def test_adding_where_there_is_a_clinic_already_is_explained(at: Drafting, desk: Client) -> None:
    page = asked(desk, at, "price", kind="add", place=place_of(at.nadia, at.tuesday()).key)
    assert "Nadia Boateng attends Tue 30 Jun, AM at Main already." in page


def test_the_site_offered_first_has_a_room_and_somebody_who_supervises(at: Drafting, desk: Client) -> None:
    """Annex stands before Main by its code; nobody precepts there, until Dr. Okafor's colleague does."""
    annex = make_site(at.small.program, code="ANNEX", name="Annex", letter="A", rooms=3)
    make_session(annex, day=at.tuesday(1).date, rooms=3)
    place = place_of(at.nadia, at.tuesday(1)).key
    question = {"kind": "add", "place": place}
    assert "also Tue 7 Jul, AM at Main" in moved_words(asked(desk, at, "price", **question))
    teaching = {"weekday": 1, "period": "AM", "duty": "precepts"}
    FacultyHalfDay.objects.create(
        faculty=make_faculty(at.small.program), year=at.small.year, site=annex, **teaching
    )
    Session.objects.filter(pk=at.tuesday(1).pk).update(rooms=0)
    assert "also Tue 7 Jul, AM at Annex" in moved_words(asked(desk, at, "price", **question))


def moved_words(page: str) -> str:
    """What the price is of."""
    return page.split("<h2>")[1].split("</h2>", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ({"kind": "move"}, "sent incompletely"),
        ({"kind": "move", "place": "x/y/z"}, "sent incompletely"),
        ({"kind": "add", "place": f"{2**63}/2026-06-30/AM"}, "sent incompletely"),
        ({"kind": "dance", "place": "1/2026-06-30/AM"}, "sent incompletely"),
    ],
)
def test_a_question_that_is_none_gets_a_sentence(
    at: Drafting, desk: Client, question: dict[str, str], says: str
) -> None:
    assert says in asked(desk, at, "price", **question)


def test_moving_onto_another_clinic_or_into_another_row_is_explained(at: Drafting, desk: Client) -> None:
    mine, monday = place_of(at.nadia, at.tuesday()).key, place_of(at.nadia, at.monday()).key
    assert "There is a clinic on Mon 29 Jun, AM already" in asked(
        desk, at, "price", kind="move", place=mine, to=monday
    )
    theirs = place_of(at.tomas, at.tuesday(2)).key
    assert "within its resident" in asked(desk, at, "price", kind="move", place=mine, to=theirs)


def test_a_step_answers_with_the_rows_that_changed_and_what_can_be_undone(at: Drafting, desk: Client) -> None:
    page = asked(desk, at, "price", **to_move(at))
    change = [one.replace("&gt;", ">") for one in CHANGE.findall(page)]
    sent = shown(at, kind="move", key="a-key-of-the-page", change=change)
    answer = desk.post(url("edits", at.draft), sent)
    assert answer.status_code == 200
    said = answer.json()
    assert list(said["rows"]) == [str(at.nadia.pk)]
    moved = "Nadia Boateng: Tue 30 Jun, AM at Main → Tue 7 Jul, AM at Main"
    assert (said["said"], said["undo"], said["redo"]) == (f"Saved: {moved}", moved, "")
    assert said["edition"] == Schedule.objects.get(pk=at.draft.pk).edition
    assert "Rooms left" in said["counters"]
    assert at.state(at.nadia, at.tuesday(1)).session == at.tuesday(1).pk


def test_history_and_trail_say_what_was_done_whatever_the_page_calls_it(at: Drafting, desk: Client) -> None:
    change = [one.key for one in at.add(at.nadia, at.tuesday(1)).changes]
    sent = shown(at, kind="drop", label="Nothing to see here", key="a-key-of-the-page", change=change)
    assert desk.post(url("edits", at.draft), sent).status_code == 200
    page = asked(desk, at, "history")
    assert "Nadia Boateng: also Tue 7 Jul, AM at Main" in page
    event = Event.objects.get(kind=EventKind.SCHEDULE_EDITED)
    assert event.subject == f"{at.draft}: Nadia Boateng: also Tue 7 Jul, AM at Main"
    assert "Nothing to see here" not in page


def test_a_repair_of_many_is_called_by_those_for_whom_there_is_room(program: Program) -> None:
    at = make_drafting(program, residents=4)
    changes = [
        change
        for resident in at.small.residents
        for change in at.move(resident, at.tuesday(), at.tuesday(1)).changes
    ]
    assert step_label(at.draft, changes) == (
        "Nadia Boateng: Tue 30 Jun, AM at Main → Tue 7 Jul, AM at Main; "
        "Tomas Farouk: Tue 30 Jun, AM at Main → Tue 7 Jul, AM at Main; and 2 more residents"
    )


def test_a_step_by_hand_cannot_pass_for_a_repair(at: Drafting, desk: Client) -> None:
    change = [one.key for one in at.add(at.nadia, at.tuesday(1)).changes]
    sent = shown(at, kind=EditKind.REPAIR, key="a-key-of-the-page", change=change)
    assert desk.post(url("edits", at.draft), sent).status_code == 422
    assert desk.post(url("edits", at.draft), {**sent, "kind": EditKind.ADD}).status_code == 200


def test_a_stale_step_brings_the_row_as_it_is_now(at: Drafting, desk: Client) -> None:
    edit_draft(
        schedule=at.draft, actor=make_user("M. Oduya"), step=at.move(at.nadia, at.tuesday(), at.tuesday(2))
    )
    change = [one.key for one in at.move(at.nadia, at.tuesday(), at.tuesday(1)).changes]
    answer = desk.post(url("edits", at.draft), shown(at, kind="move", key="another-key", change=change))
    assert answer.status_code == 409
    said = answer.json()
    assert said["stale"] is True
    assert said["refused"] == [
        "Nadia Boateng, Tue 30 Jun, AM: M. Oduya changed this at 10:00: free, not Main."
    ]
    assert list(said["rows"]) == [str(at.nadia.pk)]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"kind": "move", "key": "12345678"},
        {"kind": "move", "key": "12345678", "change": "nonsense"},
        {"kind": "move", "key": "12345678", "change": ["1/2026-06-30/AM:1>"] * 2},
        {"kind": "move", "key": "12345678", "change": f"1/2026-07-07/AM:>{2**63}"},
        {"kind": "pin", "key": "12345678"},
        {"kind": "move", "key": "'; drop", "change": "1/2026-06-30/AM:1>"},
    ],
)
def test_an_incomplete_step_is_refused_in_words_and_changes_nothing(
    at: Drafting, desk: Client, sent: dict[str, Any]
) -> None:
    before = set(at.draft.assignments.values_list("resident_id", "session_id"))
    answer = desk.post(url("edits", at.draft), shown(at, **sent))
    assert answer.status_code == 422
    assert answer.json()["refused"]
    assert set(at.draft.assignments.values_list("resident_id", "session_id")) == before


def test_a_pin_needs_no_price_and_undo_takes_it_back(at: Drafting, desk: Client) -> None:
    place = place_of(at.nadia, at.monday())
    answer = desk.post(url("edits", at.draft), shown(at, kind="pin", place=place.key, key="pin-a-cell"))
    assert answer.status_code == 200
    assert at.state(at.nadia, at.monday()).pinned
    assert answer.json()["undo"] == "Pinned: Nadia Boateng, Mon 29 Jun, AM"
    answer = desk.post(url("undo", at.draft), shown(at))
    assert (answer.json()["undo"], answer.json()["redo"]) == ("", "Pinned: Nadia Boateng, Mon 29 Jun, AM")
    assert not at.state(at.nadia, at.monday()).pinned
    desk.post(url("redo", at.draft), shown(at))
    assert at.state(at.nadia, at.monday()).pinned


def test_others_are_seen_with_their_week_and_their_changes_arrive(
    at: Drafting, desk: Client, as_user: SignIn
) -> None:
    oduya = make_user("M. Oduya", program=at.small.program, role=Role.CHIEF)
    as_user(oduya).post(url("here", at.draft), shown(at, since=at.draft.edition))
    edit_draft(schedule=at.draft, actor=oduya, step=at.add(at.tomas, at.tuesday(1)))
    said = desk.post(url("here", at.draft), shown(at, since=at.draft.edition)).json()
    assert said["others"] == [{"name": "M. Oduya", "initials": "MO", "week": "Mon 29 Jun"}]
    assert list(said["rows"]) == [str(at.tomas.pk)]
    again = desk.post(url("here", at.draft), shown(at, since=said["edition"])).json()
    assert again["rows"] == {}


def test_a_step_made_and_taken_back_between_is_not_called_a_change_of_the_data_alone(
    at: Drafting, desk: Client
) -> None:
    oduya = make_user("M. Oduya", program=at.small.program, role=Role.CHIEF)
    edit_draft(schedule=at.draft, actor=oduya, step=at.add(at.tomas, at.tuesday(1)))
    take_back(schedule=at.draft, actor=oduya)
    said = desk.post(url("here", at.draft), shown(at, since=at.draft.edition)).json()
    assert "or somebody took steps back" in said["said"]
    assert set(said["rows"]) == {str(at.nadia.pk), str(at.tomas.pk)}


def test_an_open_grid_hears_that_the_draft_followed_the_programs_data(at: Drafting, desk: Client) -> None:
    renew_drafts(at.small.year)
    edition = Schedule.objects.get(pk=at.draft.pk).edition
    Absence.objects.create(faculty=at.small.coach, first_date=at.day(0), last_date=at.day(0))
    renew_drafts(at.small.year)
    said = desk.post(url("here", at.draft), shown(at, since=edition)).json()
    assert "followed the program's data" in said["said"]
    assert set(said["rows"]) == {str(at.nadia.pk), str(at.tomas.pk)}
    assert "1/7" in re.sub(r"<[^>]+>|\s", "", said["rows"][str(at.nadia.pk)])
    again = desk.post(url("here", at.draft), shown(at, since=said["edition"])).json()
    assert (again["said"], again["rows"]) == ("", {})


def test_presence_names_the_week_in_hand(at: Drafting, desk: Client, as_user: SignIn) -> None:
    oduya = make_user("M. Oduya", program=at.small.program, role=Role.CHIEF)
    as_user(oduya).post(url("here", at.draft), shown(at, week=at.day(2).isoformat()))
    others = desk.post(url("here", at.draft), shown(at)).json()["others"]
    assert [(one["name"], one["week"]) for one in others] == [("M. Oduya", "Mon 13 Jul")]


@pytest.mark.parametrize("is_online", [True, False])
def test_the_page_hears_whether_the_solver_is_there(at: Drafting, desk: Client, *, is_online: bool) -> None:
    if is_online:
        WorkerHeartbeat.objects.create(worker="solver-1", seen_at=timezone.now())
    assert desk.post(url("here", at.draft), shown(at)).json()["solver_online"] is is_online


def test_what_comes_in_while_a_page_is_answered_reaches_it_the_next_time(at: Drafting, desk: Client) -> None:
    late = at.move(at.tomas, at.tuesday(), at.tuesday(1))

    def during(execute: Any, sql: str, *more: Any) -> Any:
        if late_once and "presence" in sql:
            edit_draft(schedule=at.draft, actor=None, step=late_once.pop())
        return execute(sql, *more)

    late_once = [late]
    with connection.execute_wrapper(during):
        first = desk.post(url("here", at.draft), shown(at, since=at.draft.edition)).json()
    assert not late_once
    then = desk.post(url("here", at.draft), shown(at, since=first["edition"])).json()
    assert str(at.tomas.pk) in {**first["rows"], **then["rows"]}


def test_who_fell_silent_is_not_seen_any_more(at: Drafting, desk: Client, as_user: SignIn) -> None:
    oduya = make_user("M. Oduya", program=at.small.program, role=Role.CHIEF)
    as_user(oduya).post(url("here", at.draft), shown(at))
    with time_machine.travel("2026-06-22T14:01Z", tick=False):
        assert desk.post(url("here", at.draft), shown(at)).json()["others"] == []


def test_why_tells_of_the_coach_the_week_and_the_history(at: Drafting, desk: Client) -> None:
    edit_draft(
        schedule=at.draft,
        actor=make_user("Alma Sandoval"),
        step=pin_step(at.draft, place_of(at.nadia, at.monday()), is_pinned=True, key="pin-a-cell"),
    )
    page = asked(desk, at, "why", place=place_of(at.nadia, at.monday()).key)
    assert (
        "Together with Dr. Lindqvist, who is in clinic then. One of 2 half-days together this year." in page
    )
    assert "This week asks for 0 to 2 clinics; 2 half-days are allowed." in page
    assert "Pinned: a new solve leaves it as it is." in page
    assert "Alma Sandoval: Pinned: Nadia Boateng, Mon 29 Jun, AM" in page


def test_why_not_names_the_rule_and_what_the_week_allows(at: Drafting, desk: Client) -> None:
    Session.objects.create(site=at.small.site, date=at.day(0) + timedelta(days=2), period="PM", rooms=0)
    page = asked(desk, at, "why", place=f"{at.nadia.pk}/{(at.day(0) + timedelta(days=2)).isoformat()}/PM")
    assert "The clinic is closed on this half-day." in page


def test_who_fits_ranks_the_others(at: Drafting, desk: Client) -> None:
    edit_draft(schedule=at.draft, actor=None, step=at.add(at.nadia, at.monday(1)))
    page = asked(desk, at, "fits", place=place_of(at.nadia, at.monday(1)).key)
    assert "Who fits Mon 6 Jul, AM?" in page
    assert "Tomas Farouk" in page
    assert "+1" in page


def test_what_fits_a_week_puts_the_coach_first(at: Drafting, desk: Client) -> None:
    page = asked(desk, at, "fits", place=place_of(at.nadia, at.monday(2)).key)
    assert page.index("Mon 13 Jul, AM") < page.index("Tue 14 Jul, AM")


def test_the_history_page_tells_who_did_what_and_why(at: Drafting, desk: Client) -> None:
    assert "Nobody has changed" in asked(desk, at, "history")
    alma = make_user("Alma Sandoval")
    edit_draft(schedule=at.draft, actor=alma, step=at.add(at.tomas, at.tuesday(1)))
    page = asked(desk, at, "history")
    assert "1 step changed" in page
    assert "Alma Sandoval" in page
    assert "we agreed" in page


def test_a_resident_of_another_program_is_not_found(at: Drafting, desk: Client) -> None:
    other = make_drafting()
    place = place_of(other.nadia, other.monday()).key
    assert desk.get(url("why", at.draft), {"place": place}).status_code == 404


def test_a_published_version_is_asked_about_but_not_edited(at: Drafting, desk: Client) -> None:
    Schedule.objects.filter(pk=at.draft.pk).update(state=ScheduleState.PUBLISHED)
    asked(desk, at, "why", place=place_of(at.nadia, at.monday()).key)
    change = [one.key for one in at.add(at.nadia, at.monday(1)).changes]
    answer = desk.post(url("edits", at.draft), shown(at, kind=EditKind.ADD, key="a-new-key", change=change))
    assert answer.status_code == 422
    assert "stays as it is" in answer.json()["refused"][0]


@pytest.mark.parametrize("residents", [1, 3])
def test_a_step_costs_the_same_queries_whatever_the_size(
    program: Program, coordinator: User, as_user: SignIn, residents: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    at = make_drafting(program, residents=residents)
    desk = as_user(coordinator)
    asked(desk, at, "price", kind="drop", place=place_of(at.nadia, at.tuesday()).key)
    change = [one.key for one in at.add(at.nadia, at.tuesday(1)).changes]
    sent = shown(at, kind="add", key="counted-step", change=change)
    with django_assert_num_queries(54):
        assert desk.post(url("edits", at.draft), sent).status_code == 200

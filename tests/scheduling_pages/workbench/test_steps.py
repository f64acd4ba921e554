"""Steps sent by the grid, and what they answer."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import EditKind, Program, Schedule
from scheduling.selectors.workbench.status import draft_status
from scheduling.selectors.workbench.step_words import step_label
from scheduling.services.editing.steps import edit_draft
from tests.factories import make_user
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.workbench.asking import CHANGE, asked, shown, to_move, url
from tests.services.drafting import Drafting, make_drafting, place_of


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


def test_the_rows_of_an_answer_are_those_after_the_step_and_after_it_is_taken_back(
    at: Drafting, desk: Client
) -> None:
    """Also where this process knows the version from before."""
    assert desk.get(url("grid", at.draft)).status_code == 200
    stood = _cells_with_clinic(desk.post(url("here", at.draft), shown(at, since=0)), at)
    change = [one.key for one in at.add(at.nadia, at.tuesday(1)).changes]
    done = desk.post(url("edits", at.draft), shown(at, kind="add", key="a-key-of-the-page", change=change))
    assert _cells_with_clinic(done, at) == stood + 1
    assert _cells_with_clinic(desk.post(url("undo", at.draft), shown(at)), at) == stood
    assert _cells_with_clinic(desk.post(url("redo", at.draft), shown(at)), at) == stood + 1


def test_what_comes_in_while_somebody_asks_who_is_here_is_told_the_next_time(
    at: Drafting, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the list of what changed and the rows, another adds a clinic: the answer claims no edition that it left out."""
    known = Schedule.objects.get(pk=at.draft.pk).edition
    mine = at.add(at.nadia, at.tuesday(1))
    edit_draft(schedule=at.draft, actor=make_user(program=at.small.program), step=mine)
    theirs = at.add(at.tomas, at.tuesday(2))

    def and_meanwhile(schedule: Schedule, asker: User) -> object:
        if not at.state(at.tomas, at.tuesday(2)).session:
            edit_draft(schedule=at.draft, actor=make_user(program=at.small.program), step=theirs)
        return draft_status(schedule, asker)

    monkeypatch.setattr("scheduling.views.grid_update.draft_status", and_meanwhile)
    first = desk.post(url("here", at.draft), shown(at, since=known)).json()
    assert list(first["rows"]) == [str(at.nadia.pk)]
    then = desk.post(url("here", at.draft), shown(at, since=first["edition"])).json()
    assert str(at.tomas.pk) in then["rows"]


def _cells_with_clinic(answer: Any, at: Drafting) -> int:
    rows: dict[str, str] = answer.json()["rows"]
    return rows[str(at.nadia.pk)].count('class="chip')


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

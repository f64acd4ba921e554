"""Who else is there, and what they change meanwhile."""

import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from connectedness.accounts.models import Role
from scheduling.models import Absence, Schedule, WorkerHeartbeat
from scheduling.services.editing.steps import edit_draft
from scheduling.services.editing.undoing import undo as take_back
from scheduling.services.renewing import renew_drafts
from tests.factories import make_user
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.workbench.asking import shown, url
from tests.services.drafting import Drafting


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

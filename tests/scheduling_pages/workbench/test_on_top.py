"""Two change the same clinic: what putting one's own would do is said first, and nobody has a clinic twice by it."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from scheduling.models import EditKind
from scheduling.selectors.workbench.cells import FREE, CellChange, State
from scheduling.selectors.workbench.on_top import on_top
from scheduling.services.editing.pinning import pin_step
from scheduling.services.editing.steps import Step, edit_draft
from scheduling.services.editing.undoing import undo
from tests.factories import make_user
from tests.scheduling_pages.workbench.asking import CHANGE, shown, url
from tests.services.drafting import Drafting, place_of, step


def mine(at: Drafting, week: int) -> Step:
    """Tuesday's clinic to the Tuesday of another week, as a page showed it that knows of nobody else."""
    return at.move(at.nadia, at.tuesday(), at.tuesday(week), key=f"mine-to-week-{week}")


def sent(desk: Client, at: Drafting, changes: Sequence[str], key: str = "mine-on-the-page") -> Any:
    return desk.post(url("edits", at.draft), shown(at, kind="move", key=key, change=changes))


def names(made: Step) -> list[str]:
    return [change.key for change in made.changes]


def offered(answer: Any) -> list[str]:
    """What *Put mine* would send."""
    return [one.replace("&gt;", ">") for one in CHANGE.findall(answer.json()["mine"])]


def test_a_clinic_that_somebody_moved_elsewhere_is_taken_from_there(at: Drafting, desk: Client) -> None:
    edit_draft(
        schedule=at.draft, actor=make_user("M. Oduya"), step=at.move(at.nadia, at.tuesday(), at.tuesday(2))
    )
    answer = sent(desk, at, names(mine(at, 1)))
    assert answer.status_code == 409
    assert "Nadia Boateng: Tue 14 Jul, AM at Main → Tue 7 Jul, AM at Main" in answer.json()["mine"]
    assert sent(desk, at, offered(answer), "mine-once-more").status_code == 200
    assert at.state(at.nadia, at.tuesday(1)) == State(at.tuesday(1).pk)
    assert at.state(at.nadia, at.tuesday(2)) == FREE


def test_a_clinic_that_was_moved_on_is_taken_from_where_it_came_to(at: Drafting) -> None:
    for source, target in ((0, 2), (2, 3)):
        edit_draft(
            schedule=at.draft, actor=None, step=at.move(at.nadia, at.tuesday(source), at.tuesday(target))
        )
    changes = on_top(at.draft, mine(at, 1).changes)
    assert {(one.place.half_day.date, one.after.session) for one in changes} == {
        (at.tuesday(1).date, at.tuesday(1).pk),
        (at.tuesday(3).date, None),
    }


def test_what_others_did_elsewhere_stays(at: Drafting) -> None:
    edit_draft(schedule=at.draft, actor=None, step=at.add(at.nadia, at.monday(1)))
    edit_draft(schedule=at.draft, actor=None, step=at.move(at.tomas, at.tuesday(), at.tuesday(2)))
    edit_draft(schedule=at.draft, actor=None, step=at.move(at.nadia, at.tuesday(), at.tuesday(2)))
    changes = on_top(at.draft, mine(at, 1).changes)
    assert {one.place for one in changes} == {
        place_of(at.nadia, at.tuesday(1)), place_of(at.nadia, at.tuesday(2)),
    }  # fmt: skip


def test_what_was_taken_back_is_no_reason_to_take_anything_away(at: Drafting) -> None:
    alma = make_user("Alma Sandoval")
    edit_draft(schedule=at.draft, actor=alma, step=at.move(at.nadia, at.tuesday(), at.tuesday(2)))
    undo(schedule=at.draft, actor=alma)
    edit_draft(schedule=at.draft, actor=alma, step=drop(at))
    assert [(one.place, one.after) for one in on_top(at.draft, mine(at, 1).changes)] == [
        (place_of(at.nadia, at.tuesday(1)), State(at.tuesday(1).pk))
    ]


def drop(at: Drafting) -> Step:
    changes = [CellChange(place_of(at.nadia, at.tuesday()), State(at.tuesday().pk), FREE)]
    return step(changes, EditKind.DROP, "drop-tuesday")


def test_what_it_costs_is_said_before_it_is_done(at: Drafting, desk: Client) -> None:
    """Moses put Tuesday's clinic to the coach's Monday; taking it from there loses a half-day together."""
    edit_draft(schedule=at.draft, actor=None, step=at.move(at.nadia, at.tuesday(), at.monday(1)))
    assert "One overlap fewer for Nadia Boateng" in sent(desk, at, names(mine(at, 1))).json()["mine"]


def test_a_hard_rule_against_it_is_named_and_nothing_is_offered(at: Drafting, desk: Client) -> None:
    full = at.tuesday(1)
    full.rooms = 1
    full.save(update_fields=["rooms"])
    edit_draft(schedule=at.draft, actor=None, step=at.add(at.tomas, full))
    edit_draft(schedule=at.draft, actor=None, step=at.move(at.nadia, at.tuesday(), at.tuesday(2)))
    answer = sent(desk, at, names(mine(at, 1)))
    assert "holds 2 residents in 1 room" in answer.json()["mine"]
    assert offered(answer) == []


def test_what_somebody_pinned_meanwhile_is_said_to_be_pinned(at: Drafting, desk: Client) -> None:
    place = place_of(at.nadia, at.tuesday())
    edit_draft(
        schedule=at.draft, actor=None, step=pin_step(at.draft, place, is_pinned=True, key="pin-tuesday")
    )
    answer = sent(desk, at, names(mine(at, 1)))
    assert "Tue 30 Jun, AM is pinned. Unpin it first" in answer.json()["mine"]
    assert offered(answer) == []


def test_where_both_wanted_the_same_nothing_is_left_to_put(at: Drafting, desk: Client) -> None:
    edit_draft(schedule=at.draft, actor=None, step=at.move(at.nadia, at.tuesday(), at.tuesday(1)))
    answer = sent(desk, at, names(mine(at, 1)))
    assert "as you wanted them already" in answer.json()["mine"]
    assert offered(answer) == []


@pytest.mark.parametrize("steps", [1, 3])
def test_looking_back_costs_the_same_after_one_step_and_after_three(
    at: Drafting, steps: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for week in range(steps):
        edit_draft(schedule=at.draft, actor=None, step=at.add(at.tomas, at.tuesday(week + 1)))
    edit_draft(schedule=at.draft, actor=None, step=at.move(at.nadia, at.tuesday(), at.tuesday(2)))
    wanted = mine(at, 1).changes
    with django_assert_num_queries(5):
        on_top(at.draft, wanted)

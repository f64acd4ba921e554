"""Steps are taken back and made again by who made them, and never over what somebody else did since."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from connectedness.accounts.models import User
from scheduling.models import DataArea, DataEdit, Program
from scheduling.services.data_edits import (
    STEPS_KEPT,
    EditLog,
    StepRefused,
    edit_of_request,
    record_edit,
    redo_last,
    undo_last,
)


class Shelf:
    """Rows of an area, by key."""

    def __init__(self) -> None:
        self.rows: dict[str, str | None] = {}

    def held(self, keys: Iterable[str]) -> dict[str, str | None]:
        return {key: self.rows.get(key) for key in keys}

    def put(self, values: Mapping[str, str | None]) -> None:
        self.rows.update(values)

    def named(self, key: str) -> str:
        return f"shelf {key}"


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def log(program: Program, coordinator: User) -> EditLog:
    return EditLog(program, None, DataArea.BLOCKS, coordinator)


@pytest.fixture
def other_log(program: Program, chief: User) -> EditLog:
    return EditLog(program, None, DataArea.BLOCKS, chief)


def change(log: EditLog, shelf: Shelf, key: str, value: str) -> DataEdit:
    before = shelf.held([key])
    shelf.put({key: value})
    return record_edit(log, label=f"{key} to {value}", before=before, after={key: value})


def test_steps_go_back_in_order_and_forward_again(log: EditLog, shelf: Shelf) -> None:
    change(log, shelf, "a", "one")
    change(log, shelf, "a", "two")
    undo_last(log, shelf)
    assert shelf.rows == {"a": "one"}
    undo_last(log, shelf)
    assert shelf.rows == {"a": None}
    redone = redo_last(log, shelf)
    assert redone is not None
    assert redone.label == "a to one"
    redo_last(log, shelf)
    assert shelf.rows == {"a": "two"}
    with pytest.raises(StepRefused, match="nothing to redo"):
        redo_last(log, shelf)


def test_with_nothing_done_there_is_nothing_to_undo(log: EditLog, shelf: Shelf) -> None:
    with pytest.raises(StepRefused, match="nothing to undo"):
        undo_last(log, shelf)


def test_a_new_step_forgets_what_was_taken_back(log: EditLog, shelf: Shelf) -> None:
    change(log, shelf, "a", "one")
    undo_last(log, shelf)
    change(log, shelf, "b", "two")
    assert log.to_redo() is None
    assert [step.label for step in log.steps()] == ["b to two"]


def test_everybody_takes_back_their_own_steps(log: EditLog, other_log: EditLog, shelf: Shelf) -> None:
    change(log, shelf, "a", "mine")
    change(other_log, shelf, "b", "theirs")
    undo_last(log, shelf)
    assert shelf.rows == {"a": None, "b": "theirs"}


@pytest.mark.parametrize("verb", ["undo", "redo"])
def test_what_somebody_else_changed_since_is_left(
    verb: str, log: EditLog, other_log: EditLog, shelf: Shelf
) -> None:
    change(log, shelf, "a", "mine")
    if verb == "redo":
        undo_last(log, shelf)
    change(other_log, shelf, "a", "theirs")
    with pytest.raises(StepRefused, match=f"Cannot {verb} “a to mine”: shelf a changed since"):
        (undo_last if verb == "undo" else redo_last)(log, shelf)
    assert shelf.rows == {"a": "theirs"}


def test_undo_sent_twice_is_done_once(log: EditLog, shelf: Shelf) -> None:
    change(log, shelf, "a", "one")
    second = change(log, shelf, "a", "two")
    assert undo_last(log, shelf, expected=second.pk) == second
    assert undo_last(log, shelf, expected=second.pk) is None
    assert shelf.rows == {"a": "one"}
    assert redo_last(log, shelf, expected=second.pk) == second
    assert redo_last(log, shelf, expected=second.pk) is None
    assert shelf.rows == {"a": "two"}


def test_a_page_that_shows_an_older_step_is_told_so(log: EditLog, shelf: Shelf) -> None:
    first = change(log, shelf, "a", "one")
    change(log, shelf, "b", "two")
    with pytest.raises(StepRefused, match="another window: the next step to undo is “b to two”"):
        undo_last(log, shelf, expected=first.pk)


def test_fifty_steps_are_kept_for_each_person(log: EditLog, other_log: EditLog, shelf: Shelf) -> None:
    change(other_log, shelf, "z", "theirs")
    for number in range(STEPS_KEPT + 2):
        change(log, shelf, "a", str(number))
    for _ in range(STEPS_KEPT):
        undo_last(log, shelf)
    assert shelf.rows["a"] == "1"
    assert log.to_undo() is None
    assert other_log.to_undo() is not None


def test_a_request_is_known_again_in_its_own_program(
    log: EditLog, program: Program, other_program: Program
) -> None:
    key = uuid4()
    made = record_edit(log, label="once", before={}, after={}, request_key=key)
    assert edit_of_request(program, key) == made
    assert edit_of_request(other_program, key) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        record_edit(log, label="twice", before={}, after={}, request_key=key)


def test_a_step_goes_with_its_words_once_it_is_too_old_to_be_undone(
    log: EditLog, shelf: Shelf, settings: Any
) -> None:
    settings.UNDO_KEPT = timedelta(days=30)
    old, young = change(log, shelf, "a", "Private words"), change(log, shelf, "b", "two")
    for step, days in ((old, 31), (young, 29)):
        DataEdit.objects.filter(pk=step.pk).update(made_at=timezone.now() - timedelta(days=days))
    call_command("reaper", once=True)
    assert list(DataEdit.objects.all()) == [young]
    undo_last(log, shelf)
    with pytest.raises(StepRefused, match="nothing to undo"):
        undo_last(log, shelf)

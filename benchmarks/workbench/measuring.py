"""The promises of the workbench, each measured in turn."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

from benchmarks.rows import Row
from benchmarks.workbench.asking import Coordinator
from benchmarks.workbench.furnishing import House, other_result
from benchmarks.workbench.timing import Promise, timed
from scheduling.models import EditedCell, ScheduleEdit
from scheduling.services.editing.taking_over import Changed, Taking, take_over
from scheduling.services.editing.undoing import redo, undo

PAGE = Promise(400, queries=30, kilobytes=60)
BOARD = Promise(1000, queries=30)
PRICE = Promise(300)
SAVED = Promise(200)
YEAR = Promise(1000, queries=30)
WHOLE_YEAR = Promise(3000)


def measured(house: House, today: date) -> Iterator[Row]:
    """Pages, questions and steps first; at the end a whole year that is taken over and taken back."""
    at = Coordinator(house)
    grid = f"schedules/{house.draft.pk}/grid/"
    asked: dict[str, tuple[Callable[[], Any], Promise]] = {
        "month grid": (lambda: at.look(grid, **at.shown), PAGE),
        "year, week by week": (lambda: at.look(grid, span="year"), YEAR),
        "pairing board": (lambda: at.look("pairing/"), BOARD),
        "block schedule": (lambda: at.look("blocks/"), BOARD),
        "price of a move": (at.price, PRICE),
        "why is it so": (lambda: at.ask("why"), PRICE),
        "who fits": (lambda: at.ask("fits"), PRICE),
        "where it could go": (lambda: at.ask("targets", **at.shown), PRICE),
        "price of a coach's leave": (at.leave_of_coach, PRICE),
        "news of others": (lambda: at.send("here", week=house.monday.isoformat(), since=0), SAVED),
        "a block saved": (at.block, SAVED),
    }
    for what, (ask, promise) in asked.items():
        yield timed(what, ask, promise)
    yield timed("a move saved", at.save, SAVED, ready=at.find_step)
    for what in ("undo", "redo"):
        yield timed(what, partial(at.send, what), SAVED)
    yield from _taken_over(house, today)


def _taken_over(house: House, today: date) -> Iterator[Row]:
    """Each once: a step that was taken back cannot be taken back again."""
    run, actor = other_result(house.draft, today), house.coordinator
    taking = Taking(key=uuid4().hex, changed=Changed.PUT)
    steps: dict[str, Callable[[], ScheduleEdit]] = {
        "a result taken over": lambda: take_over(run=run, actor=actor, taking=taking),
        "the same taken back": lambda: undo(schedule=house.draft, actor=actor),
        "the same made again": lambda: redo(schedule=house.draft, actor=actor),
    }
    for what, act in steps.items():
        row = timed(what, act, WHOLE_YEAR, tries=1)
        yield row | {
            "cells": EditedCell.objects.filter(edit__schedule=house.draft, edit__key=taking.key).count()
        }

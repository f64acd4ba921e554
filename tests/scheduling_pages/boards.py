"""Reading the pairing board, and sending what its page sends."""

from datetime import UTC, date, datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from scheduling.selectors.pairing_board import Board
from tests.scheduling_pages.years import SmallYear

NOON = datetime(2026, 7, 1, 16, tzinfo=UTC)
TODAY = date(2026, 7, 1)


def url(small: SmallYear, name: str = "pairing") -> str:
    return reverse(f"scheduling:{name}", args=[small.program.pk])


def board(desk: Client, small: SmallYear) -> Board:
    found: Board = desk.get(url(small)).context["board"]
    return found


def send(desk: Client, small: SmallYear, *changes: str, **headers: str) -> Any:
    body = {"year": small.year.pk, "change": list(changes)}
    return desk.post(url(small, "pairing_plan"), body, headers=headers)


def numbers(found: Board) -> dict[str, list[int]]:
    return {row.name: [crossing.value for crossing in row.crossings] for row in found.rows}


def states(found: Board) -> dict[str, list[str]]:
    return {row.name: [crossing.state.value for crossing in row.crossings] for row in found.rows}

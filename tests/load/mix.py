"""The mix: 70 % reads of home pages and grids, 15 % feeds, 10 % edits, 5 % questions of the grid; each a request to send."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

TOKEN = "l" * 32
HOMES, GRIDS, FEEDS, EDITS, QUESTIONS = 50, 20, 15, 10, 5


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent; ``kind`` is what it counts as."""

    kind: str
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


def requests(house: dict[str, Any], seed: int = 1) -> Iterator[Request]:
    """Without end, at random by the shares, the same for the same seed."""
    dice = Random(seed)
    cells = cycle(house["cells"])
    pins: dict[str, bool] = {}
    kinds = [_home, _grid, _feed, _edit, _question]
    while True:
        [make] = dice.choices(kinds, (HOMES, GRIDS, FEEDS, EDITS, QUESTIONS))
        yield make(house, dice, cells, pins)


def _home(house: dict[str, Any], dice: Random, cells: Iterator[str], pins: dict[str, bool]) -> Request:
    if dice.random() < 0.7:
        return Request("read", "GET", "/me/", _as(dice.choice(house["residents"])))
    return Request("read", "GET", "/panel/", _as(dice.choice(house["faculty"])))


def _grid(house: dict[str, Any], dice: Random, cells: Iterator[str], pins: dict[str, bool]) -> Request:
    path = f"/programs/{house['program']}/schedules/{house['draft']}/grid/"
    return Request("read", "GET", path, _as(house["coordinator"]))


def _feed(house: dict[str, Any], dice: Random, cells: Iterator[str], pins: dict[str, bool]) -> Request:
    return Request("feed", "GET", urlsplit(dice.choice(house["feeds"])).path)


def _edit(house: dict[str, Any], dice: Random, cells: Iterator[str], pins: dict[str, bool]) -> Request:
    """A cell is pinned, and unpinned when its turn comes again."""
    place = next(cells)
    pins[place] = not pins.get(place, False)
    sent = {
        "kind": "pin" if pins[place] else "unpin",
        "place": place,
        "key": secrets.token_hex(12),
        "from": house["monday"],
        "weeks": "4",
    }
    path = f"/programs/{house['program']}/schedules/{house['draft']}/edits/"
    headers = {**_as(house["coordinator"]), "Content-Type": "application/x-www-form-urlencoded"}
    return Request("write", "POST", path, headers, urlencode(sent))


def _question(house: dict[str, Any], dice: Random, cells: Iterator[str], pins: dict[str, bool]) -> Request:
    """What it would cost to take a clinic out."""
    asked = urlencode({"kind": "drop", "place": dice.choice(house["cells"])})
    path = f"/programs/{house['program']}/schedules/{house['draft']}/price/?{asked}"
    return Request("question", "GET", path, _as(house["coordinator"]))


def _as(session: str) -> dict[str, str]:
    return {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}

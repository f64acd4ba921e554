"""``matrix.txt``, read and written: who gets which answer from which address."""

from pathlib import Path
from typing import NamedTuple

from django.http.response import HttpResponseBase

from tests.access.world import OUTSIDE, ROLES

FILE = Path(__file__).with_name("matrix.txt")
GROUPS: tuple[tuple[str, ...], ...] = (("nobody",), ROLES, OUTSIDE, ("disabled", "no role", "site admin"))
WHO = tuple(who for group in GROUPS for who in group)
NOT_FOUND = "–"
WORDS = {
    200: "ok",
    400: "no",
    401: "no",
    403: "no",
    404: NOT_FOUND,
    405: "wrong",
    409: "old",
    410: "over",
    422: "form",
}
METHODS = ("GET", "POST")


class Asked(NamedTuple):
    """A method and a route."""

    method: str
    route: str


Answers = dict[str, str]


def word_of(response: HttpResponseBase) -> str:
    """An answer in a word; the head of ``matrix.txt`` explains them. Raises ``KeyError`` for every other status."""
    if response.status_code not in {301, 302}:
        return WORDS[response.status_code]
    where = response["Location"]
    if where.startswith(("/accounts/login/", "/admin/login/")):
        return "in"
    return "ask" if "reauthenticate" in where else "go"


def read() -> dict[Asked, Answers]:
    """The table; a group in which all get the same answer has one word."""
    found = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith(METHODS):
            continue
        address, _, cells = line.partition(": ")
        method, _, route = address.partition(" ")
        found[Asked(method, route.strip().removeprefix("/"))] = _expanded(cells)
    return found


def line_of(asked: Asked, answers: Answers) -> str:
    """A line of the table, as it would stand there."""
    groups = []
    for group in GROUPS:
        words = [answers[who] for who in group]
        groups.append(words[0] if len(set(words)) == 1 else " ".join(words))
    return f"{asked.method:4} /{asked.route:63}: {' | '.join(groups)}"


def _expanded(cells: str) -> Answers:
    answers: Answers = {}
    for group, text in zip(GROUPS, cells.split("|"), strict=True):
        words = text.split()
        answers.update(zip(group, words * len(group) if len(words) == 1 else words, strict=True))
    return answers

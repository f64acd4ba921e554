"""Every address x method x role, compared with ``matrix.txt``.

A new page gets its line there: the test says which line it would be, and somebody decides whether it should.
"""

import pytest
from django.test import Client

from tests.access import pages, table
from tests.access.addresses import BY_MIDDLEWARE, every_route
from tests.access.table import NOT_FOUND, Answers, Asked
from tests.access.world import CANARIES, MEETING_READERS, PULSE_CANARY, WHO, WISH_CANARY, World

TABLE = table.read()
MAY_READ_REASONS = {"coordinator", "chief", "resident"}
# Why a pair is excluded: coordinators alone, not even chief residents.
WISHES = Asked("GET", "programs/<int:program_id>/pairing/wishes/")
RECORDS = (
    "programs/<int:program_id>/residents/<int:resident_id>/",
    "me/record/",
    "programs/<int:program_id>/leave/",
    "programs/<int:program_id>/leave/end/",
    "programs/<int:program_id>/leave/delete/",
    "programs/<int:program_id>/requests/",
    "programs/<int:program_id>/requests/leave/<int:leave_request_id>/",
    "requests/",
)
MEETING = "meetings/<int:meeting_id>/"
# A feed, an invitation or a link of the pulse opens to whoever has its secret address: docs/threat-model.md says what limits that.
OPEN_TO_ALL = (
    "feeds/",
    "join/",
    "pulse/answer/",
    "pulse/thanks/",
    "accounts/",
    "admin/login/",
    "admin/jsi18n/",
    "favicon.ico",
    "kept-pages.js",
    "healthz",
    "readyz",
)


def ask(client: Client, world: World, asked: Asked) -> tuple[str, list[str]]:
    """The answer in a word, and what is wrong with it."""
    response, text = world.asks(client, asked.method, world.address_of(asked.route), world.body_of(asked))
    wrong = [] if asked.route in BY_MIDDLEWARE else list(pages.faults(response, text))
    wrong += [
        f"holds {canary}"
        for canary in (*CANARIES, WISH_CANARY, PULSE_CANARY, *MEETING_READERS)
        if canary in text
    ]
    return table.word_of(response), wrong


def may_read_of_meeting(who: str, fault: str) -> bool:
    """Whether it is words of a meeting that they wrote, or that were shared with them."""
    return who in MEETING_READERS.get(fault.removeprefix("holds "), set())


@pytest.mark.django_db
def test_every_address_has_its_lines_and_no_line_is_without_its_address(world: World) -> None:
    addresses = {Asked(method, route) for route in every_route() for method in table.METHODS}
    assert sorted(set(TABLE) - addresses) == []
    new = sorted(addresses - set(TABLE), key=lambda asked: (asked.route, asked.method))
    assert not new, "\n".join(["If this is what it should be, add:", *lines(world, new)])


def lines(world: World, new: list[Asked]) -> list[str]:
    """The lines of addresses that the table does not have."""
    answers: dict[Asked, Answers] = {asked: {} for asked in new}
    for who in WHO:
        client = world.client_of(who)
        for asked in new:
            answers[asked][who] = ask(client, world, asked)[0]
    return [table.line_of(asked, given) for asked, given in answers.items()]


@pytest.mark.django_db
@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_the_answer_that_the_table_says(world: World, who: str) -> None:
    client = world.client_of(who)
    different, wrong = [], []
    for asked, answers in TABLE.items():
        word, found = ask(client, world, asked)
        if word != answers[who]:
            different.append(f"{asked.method} {asked.route}: {word}, and the table says {answers[who]}")
        if asked.route.startswith(MEETING):
            found = [fault for fault in found if not may_read_of_meeting(who, fault)]
        if asked.route in RECORDS and who in MAY_READ_REASONS:
            found = [fault for fault in found if not fault.startswith("holds ")]
        wrong += [f"{asked.method} {asked.route}: {fault}" for fault in found]
    if who == "coordinator":
        wrong = [fault for fault in wrong if not fault.endswith(f"{WISHES.route}: holds {WISH_CANARY}")]
    assert different == []
    assert wrong == []


# --- what the table itself may not say


def seen(answers: Answers, *who: str) -> set[str]:
    return {answers[one] for one in who}


@pytest.mark.parametrize("asked", [asked for asked in TABLE if asked.route.startswith("programs/")])
def test_another_programs_rows_are_not_found(asked: Asked) -> None:
    outside = {answer for who, answer in TABLE[asked].items() if who.startswith("other ")}
    assert outside <= {NOT_FOUND, "wrong", "ask"}
    assert seen(TABLE[asked], "no role", "site admin") <= {NOT_FOUND, "wrong", "ask"}


@pytest.mark.parametrize("asked", [asked for asked in TABLE if not asked.route.startswith(OPEN_TO_ALL)])
def test_nobody_unknown_or_disabled_gets_anything(asked: Asked) -> None:
    assert seen(TABLE[asked], "nobody", "disabled") <= {"in", "wrong", NOT_FOUND, "go"}


@pytest.mark.parametrize("asked", [asked for asked in TABLE if asked.route.startswith("admin/")])
def test_the_administration_is_the_site_administrators_alone(asked: Asked) -> None:
    everybody = {answer for who, answer in TABLE[asked].items() if who != "site admin"}
    if asked.route not in {"admin/login/", "admin/logout/"}:
        assert everybody == {"in"}

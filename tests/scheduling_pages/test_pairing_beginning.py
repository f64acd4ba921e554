"""The planned pairings begin, on the day chosen, as they were shown."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from scheduling.models import (
    Faculty,
    Pairing,
)
from tests.scheduling_pages.boards import TODAY, board, send, url
from tests.scheduling_pages.years import SmallYear

pytestmark = pytest.mark.usefixtures("early_in_the_year")


def begin(desk: Client, small: SmallYear, on: str = "2026-07-06", **fields: object) -> Any:
    body = {"year": small.year.pk, "pair": board(desk, small).draft.pairs, "on": on, **fields}
    return desk.post(url(small, "pairing_begin"), body)


def test_what_is_planned_begins_on_the_day_chosen(small: SmallYear, rival: Faculty, desk: Client) -> None:
    send(desk, small, board(desk, small).rows[0].crossings[1].change)
    assert board(desk, small).draft.begins_on == TODAY
    assert begin(desk, small).status_code == 302
    pairing = Pairing.objects.get()
    assert (pairing.faculty, pairing.first_date) == (rival, date(2026, 7, 6))
    assert "1 pairing noted" in desk.get(url(small)).content.decode()


def test_a_whole_proposal_is_accepted_and_begun(small: SmallYear, rival: Faculty, desk: Client) -> None:
    proposal = board(desk, small).proposal
    assert proposal is not None
    send(desk, small, proposal.accept_all)
    assert begin(desk, small).status_code == 302
    assert Pairing.objects.count() == 2
    assert board(desk, small).title == "Everyone has a coach"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2026-06-30", "Tue 30 Jun is past"),
        ("", "Say on which day"),
        ("31 Feb", "not a day of the calendar"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(
    on: str, words: str, small: SmallYear, desk: Client
) -> None:
    send(desk, small, board(desk, small).rows[0].crossings[0].change)
    answer = begin(desk, small, on)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Pairing.objects.exists()


def test_a_draft_that_was_changed_since_is_not_begun(small: SmallYear, rival: Faculty, desk: Client) -> None:
    rows = board(desk, small).rows
    send(desk, small, rows[0].crossings[0].change)
    seen = board(desk, small).draft.pairs
    send(desk, small, rows[1].crossings[1].change)
    answer = begin(desk, small, pair=seen)
    assert answer.status_code == 422
    assert "changed since this page was made" in answer.content.decode()
    assert not Pairing.objects.exists()

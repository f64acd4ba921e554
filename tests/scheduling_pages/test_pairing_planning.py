"""Planning on the pairing board: placing, lifting, taking back, old pages."""

import pytest
from django.test import Client

from connectedness.accounts.models import User
from scheduling.models import (
    Faculty,
    PairingDraft,
    Program,
)
from tests.factories import make_pairing, make_year
from tests.scheduling_pages.boards import board, send, url
from tests.scheduling_pages.conftest import SignIn
from tests.scheduling_pages.years import SmallYear

pytestmark = pytest.mark.usefixtures("early_in_the_year")


def test_placing_lifting_and_putting_back_by_the_buttons_of_the_page(
    small: SmallYear, rival: Faculty, desk: Client
) -> None:
    make_pairing(small.residents[0], small.coach)
    farouk = board(desk, small).rows[0]
    assert send(desk, small, farouk.crossings[1].change).status_code == 302
    assert PairingDraft.objects.get().faculty == rival
    found = board(desk, small)
    assert found.columns[1].boxes == ["planned"]
    assert [(card.name, card.by, card.value) for card in found.columns[1].coming] == [
        ("Farouk", "your draft", 10)
    ]
    send(desk, small, found.columns[0].hand_over)
    assert sorted(row.name for row in board(desk, small).rows) == ["Boateng", "Farouk"]
    send(desk, small, *(row.back for row in board(desk, small).rows))
    assert not PairingDraft.objects.exists()


def test_htmx_gets_the_board_with_what_was_done(small: SmallYear, desk: Client) -> None:
    change = board(desk, small).rows[0].crossings[0].change
    answer = send(desk, small, change, **{"HX-Request": "true"}).content.decode()
    assert answer.lstrip().startswith('<div id="board"')
    assert 'data-said="Placed Nadia Boateng with Dr. Lindqvist."' in answer


def test_a_plan_on_an_old_page_is_refused_in_words_and_changes_nothing(
    small: SmallYear, rival: Faculty, desk: Client, chief: User, as_user: SignIn
) -> None:
    old = board(desk, small).rows[0].crossings
    assert send(as_user(chief), small, old[1].change).status_code == 302
    answer = send(desk, small, old[0].change)
    assert answer.status_code == 422
    assert "Chidi Efe changed the plan for Nadia Boateng" in answer.content.decode()
    assert PairingDraft.objects.get().faculty == rival


@pytest.mark.parametrize("change", ["", "x", "1|2", "1|lifted|nothing", "1|2|3|4", "9" * 40 + "||"])
def test_a_plan_that_makes_no_sense_is_refused(change: str, small: SmallYear, desk: Client) -> None:
    answer = send(desk, small, change)
    assert answer.status_code == 422
    assert "sent incompletely" in answer.content.decode()


def test_a_year_of_another_program_is_not_found(
    small: SmallYear, desk: Client, other_program: Program
) -> None:
    theirs = make_year(other_program)
    body = {"year": theirs.pk, "change": board(desk, small).rows[0].crossings[0].change}
    assert desk.post(url(small, "pairing_plan"), body).status_code == 404
    assert not PairingDraft.objects.exists()


def test_undo_and_redo(small: SmallYear, desk: Client) -> None:
    send(desk, small, board(desk, small).rows[0].crossings[0].change)
    step = board(desk, small).undo
    assert step is not None
    body = {"year": small.year.pk, "step": step.pk}
    assert desk.post(url(small, "pairing_undo"), body).status_code == 302
    assert desk.post(url(small, "pairing_undo"), body).status_code == 302, "sent twice, taken back once"
    assert not PairingDraft.objects.exists()
    assert board(desk, small).undo is None
    assert desk.post(url(small, "pairing_redo"), body).status_code == 302
    assert PairingDraft.objects.exists()
    assert desk.post(url(small, "pairing_redo"), {**body, "step": step.pk + 1}).status_code == 422

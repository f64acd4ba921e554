"""What a change would cost, and what stands in its way."""

import pytest
from django.test import Client

from scheduling.models import FacultyHalfDay, Session
from scheduling.services.editing.steps import edit_draft
from tests.factories import make_faculty, make_session, make_site
from tests.scheduling_pages.workbench.asking import CHANGE, asked, to_move
from tests.services.drafting import Drafting, place_of


def test_a_price_says_what_moves_and_carries_the_cells_to_send(at: Drafting, desk: Client) -> None:
    page = asked(desk, at, "price", **to_move(at))
    assert "Tue 30 Jun, AM at Main → Tue 7 Jul, AM at Main" in page
    assert CHANGE.findall(page) == [
        f"{place_of(at.nadia, at.tuesday()).key}:{at.tuesday().pk}&gt;",
        f"{place_of(at.nadia, at.tuesday(1)).key}:&gt;{at.tuesday(1).pk}",
    ]


def test_a_price_counts_overlaps_before_and_after(at: Drafting, desk: Client) -> None:
    page = asked(
        desk, at, "price", kind="move", place=place_of(at.nadia, at.monday()).key,
        to=place_of(at.nadia, at.tuesday(1)).key,
    )  # fmt: skip
    assert "One overlap fewer for Nadia Boateng" in page
    assert "2 → 1</b> of 8" in page
    assert "would not meet in a whole contact window" in page


def test_a_full_session_blocks_alone_and_offers_the_repair(at: Drafting, desk: Client) -> None:
    Session.objects.filter(pk=at.tuesday(1).pk).update(rooms=1)
    edit_draft(schedule=at.draft, actor=None, step=at.move(at.tomas, at.tuesday(), at.tuesday(1)))
    page = asked(desk, at, "price", **to_move(at))
    assert "holds 2 residents in 1 room." in page
    assert "Apply alone is blocked: rooms full is a hard rule." in page
    repair = page.split("data-edit-main")[1].split("</form>")[0]
    assert "Tomas Farouk: Tue 7 Jul, AM at Main → " in repair
    assert len(CHANGE.findall(repair)) == 4


def test_adding_where_there_is_a_clinic_already_is_explained(at: Drafting, desk: Client) -> None:
    page = asked(desk, at, "price", kind="add", place=place_of(at.nadia, at.tuesday()).key)
    assert "Nadia Boateng attends Tue 30 Jun, AM at Main already." in page


def test_the_site_offered_first_has_a_room_and_somebody_who_supervises(at: Drafting, desk: Client) -> None:
    """Annex stands before Main by its code; nobody precepts there, until Dr. Okafor's colleague does."""
    annex = make_site(at.small.program, code="ANNEX", name="Annex", letter="A", rooms=3)
    make_session(annex, day=at.tuesday(1).date, rooms=3)
    place = place_of(at.nadia, at.tuesday(1)).key
    question = {"kind": "add", "place": place}
    assert "also Tue 7 Jul, AM at Main" in moved_words(asked(desk, at, "price", **question))
    teaching = {"weekday": 1, "period": "AM", "duty": "precepts"}
    FacultyHalfDay.objects.create(
        faculty=make_faculty(at.small.program), year=at.small.year, site=annex, **teaching
    )
    Session.objects.filter(pk=at.tuesday(1).pk).update(rooms=0)
    assert "also Tue 7 Jul, AM at Annex" in moved_words(asked(desk, at, "price", **question))


def moved_words(page: str) -> str:
    """What the price is of."""
    return page.split("<h2>")[1].split("</h2>", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ({"kind": "move"}, "sent incompletely"),
        ({"kind": "move", "place": "x/y/z"}, "sent incompletely"),
        ({"kind": "add", "place": f"{2**63}/2026-06-30/AM"}, "sent incompletely"),
        ({"kind": "dance", "place": "1/2026-06-30/AM"}, "sent incompletely"),
    ],
)
def test_a_question_that_is_none_gets_a_sentence(
    at: Drafting, desk: Client, question: dict[str, str], says: str
) -> None:
    assert says in asked(desk, at, "price", **question)


def test_moving_onto_another_clinic_or_into_another_row_is_explained(at: Drafting, desk: Client) -> None:
    mine, monday = place_of(at.nadia, at.tuesday()).key, place_of(at.nadia, at.monday()).key
    assert "There is a clinic on Mon 29 Jun, AM already" in asked(
        desk, at, "price", kind="move", place=mine, to=monday
    )
    theirs = place_of(at.tomas, at.tuesday(2)).key
    assert "within its resident" in asked(desk, at, "price", kind="move", place=mine, to=theirs)

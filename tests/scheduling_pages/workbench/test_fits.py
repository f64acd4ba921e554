"""Who fits into a session and what into a week, and what each figure counts."""

import re

from django.test import Client

from scheduling.models import Session
from scheduling.services.editing.pinning import pin_step
from scheduling.services.editing.steps import edit_draft
from tests.scheduling_pages.workbench.asking import asked
from tests.services.drafting import Drafting, place_of


def fit_rows(page: str) -> list[list[str]]:
    """The table of fits, heads first, a list of words a row."""
    rows = re.findall(r"<tr[ >].*?</tr>", page, re.DOTALL)
    cells = (
        [re.sub(r"<[^>]+>", " ", one) for one in re.findall(r"<t[hd][ >].*?</t[hd]>", row)] for row in rows
    )
    return [[" ".join(cell.split()) for cell in row] for row in cells]


def test_who_fits_ranks_the_others(at: Drafting, desk: Client) -> None:
    """Each column says what it counts: half-days together that come or go, clinics of the year's target, rooms."""
    edit_draft(schedule=at.draft, actor=None, step=at.add(at.nadia, at.monday(1)))
    page = asked(desk, at, "fits", place=place_of(at.nadia, at.monday(1)).key)
    assert "Who fits Mon 6 Jul, AM?" in page
    assert "Main · 2 rooms left" in page
    assert fit_rows(page) == [
        ["Resident", "Together ± half-days", "Clinics of target"],
        ["Tomas Farouk with the coach · as it is", "+1", "3/2"],
    ]


def test_what_fits_a_week_puts_the_coach_first(at: Drafting, desk: Client) -> None:
    page = asked(desk, at, "fits", place=place_of(at.nadia, at.monday(2)).key)
    assert "Nadia Boateng · 3 clinics this year, target 2" in page
    assert fit_rows(page) == [
        ["Half-day", "Together ± half-days", "Rooms left"],
        ["Mon 13 Jul, AM · Main with the coach · as it is", "+1", "3"],
        ["Tue 14 Jul, AM · Main as it is", "0", "3"],
    ]


def test_who_cannot_come_has_no_figure_and_the_reason(at: Drafting, desk: Client) -> None:
    Session.objects.filter(pk=at.monday(1).pk).update(rooms=1)
    edit_draft(schedule=at.draft, actor=None, step=at.add(at.nadia, at.monday(1)))
    place = place_of(at.nadia, at.monday(1))
    edit_draft(
        schedule=at.draft, actor=None, step=pin_step(at.draft, place, is_pinned=True, key="pin-a-cell")
    )
    page = asked(desk, at, "fits", place=place.key)
    assert "0 rooms left" in page
    _, who, why = fit_rows(page)
    assert (who[0], who[1]) == ("Tomas Farouk with the coach · not possible", "–")
    assert "holds 2 residents in 1 room" in why[0]

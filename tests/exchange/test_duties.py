"""The words under a half-day on the sheet Faculty."""

import pytest

from scheduling.domain.program_year import Duty
from scheduling.exchange.workbook.cells import CellFault
from scheduling.exchange.workbook.duties import duties_of, written_duties
from scheduling.exchange.workbook.tables import DutyCell, SiteRow

SITES = (SiteRow("Main clinic", "MAIN", "M", 8), SiteRow("East clinic", "EAST", "E", 2))


@pytest.mark.parametrize(
    ("text", "duties"),
    [
        (None, ()),
        (" - ", ()),
        ("P", (DutyCell(Duty.PRECEPTS),)),
        ("Offered", (DutyCell(Duty.OFFERED),)),
        ("own  Clinic", (DutyCell(Duty.OWN_CLINIC),)),
        ("P@East clinic", (DutyCell(Duty.PRECEPTS, "EAST"),)),
        ("P@E (1, 3)", (DutyCell(Duty.PRECEPTS, "EAST", frozenset({1, 3})),)),
        (
            "P (1, 3, 5); C (2, 4)",
            (
                DutyCell(Duty.PRECEPTS, None, frozenset({1, 3, 5})),
                DutyCell(Duty.OWN_CLINIC, None, frozenset({2, 4})),
            ),
        ),
    ],
)
def test_a_cell_says_what_is_done_where_and_when(text: str | None, duties: tuple[DutyCell, ...]) -> None:
    assert duties_of(text, SITES) == duties
    assert duties_of(written_duties(duties), SITES) == duties


@pytest.mark.parametrize("text", ["Q", "P@West", "P (6)", "P (x)", "P; C", "P (1); C (1)", "P@", "@East"])
def test_what_says_nothing_certain_is_refused(text: str) -> None:
    with pytest.raises(CellFault):
        duties_of(text, SITES)

"""What a spreadsheet puts on the clipboard is read cell by cell, or refused in words."""

import pytest

from scheduling.exchange.pasted_cells import MOST_CHARACTERS, PasteUnreadable, fitted, read_pasted, tiled


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("AMB", [["AMB"]]),
        ("AMB\tICU\r\nWARD\tED\r\n", [["AMB", "ICU"], ["WARD", "ED"]]),
        ('"AMB\nclinic"\tICU\n', [["AMB clinic", "ICU"]]),
        ('"say ""NF"""\n', [['say "NF"']]),
        ("AMB\n\nICU\n", [["AMB"], [""], ["ICU"]]),
        ("AMB\n\tICU\n", [["AMB", ""], ["", "ICU"]]),
        ("\r\n", [[""]]),
        ("A\0MB", [["AMB"]]),
    ],
)
def test_cells_are_read_as_the_spreadsheet_wrote_them(text: str, cells: list[list[str]]) -> None:
    assert read_pasted(text) == cells


@pytest.mark.parametrize("text", ["", "A" * (MOST_CHARACTERS + 1), '"' + "A" * 200_000])
def test_what_is_no_range_of_cells_is_refused(text: str) -> None:
    with pytest.raises(PasteUnreadable):
        read_pasted(text)


def test_a_range_that_fits_several_times_is_repeated_and_another_is_not() -> None:
    assert tiled([["A"]], 2, 3) == [["A", "A", "A"], ["A", "A", "A"]]
    assert tiled([["A", "B"]], 1, 4) == [["A", "B", "A", "B"]]
    assert tiled([["A", "B"]], 2, 3) == [["A", "B"]]


def test_what_has_no_room_is_refused_unless_it_is_blank() -> None:
    assert fitted([["A", ""], ["", ""]], 1, 1) == [["A"]]
    with pytest.raises(
        PasteUnreadable, match="1 row by 2 columns were copied, and from here there is room for 1 by 1"
    ):
        fitted([["A", "B"]], 1, 1)

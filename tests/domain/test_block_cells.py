"""A cell of the block schedule as text, and what of it is past."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.domain.block_cells import (
    CellUnreadable,
    Part,
    Span,
    columns_of,
    differ_before,
    in_words,
    joined,
    parts_of_text,
    text_of,
    with_gaps,
)

BLOCK = Span(date(2026, 11, 30), date(2026, 12, 13))
SPLIT = "WARDS / 2026-12-07 ELEC"


def test_one_code_is_the_whole_block() -> None:
    assert parts_of_text(" WARDS ", BLOCK) == (Part(BLOCK, "WARDS"),)


def test_a_split_block_has_two_parts_and_reads_as_people_say_it() -> None:
    parts = parts_of_text(SPLIT, BLOCK)
    assert [(part.span.first, part.span.last, part.code) for part in parts] == [
        (date(2026, 11, 30), date(2026, 12, 6), "WARDS"),
        (date(2026, 12, 7), date(2026, 12, 13), "ELEC"),
    ]
    assert in_words(parts) == "WARDS until Sun 6 Dec, ELEC from Mon 7 Dec"


def test_the_same_rotation_on_both_sides_is_no_split() -> None:
    assert text_of(parts_of_text("WARDS / 2026-12-07 WARDS", BLOCK)) == "WARDS"


def test_a_code_may_hold_a_stroke() -> None:
    assert text_of(parts_of_text("NF/DAY / 2026-12-07 A / B", BLOCK)) == "NF/DAY / 2026-12-07 A / B"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("WARDS / 2026-12-32 ELEC", "is not a date"),
        ("WARDS / 2026-12-14 ELEC", "Mon 14 Dec does not split this block"),
        ("WARDS / 2026-11-30 ELEC", "does not split"),
        ("A / 2026-12-09 B / 2026-12-07 C", "must follow one another"),
    ],
)
def test_a_split_that_cannot_be_is_said(text: str, why: str) -> None:
    with pytest.raises(CellUnreadable, match=why):
        parts_of_text(text, BLOCK)


def test_days_without_a_rotation_are_parts_without_a_code() -> None:
    late = Part(Span(date(2026, 12, 7), date(2026, 12, 13)), "ELEC")
    assert text_of(with_gaps([late], BLOCK)) == "/ 2026-12-07 ELEC"
    early = Part(Span(date(2026, 11, 30), date(2026, 12, 6)), "ELEC")
    assert text_of(with_gaps([early], BLOCK)) == "ELEC / 2026-12-07"
    assert text_of(with_gaps([], BLOCK)) == ""


codes = st.sampled_from(["", "WARDS", "ELEC", "NF/DAY"])
days = st.sets(st.integers(1, 13), max_size=4)


@given(codes, days, st.data())
def test_what_is_written_is_read_again(first: str, starts: set[int], data: st.DataObject) -> None:
    text = " / ".join(
        [first]
        + [f"{BLOCK.first + timedelta(days=start)} {data.draw(codes)}".strip() for start in sorted(starts)]
    )
    parts = parts_of_text(text, BLOCK)
    assert parts_of_text(text_of(parts), BLOCK) == parts
    assert with_gaps([part for part in parts if part.code], BLOCK) == parts


def test_a_block_within_another_is_no_column() -> None:
    half = Span(BLOCK.first, date(2026, 12, 6))
    other_half = Span(date(2026, 12, 7), BLOCK.last)
    after = Span(date(2026, 12, 14), date(2026, 12, 20))
    assert columns_of([half, after, BLOCK, other_half]) == [BLOCK, after]


def test_only_a_change_of_days_gone_by_is_a_change_of_the_past() -> None:
    wards, split = parts_of_text("WARDS", BLOCK), parts_of_text(SPLIT, BLOCK)
    assert not differ_before(wards, split, date(2026, 12, 7))
    assert differ_before(wards, split, date(2026, 12, 8))
    assert differ_before(wards, parts_of_text("ELEC", BLOCK), date(2026, 12, 1))
    assert not differ_before(wards, parts_of_text("ELEC", BLOCK), BLOCK.first)


def test_joining_leaves_parts_that_do_not_touch() -> None:
    parts = (
        Part(Span(date(2026, 12, 1), date(2026, 12, 2)), "A"),
        Part(Span(date(2026, 12, 4), BLOCK.last), "A"),
    )
    assert joined(parts) == parts

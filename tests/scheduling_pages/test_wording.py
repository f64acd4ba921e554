"""Figures as people read them."""

from datetime import UTC, datetime

import pytest

from scheduling.domain.wording import counted, moment_text, score_text, seconds_text, share_text, signed_text


@pytest.mark.parametrize(
    ("score", "text"), [(12880.5, "12,880.5"), (12909.0, "12,909"), (0.04, "0"), (-3.5, "-3.5")]
)
def test_a_score_has_a_decimal_only_where_it_needs_one(score: float, text: str) -> None:
    assert score_text(score) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0.00%"), (0.0044, "0.44%"), (0.00001, "under 0.01%"), (0.0001, "0.01%"), (1.0, "100.00%")],
)
def test_a_share_that_is_not_nothing_never_prints_as_nothing(share: float, text: str) -> None:
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.42, "0.4 s"), (42.4, "42 s"), (59.9, "60 s"), (125, "2:05"), (3725, "1:02:05")]
)
def test_a_duration_is_as_exact_as_it_is_short(seconds: float, text: str) -> None:
    assert seconds_text(seconds) == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 22, 18, 16, tzinfo=UTC), "18:16"),
        (datetime(2026, 11, 20, 9, 5, tzinfo=UTC), "Fri 20 Nov, 09:05"),
        (datetime(2025, 11, 20, 9, 5, tzinfo=UTC), "Thu 20 Nov 2025, 09:05"),
    ],
)
def test_a_moment_is_as_long_as_it_must_be(moment: datetime, text: str) -> None:
    assert moment_text(moment, datetime(2026, 11, 22, 20, 0, tzinfo=UTC)) == text


def test_signs_and_counts_are_spelt_out() -> None:
    assert [signed_text(count) for count in (3, 0, -2)] == ["+3", "0", "−2"]
    assert [counted(1, "day"), counted(1200, "day"), counted(2, "person", "people")] == [
        "1 day",
        "1,200 days",
        "2 people",
    ]

"""When resident and coach are to meet again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.domain.meeting_rhythm import SOON, Need, Rhythm, rhythm

BEGAN = date(2026, 6, 29)
DUE = date(2026, 12, 28)


def stands(
    today: str,
    *,
    last: date | None = None,
    booked: date | None = None,
    per_year: int = 2,
    since: date = BEGAN,
) -> Rhythm:
    return rhythm(per_year=per_year, since=since, last=last, booked=booked, today=date.fromisoformat(today))


@pytest.mark.parametrize(
    ("today", "need"),
    [
        ("2026-11-29", Need.LATER),
        ("2026-11-30", Need.DUE),
        ("2026-12-28", Need.DUE),
        ("2026-12-29", Need.OVERDUE),
        ("2027-06-01", Need.OVERDUE),
    ],
)
def test_the_first_of_two_is_due_half_a_year_after_the_beginning(today: str, need: Need) -> None:
    assert stands(today) == Rhythm(need, DUE)


def test_a_meeting_moves_the_next_one_away_by_a_fair_part_of_the_year() -> None:
    assert stands("2026-12-29").need == Need.OVERDUE
    assert stands("2026-12-29", last=date(2026, 12, 28)) == Rhythm(Need.LATER, date(2027, 6, 28))
    assert stands("2027-02-01", last=date(2026, 12, 28), per_year=4).due == date(2027, 3, 29)


def test_what_is_booked_asks_for_nothing_even_when_it_is_late() -> None:
    assert stands("2027-01-10").asks
    assert not stands("2027-01-10", booked=date(2027, 1, 20)).asks
    assert stands("2027-01-10", booked=date(2027, 1, 20)).need == Need.BOOKED


def test_a_program_without_a_number_asks_for_nothing() -> None:
    assert stands("2030-01-01", per_year=0) == Rhythm(Need.NONE)


@pytest.mark.parametrize("began", ["2027-02-28", "2028-02-29", "2026-12-31", "2027-03-14"])
def test_leap_days_year_ends_and_clock_changes_shift_nothing(began: str) -> None:
    day = date.fromisoformat(began)
    assert stands(began, since=day).due == day + timedelta(days=182)


@given(
    per_year=st.integers(1, 52),
    late=st.lists(st.integers(0, 400), max_size=12),
)
def test_who_meets_on_the_day_it_is_due_or_before_is_never_overdue(per_year: int, late: list[int]) -> None:
    """Whatever the meetings, only days after the due day are overdue, and a meeting always settles it."""
    last: date | None = None
    today = BEGAN
    for days in late:
        today += timedelta(days=days)
        now = rhythm(per_year=per_year, since=BEGAN, last=last, booked=None, today=today)
        assert now.due is not None
        assert (now.need == Need.OVERDUE) == (today > now.due)
        assert now.asks == (today >= now.due - SOON)
        last = today

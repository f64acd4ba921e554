"""Rounds go by the clock on the wall, also where it is changed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from coaching.domain.pulse_times import NoSuchTime, moment, reminds_at

NEW_YORK = ZoneInfo("America/New_York")
SPRING, AUTUMN = date(2027, 3, 14), date(2026, 11, 1)


def test_the_same_time_of_day_is_another_moment_after_the_clocks_changed() -> None:
    before, after = moment(date(2026, 10, 31), time(8), NEW_YORK), moment(AUTUMN, time(8), NEW_YORK)
    assert (before.hour, after.hour) == (12, 13)
    assert after - before == timedelta(hours=25)


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    assert moment(SPRING, time(1, 59), NEW_YORK) == datetime(2027, 3, 14, 6, 59, tzinfo=UTC)
    assert moment(SPRING, time(3), NEW_YORK) == datetime(2027, 3, 14, 7, tzinfo=UTC)
    with pytest.raises(NoSuchTime):
        moment(SPRING, time(2, 30), NEW_YORK)


def test_a_time_that_comes_twice_is_the_first() -> None:
    assert moment(AUTUMN, time(1, 30), NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_who_has_not_answered_is_told_two_days_before_the_end_of_a_long_round() -> None:
    opens = datetime(2026, 11, 2, 13, tzinfo=UTC)
    assert reminds_at(opens, opens + timedelta(days=14)) == opens + timedelta(days=12)
    assert reminds_at(opens, opens + timedelta(days=3)) is None

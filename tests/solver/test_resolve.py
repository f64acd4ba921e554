"""Solving a published year again: only what must move moves, and nothing is given up for it."""

from benchmarks.resolve import MOST_CHANGES, MOST_LOSS, resolves


def test_a_coach_away_for_three_weeks_moves_little_and_costs_nearly_nothing() -> None:
    found = resolves(60, 2, coaches=3)
    assert len({one.coach for one in found}) == 3
    for one in found:
        assert one.sessions_lost > 0
        assert one.changes <= MOST_CHANGES < one.changes_if_free
        assert 0 <= one.loss <= MOST_LOSS
    assert any(one.changes for one in found)  # else nothing was there to be moved

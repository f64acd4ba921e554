"""The measures of preceptor continuity, on the values worked out by hand in their definitions."""

import pytest

from scheduling.domain.continuity import (
    bice_boxerman,
    longest_gap,
    sequential_continuity,
    supervisor_of,
    usual_provider_continuity,
)


@pytest.mark.parametrize(
    ("supervisors", "upc", "coci", "secon"),
    [("AAB", 2 / 3, 1 / 3, 1 / 2), ("ABAB", 1 / 2, 1 / 3, 0), ("ABCD", 1 / 4, 0, 0), ("AAAA", 1, 1, 1)],
)
def test_the_measures_have_their_worked_values(
    supervisors: str, upc: float, coci: float, secon: float
) -> None:
    seen = list(supervisors)
    assert usual_provider_continuity(seen, "A") == pytest.approx(upc)
    assert bice_boxerman(seen) == pytest.approx(coci)
    assert sequential_continuity(seen) == pytest.approx(secon)


def test_measures_of_pairs_of_sessions_are_undefined_for_one_session() -> None:
    assert usual_provider_continuity(["A"], "A") == 1
    assert bice_boxerman(["A"]) is None
    assert sequential_continuity(["A"]) is None


def test_no_measure_is_defined_without_a_session() -> None:
    assert usual_provider_continuity([], "A") is None
    assert bice_boxerman([]) is None
    assert sequential_continuity([]) is None


@pytest.mark.parametrize(
    ("together", "weeks", "gap"),
    [
        ([], 10, 10),
        ([0, 1, 2], 3, 0),
        ([4], 10, 5),
        ([2, 2, 9], 10, 6),
        ([0, 3, 5], 6, 2),
        ([-1, 5, 12], 10, 5),
    ],
)
def test_the_longest_gap_counts_whole_weeks_without_the_coach(
    together: list[int], weeks: int, gap: int
) -> None:
    assert longest_gap(together, weeks) == gap


def test_a_session_counts_for_the_coach_then_the_team_then_the_first_by_name() -> None:
    there = ["Abara", "Lindqvist", "Okafor"]
    assert supervisor_of(there, "Okafor", {"Lindqvist"}) == "Okafor"
    assert supervisor_of(there, "Szabo", {"Lindqvist"}) == "Lindqvist"
    assert supervisor_of(there, None) == "Abara"
    assert supervisor_of([], "Okafor") is None

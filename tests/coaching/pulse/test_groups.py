"""Groups are made so coarse before anybody answers that belonging to one points at nobody."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.domain.pulse_groups import NO_GROUP, OTHERS, coarse_groups


def sizes(**wanted: int) -> dict[str, int]:
    people = [name for name, size in wanted.items() for _ in range(size)]
    return dict(Counter(coarse_groups(dict(enumerate(people)), 5).values()))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"a": 5, "b": 6}, {"a": 5, "b": 6}),
        ({"a": 9, "b": 3, "c": 2}, {"a": 9, OTHERS: 5}),
        ({"a": 9, "b": 8, "c": 2}, {"a": 9, OTHERS: 10}),
        ({"a": 9, "b": 2}, {NO_GROUP: 11}),
        ({"a": 3}, {NO_GROUP: 3}),
        ({}, {}),
    ],
)
def test_small_groups_are_put_together(wanted: dict[str, int], found: dict[str, int]) -> None:
    assert sizes(**wanted) == found


@given(st.lists(st.sampled_from("abcdef")))
def test_no_group_is_small_unless_everybody_is_in_it(people: list[str]) -> None:
    wanted = dict(enumerate(people))
    found = coarse_groups(wanted, 5)
    assert found.keys() == wanted.keys()
    counts = Counter(found.values())
    assert len(counts) <= 1 or min(counts.values()) >= 5

"""Nobody's answer can be worked out from what a round shows, whatever is added up or taken away.

The judges know nothing of how cells are chosen: one looks for combinations of the figures that rest on fewer than five answers,
by the rank of their rows; the other lists every set of answers that would have shown the same.
"""

from collections.abc import Mapping
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coaching.domain.pulse_release import NOTHING, Cell, Released, Rule, release

LEAST, HIGHEST = 5, 5
RULE = Rule(LEAST, HIGHEST)
Answers = list[tuple[str, int]]
GROUPS = ("PGY-1", "PGY-2", "PGY-3", "Faculty")
populations = st.lists(st.tuples(st.sampled_from(GROUPS), st.integers(1, HIGHEST)), max_size=12)


def cells_of(answers: Answers, groups: tuple[str, ...] = GROUPS) -> dict[str, Cell]:
    """The cells of a population; each person gives one answer."""
    by_group: dict[str, list[int]] = {group: [] for group in groups}
    for group, answer in answers:
        by_group[group].append(answer)
    return {group: Cell(len(given), sum(given)) for group, given in by_group.items()}


def shown_rows(answers: Answers, shown: Released) -> np.ndarray:
    """A row for each figure: whose answers it adds up."""
    groups = [group for group, _ in answers]
    rows = [[1] * len(answers)] if shown.everybody else []
    rows += [[int(group == name) for group in groups] for name in shown.groups]
    return np.array(rows, dtype=float).reshape(len(rows), len(answers))


def fewest_behind_a_combination(rows: np.ndarray) -> int:
    """On how few answers a combination of the figures rests; ``LEAST`` stands for so many or more.

    A combination rests on none but the answers of S if the figures lose rank where all others are looked at alone.
    """
    rank, people = np.linalg.matrix_rank(rows) if rows.size else 0, rows.shape[1]
    for size in range(1, min(people + 1, LEAST)):
        for inside in combinations(range(people), size):
            outside = np.delete(rows, inside, axis=1)
            if (np.linalg.matrix_rank(outside) if outside.size else 0) < rank:
                return size
    return LEAST


@settings(max_examples=150, deadline=None)
@given(populations)
@example([("PGY-1", 4)] * 5 + [("PGY-2", 2), ("PGY-2", 3)])
@example([("PGY-1", 4)] * 3 + [("PGY-2", 2)] * 3 + [("PGY-3", 1)] * 6)
def test_no_combination_of_figures_rests_on_fewer_than_five_answers(answers: Answers) -> None:
    shown = release(cells_of(answers), RULE)
    if shown != NOTHING:
        assert fewest_behind_a_combination(shown_rows(answers, shown)) >= LEAST


def test_the_judge_finds_a_cell_that_a_subtraction_opens() -> None:
    """The control: suppressing the small cell alone leaves it to be worked out."""
    answers = [("PGY-1", 4)] * 7 + [("PGY-2", 2)] * 2
    cells = cells_of(answers, ("PGY-1", "PGY-2"))
    naive = Released(Cell(9, 32), {"PGY-1": cells["PGY-1"]})
    assert fewest_behind_a_combination(shown_rows(answers, naive)) == 2
    assert release(cells, RULE).groups == {}


def consistent(answers: Answers, shown: Released, highest: int) -> list[tuple[int, ...]]:
    """Every set of answers of the same people that shows the same figures."""
    rows = shown_rows(answers, shown).astype(int)
    sums = rows @ np.array([answer for _, answer in answers])
    return [
        given for given in product(range(1, highest + 1), repeat=len(answers)) if (rows @ given == sums).all()
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(("A", "B")), st.integers(1, 3)), min_size=5, max_size=7))
@example([("A", 1)] * 2 + [("B", 3)] * 5)
@example([("A", 1)] * 5 + [("B", 2)] * 2)
def test_nobodys_answer_is_certain_in_any_small_population(answers: Answers) -> None:
    """By exhaustion: for each person at least two answers fit all that is shown."""
    shown = release(cells_of(answers, ("A", "B")), Rule(LEAST, 3))
    if shown == NOTHING:
        return
    possible = consistent(answers, shown, 3)
    assert all(len({given[person] for given in possible}) > 1 for person in range(len(answers)))


def test_the_exhaustion_finds_somebody_where_all_chose_the_same_end() -> None:
    """The control: a mean at the end of the scale says what everybody answered."""
    answers = [("A", 1)] * 5
    assert consistent(answers, Released(Cell(5, 5), {}), 3) == [(1,) * 5]
    assert release(cells_of(answers, ("A",)), Rule(LEAST, 3)) == NOTHING


@settings(max_examples=300)
@given(populations)
def test_what_is_not_shown_could_itself_be_shown(answers: Answers) -> None:
    cells = cells_of(answers)
    shown = release(cells, RULE)
    if shown == NOTHING:
        return
    hidden = [cell for name, cell in cells.items() if name not in shown.groups]
    left = Cell(sum(cell.answers for cell in hidden), sum(cell.total for cell in hidden))
    assert not hidden or (left.answers >= LEAST and left.answers < left.total < left.answers * HIGHEST)
    assert all(cells[name] == cell and cell.answers >= LEAST for name, cell in shown.groups.items())


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"A": 9, "B": 8, "C": 7}, {"A", "B", "C"}),
        ({"A": 9, "B": 8, "C": 4}, {"A"}),
        ({"A": 9, "B": 3, "C": 3}, {"A"}),
        ({"A": 9, "B": 2, "C": 2}, set()),
        ({"A": 9, "B": 0}, set()),
        ({"A": 2, "B": 2}, set()),
    ],
)
def test_a_small_cell_takes_the_smallest_of_the_others_with_it(
    sizes: Mapping[str, int], shown: set[str]
) -> None:
    cells = {name: Cell(size, size * 3) for name, size in sizes.items()}
    assert set(release(cells, RULE).groups) == shown


def test_nothing_at_all_is_shown_of_fewer_than_five() -> None:
    assert release({"": Cell(4, 12)}, RULE) == NOTHING
    assert release({"": Cell(5, 15)}, RULE).everybody == Cell(5, 15)


def test_many_answers_of_few_people_are_a_cell_of_few() -> None:
    """Over years one person answers more than once."""
    rule = Rule(10, HIGHEST, people=5)
    four, five = (Cell(12, 36, frozenset(range(size))) for size in (4, 5))
    assert release({"1": four}, rule) == NOTHING
    assert release({"1": five}, rule).everybody == five


def test_a_few_people_with_many_answers_hide_another_coach_beside_them() -> None:
    rule = Rule(10, HIGHEST, people=5)
    cells = {
        "1": Cell(12, 36, frozenset({1, 2, 3})),
        "2": Cell(12, 36, frozenset({4, 5, 6, 7, 8})),
        "3": Cell(15, 45, frozenset({9, 10, 11, 12, 13})),
    }
    assert set(release(cells, rule).groups) == {"3"}

"""The chart of a run: lines that never lie about what is known."""

from scheduling.models import RunProgress
from scheduling.selectors.run_watch.chart import BOTTOM, LEFT, RIGHT, TOP, WIDTH, Chart, chart


def line(seconds: float, best: float | None, bound: float | None) -> RunProgress:
    return RunProgress(seconds=seconds, stage="Improve", objective=best, bound=bound)


def drawn(
    *lines: RunProgress, seconds: float = 40, is_open: bool = True, published: float | None = None
) -> Chart:
    found = chart(list(lines), seconds, is_open=is_open, published=published)
    assert found is not None
    return found


def points(text: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def test_there_is_no_chart_before_the_first_figure() -> None:
    assert chart([line(1, None, None)], 10, is_open=True, published=None) is None


def test_a_line_keeps_its_height_until_the_next_value() -> None:
    best = points(drawn(line(1, 80, None), line(10, 90, None)).best)
    assert [y for _, y in best] == [best[0][1], best[0][1], best[2][1], best[2][1]]
    assert best[1][0] == best[2][0]
    assert best[2][1] < best[0][1]


def test_the_unknown_begins_where_both_lines_are_known() -> None:
    found = drawn(line(1, 80, None), line(10, 80, 100), line(20, 90, 95))
    assert min(x for x, _ in points(found.unknown)) == points(found.bound)[0][0]
    assert drawn(line(1, 80, None)).unknown == ""


def test_everything_lies_inside_the_drawing() -> None:
    for found in (
        drawn(line(1, 80, 100), line(30, 99.9, 100)),
        drawn(line(1, 50, 50), seconds=1, is_open=False),
        drawn(line(0.01, -3.5, 1e6), seconds=3600),
    ):
        for x, y in [*points(found.best), *points(found.bound), *points(found.unknown)]:
            assert LEFT <= x <= RIGHT
            assert TOP <= y <= BOTTOM
        assert all(LEFT <= tick.x <= RIGHT for tick in found.x_ticks)
        assert all(TOP <= tick.y <= BOTTOM for tick in found.y_ticks)


def test_a_run_under_way_leaves_room_for_what_is_to_come() -> None:
    assert drawn(line(1, 80, 100)).now_x < RIGHT
    assert drawn(line(1, 80, 100), is_open=False).now_x == RIGHT


def test_labels_turn_round_before_they_leave_the_drawing() -> None:
    found = drawn(line(1, 80, 100), is_open=False)
    assert found.label_anchor == "end"
    assert found.label_x < RIGHT < WIDTH


def test_what_is_published_is_marked_only_where_it_fits() -> None:
    assert [mark.label for mark in drawn(line(1, 80, 100), published=90).marks] == ["Published 90"]
    assert drawn(line(1, 80, 100), published=10).marks == []


def test_the_chart_says_itself_in_one_sentence() -> None:
    said = drawn(line(1, 80, 100)).said
    assert said == "The best schedule scores 80, no schedule can pass 100, 20.00% is still unknown."

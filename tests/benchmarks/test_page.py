"""The page comes from stored figures alone."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import __main__ as command
from benchmarks.page import page, table
from benchmarks.parts import PARTS
from benchmarks.plot import growth_svg
from benchmarks.rows import REMARK, Row
from benchmarks.store import Measured, read_figures, write_figures

SVG = "{http://www.w3.org/2000/svg}"
GROWN: list[Row] = [
    {"residents": 24, "weeks": 13, "wall [s]": 0.5, "memory [MB]": 80},
    {"residents": 170, "weeks": 13, "wall [s]": 1.5, "memory [MB]": 120},
    {"residents": 24, "weeks": 52, "wall [s]": 0.8, "memory [MB]": 90},
    {"residents": 2500, "weeks": 52, REMARK: "killed after 150 s"},
]


def measured(rows: list[Row], machine: str = "a") -> Measured:
    return Measured({"processor": machine}, "0.1", quick=False, seconds=3.0, rows=rows)


def test_the_page_is_written_from_its_figures_and_says_what_was_not_measured(tmp_path: Path) -> None:
    write_figures(tmp_path / "benchmarks.json", {"growth": measured(GROWN)})
    assert command.main(["--page", "--folder", str(tmp_path)]) == 0
    written = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert "| 170 | 13 | 1.5 | 120 |  |" in written
    assert "| 2500 | 52 |  |  | killed after 150 s |" in written
    assert written.count("Not measured yet.") == len(PARTS) - 1
    assert (tmp_path / "images/benchmarks-growth.svg").exists()


def test_a_part_that_is_measured_again_leaves_the_others_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_figures(tmp_path / "benchmarks.json", {"growth": measured(GROWN), "advice": measured([{"old": 1}])})
    monkeypatch.setattr(command, "measure_part", lambda name, quick: measured([{"new": 2}]))
    assert command.main(["--only", "advice", "--folder", str(tmp_path)]) == 0
    figures = read_figures(tmp_path / "benchmarks.json")
    assert figures == {"growth": measured(GROWN), "advice": measured([{"new": 2}])}


def test_a_part_that_breaks_keeps_its_rows_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(*, quick: bool) -> list[Row]:
        raise RuntimeError("no engine")

    part = PARTS["advice"]
    monkeypatch.setitem(PARTS, "advice", type(part)(part.title, part.words, 1, rows))  # type: ignore[arg-type]
    assert command.measure_part("advice", quick=True).rows == [{REMARK: "RuntimeError: no engine"}]


def test_the_machine_is_told_once_where_it_is_one_and_beside_each_part_where_it_is_not() -> None:
    one = page({"growth": measured(GROWN), "advice": measured([])})
    two = page({"growth": measured(GROWN), "advice": measured([], machine="b")})
    assert (one.count("- processor: a"), "The machine" in one) == (1, True)
    assert (two.count("- processor: a"), two.count("- processor: b"), "The machine" in two) == (1, 1, False)


def test_a_table_has_every_column_of_its_rows_and_remarks_last() -> None:
    rows: list[Row] = [{"a": 1, REMARK: "x|y"}, {"a": 47962.0, "b": 0.25}, {"b": None}]
    assert table(rows).splitlines() == [
        "| a | b | remark |",
        "| --- | --- | --- |",
        "| 1 |  | x\\|y |",
        "| 47962 | 0.25 |  |",
        "|  |  |  |",
    ]


def test_the_drawing_has_a_line_for_each_length_of_year_in_both_panels_and_larger_is_higher() -> None:
    root = ET.fromstring(growth_svg(GROWN))
    lines = [line.attrib["points"].split() for line in root.iter(f"{SVG}polyline")]
    assert [len(line) for line in lines] == [2, 1, 2, 1]
    (x1, y1), (x2, y2) = (map(float, point.split(",")) for point in lines[0])
    assert (x1 < x2, y1 > y2) == (True, True)
    labels = {text.text for text in root.iter(f"{SVG}text")}
    assert {"13 weeks", "52 weeks", "residents", "Peak memory in MB"} <= labels


def test_a_drawing_of_nothing_says_so() -> None:
    assert growth_svg([{"residents": 24, "weeks": 13, REMARK: "refused"}]).count("nothing measured") == 2

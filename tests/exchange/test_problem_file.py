"""The problem file: read strictly, refused in one line that names the place, written so that it reads back the same."""

import json
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings

from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import FacultyPattern
from scheduling.domain.problem import DEFAULT_PIECES, Objective, Problem, Rules
from scheduling.exchange.problem_file import read_problem, write_problem
from tests.example_file import REMOVED, changed, example
from tests.solver.random_problems import half_day_problems, problems

SESSION = {"id": "S", "site": "MAIN", "date": "2026-06-29", "half_day": "AM", "rooms": 1}
WEEK = {"week": 0, "min": 0, "max": 1, "sessions": []}
FIRST = "MAIN/2026-06-29/AM"

# What is changed in the example, and what the refusal must name.
BROKEN: tuple[tuple[Sequence[str | int], object, tuple[str, ...]], ...] = (
    (("format",), "connectedness-problem/2", ("format", "connectedness-problem/2")),
    (("format",), REMOVED, ("format",)),
    (("colour",), "teal", ("unknown key", "colour")),
    (("weeks",), REMOVED, ("missing", "weeks")),
    (("name",), 7, ("name",)),
    (("weeks",), 0, ("weeks",)),
    (("weeks",), 10**6, ("weeks",)),
    (("weeks",), 2.5, ("weeks",)),
    (("weeks",), True, ("weeks", "true")),
    (("first_monday",), "2026-06-30", ("first_monday", "not a Monday")),
    (("first_monday",), "29.6.2026", ("first_monday",)),
    (("first_monday",), "2026-06-31", ("first_monday",)),
    (("decide",), ["sessions", "rooms"], ("decide", "rooms")),
    (("decide",), ["pairing"], ("decide", "sessions")),
    (("rules", "max_gap_weeks"), 0, ("rules", "max_gap_weeks")),
    (("rules", "fairness"), 1, ("rules", "fairness")),
    (("objective", "overlap_pieces"), [[0.6, 8], [0.4, 4]], ("overlap_pieces[1]", "shares")),
    (("objective", "overlap_pieces"), [[0.4, 4], [0.6, 8]], ("overlap_pieces[1]", "weights")),
    (("objective", "overlap_pieces"), [[None, 4], [0.6, 2]], ("overlap_pieces[1]", "shares")),
    (("objective", "overlap_pieces"), [[0.4]], ("overlap_pieces[0]",)),
    (("objective", "overlap_pieces"), [[0.4, -1]], ("overlap_pieces", "null")),
    (("objective", "missed_window"), -1, ("missed_window",)),
    (("objective", "missed_window"), "much", ("missed_window", "much")),
    (("programs", 0, "supervision_ratio"), -4, ("program IM", "supervision_ratio")),
    (("programs", 1), {"id": "IM", "supervision_ratio": 4}, ("program IM", "twice")),
    (("sessions", 0, "half_day"), "NOON", ("sessions[0].half_day", "NOON")),
    (("sessions", 0, "date"), "2026-08-03", ("session MAIN/2026-06-29/AM", "outside")),
    (("sessions", 0, "rooms"), -1, ("session MAIN/2026-06-29/AM", "rooms")),
    (("sessions", 0, "id"), "", ("sessions[0].id",)),
    (("sessions", 3), {**SESSION, "id": FIRST}, (FIRST, "twice")),
    (("sessions", 0, "beds"), 2, ("sessions[0]", "beds")),
    (("faculty", 0, "program"), "PEDS", ("faculty F001", "PEDS")),
    (("faculty", 0, "panel_min"), 3, ("faculty F001", "panel_min")),
    (("faculty", 0, "sessions", 2), "NOWHERE", ("faculty F001", "NOWHERE")),
    (("faculty", 0, "sessions", 2), FIRST, ("faculty F001", FIRST, "twice")),
    (("faculty", 1, "present", 0), "NOWHERE", ("faculty F002", "present", "NOWHERE")),
    (("faculty", 0, "weekly_quota"), -1, ("faculty F001", "weekly_quota")),
    (("residents", 0, "program"), "PEDS", ("resident R001", "PEDS")),
    (("residents", 0, "coach"), "F9", ("resident R001", "coach", "F9")),
    (("residents", 0, "coach_fixed"), True, ("resident R001", "coach")),
    (("residents", 0, "coach_fixed"), "no", ("residents[0].coach_fixed",)),
    (("residents", 0, "candidates"), ["F9"], ("resident R001", "candidates", "F9")),
    (("residents", 0, "candidates"), ["F001", "F001"], ("resident R001", "candidates", "twice")),
    (("residents", 0, "team"), ["F9"], ("resident R001", "team", "F9")),
    (("residents", 0, "year_min"), 4, ("resident R001", "year_min")),
    (("residents", 0, "weeks", 0, "min"), 2, ("resident R001, week 0", "min")),
    (("residents", 0, "weeks", 0, "week"), 2, ("resident R001, week 2",)),
    (("residents", 0, "weeks", 2), WEEK, ("resident R001", "0", "twice")),
    (("residents", 0, "weeks", 1, "sessions", 1), FIRST, ("resident R001, week 1", FIRST, "week 0")),
    (("residents", 0, "weeks", 0, "sessions", 2), FIRST, ("resident R001, week 0", FIRST, "twice")),
    (("residents", 0, "weeks", 0, "sessions", 2), "NOWHERE", ("resident R001, week 0", "NOWHERE")),
    (("residents", 0, "weeks", 0, "supervision_weight"), -1, ("resident R001, week 0", "supervision_weight")),
    (("residents", 1, "id"), "R001", ("resident R001", "twice")),
    (("pins", "attend", 1), ["R9", FIRST], ("pins: attend", "R9")),
    (("pins", "avoid", 0), ["R001", "NOWHERE"], ("pins: avoid", "NOWHERE")),
    (("pins", "avoid", 0), ["R001"], ("pins: avoid[0]",)),
    (("decide",), ["sessions"], ("resident R001", "coach", "pairing")),
    (("rules", "faculty_pattern"), "month", ("rules: faculty_pattern", "date, year", "month")),
    (("rules", "faculty_pattern"), ["year"], ("rules: faculty_pattern", "date, year")),
    (("sessions", 0, "min_residents"), -1, (FIRST, "min_residents")),
)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    BROKEN,
    ids=[f"{'.'.join(map(str, p))}-{n}" for n, (p, _, _) in enumerate(BROKEN)],
)
def test_a_broken_file_is_refused_in_one_line_that_names_the_place(
    path: Sequence[str | int], value: object, named: tuple[str, ...]
) -> None:
    read_problem(json.dumps(example()))  # the example itself is fine
    with pytest.raises(ProblemError) as refusal:
        read_problem(json.dumps(changed(path, value)))
    message = str(refusal.value)
    assert "\n" not in message
    for part in named:
        assert part in message


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("{", "line 1, column 2"),
        ("[]", "the file"),
        ('{"format": "connectedness-problem/1", "weeks": 1, "weeks": 2}', "'weeks'"),
        ('{"format": NaN}', "NaN"),
        (b"\xff\xfe", "UTF-8"),
        ("[" * 100_000, "nested"),
        ('{"weeks": ' + "9" * 5000 + "}", "digits"),
    ],
    ids=["cut", "list", "key-twice", "nan", "bytes", "deep", "digits"],
)
def test_what_is_no_json_object_is_refused_with_its_place(content: str | bytes, named: str) -> None:
    with pytest.raises(ProblemError, match=named):
        read_problem(content)


def test_keys_that_may_be_missing_have_the_documented_values() -> None:
    content = example()
    for key in ("rules", "objective", "pins", "preferences", "affinities", "published", "frozen_before"):
        del content[key]
    problem = read_problem(json.dumps(content))
    assert (problem.rules, problem.objective) == (Rules(1, 6, 4), Objective(DEFAULT_PIECES, 0.5, 0.1, 0.0))
    assert not problem.pins.attend | problem.pins.avoid
    second = problem.residents[1]
    assert (second.candidates, second.team, second.earlier_coaches) == (None, (), ())
    assert second.weeks[0].supervision_weight == 1
    assert problem.sessions[1].min_residents == 0
    assert (problem.faculty[1].offered, problem.faculty[1].weekly_quota) == ((), None)


def test_shares_are_kept_as_the_exact_decimals_of_the_file() -> None:
    problem = read_problem(json.dumps(example()))
    assert problem.objective.overlap_pieces[1].share == Decimal("0.6")


def test_the_example_written_and_read_again_is_the_same_problem() -> None:
    problem = read_problem(json.dumps(example()))
    assert read_problem(write_problem(problem)) == problem


@settings(max_examples=50, deadline=None)
@given(problems(pairing=True) | half_day_problems(pairing=True, pattern=FacultyPattern.YEAR))
def test_any_problem_written_and_read_again_is_the_same(problem: Problem) -> None:
    assert read_problem(write_problem(problem)) == problem

"""The score, worked by hand, and each of its parts switched on and off on a case made for it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from scheduling.domain.overlap import contact_windows, piece_lengths, presence
from scheduling.domain.problem import Affinity, EarlierCoach, Objective, OverlapPiece, Preference, Rules
from scheduling.domain.score import concave, score
from scheduling.solver import solve
from tests.builders import clinic, coach, named, schedule, tiny, trainee

ONE_EACH = Objective(overlap_pieces=(OverlapPiece(None, 1.0),))
WEEKS = tuple(f"{week} Mon AM" for week in range(4))


@pytest.mark.parametrize(
    ("year_min", "year_max", "lengths"),
    [
        (10, 12, [4, 2, 2, 4]),
        (5, 9, [2, 1, 1, 5]),
        (3, 3, [2, 0, 1, 0]),
        (0, 4, [0, 0, 0, 4]),
        (10, 10, [4, 2, 2, 2]),
    ],
)
def test_pieces_reach_up_to_the_exact_share_of_the_yearly_minimum(
    year_min: int, year_max: int, lengths: list[int]
) -> None:
    resident = trainee("R1", year_min=year_min, year_max=year_max)
    assert [length for length, _ in piece_lengths(Objective(), resident)] == lengths


def test_a_share_is_taken_as_a_decimal_and_not_as_a_binary_fraction() -> None:
    tenths = Objective(overlap_pieces=(OverlapPiece(Decimal("0.7"), 1.0),))
    assert piece_lengths(tenths, trainee("R1", year_min=10, year_max=99)) == [(7, 1.0)]
    assert 0.07 * 100 > 7  # where a binary fraction would round up
    hundredths = Objective(overlap_pieces=(OverlapPiece(Decimal("0.07"), 1.0),))
    assert piece_lengths(hundredths, trainee("R1", year_min=100, year_max=199)) == [(7, 1.0)]


def test_the_first_overlaps_earn_more_than_the_last() -> None:
    pieces = [(2, 8.0), (1, 4.0), (2, 1.0)]
    assert [concave(pieces, overlaps) for overlaps in range(7)] == [0, 8, 16, 20, 21, 22, 22]


def test_a_session_with_the_coach_present_or_precepting_is_an_overlap() -> None:
    sessions = ("0 Mon AM", "0 Tue AM", "0 Wed AM")
    there = coach("F1", sessions[:1], present=named(sessions[1:2]))
    problem = tiny(sessions, (there, coach("F2", sessions)), (trainee("R1", sessions),), objective=ONE_EACH)
    assert score(problem, schedule(problem, {"R1": sessions})).overlap == 2


def test_windows_count_only_where_the_coach_could_be_met_and_lie_inside_the_file() -> None:
    problem = tiny(
        WEEKS, (coach("F1", WEEKS[:1]),), (trainee("R1", WEEKS),), rules=Rules(contact_window_weeks=2)
    )
    resident = problem.residents[0]
    assert contact_windows(problem, presence(problem), resident, problem.faculty[0].id) == [range(2)]
    short = replace(problem, rules=Rules(contact_window_weeks=5))
    assert contact_windows(short, presence(short), resident, problem.faculty[0].id) == []


def test_every_missed_window_costs() -> None:
    problem = tiny(WEEKS, (coach("F1", WEEKS),), (trainee("R1", WEEKS),), rules=Rules(contact_window_weeks=2))
    nothing, middle = schedule(problem, {}), schedule(problem, {"R1": WEEKS[1:2]})
    assert score(problem, nothing).missed_windows == -1.5
    assert score(problem, middle).missed_windows == -0.5
    assert score(problem, middle).total == score(problem, middle).overlap - 0.5


def test_without_a_price_on_missed_windows_the_answer_changes() -> None:
    """Two overlaps in one window, or one in each of two: only steady contact tells them apart."""
    sessions = ("0 Mon AM", "0 Tue AM", "1 Mon AM")
    resident = trainee("R1", sessions, year_max=2)
    rules = Rules(contact_window_weeks=1)
    problem = tiny(sessions, (coach("F1", sessions),), (resident,), rules=rules)
    outcome = solve(problem)
    assert outcome.solution is not None
    assert {session[0] for session in outcome.solution.assignments[resident.id]} == {"0", "1"}
    assert outcome.objective == score(problem, schedule(problem, {"R1": sessions[1:]})).total
    free = replace(problem, objective=Objective(missed_window=0.0))
    same = score(free, schedule(free, {"R1": sessions[:2]})).total
    assert same == score(free, schedule(free, {"R1": sessions[1:]})).total


def test_overlaps_go_first_to_those_who_have_few() -> None:
    """Two rooms with the coach, two residents who could each have both: concave pieces give each one."""
    with_coach, without = ("0 Mon AM", "0 Tue AM"), ("0 Wed AM", "0 Thu AM")
    clinics = [clinic(name, rooms=1) for name in with_coach] + [clinic(name) for name in without]
    residents = [trainee(name, with_coach + without, year_min=2, year_max=2) for name in ("R1", "R2")]
    pieces = (OverlapPiece(Decimal("0.5"), 8.0), OverlapPiece(None, 1.0))
    faculty = (coach("F1", with_coach), coach("F2", without))
    problem = tiny(clinics, faculty, residents, objective=Objective(overlap_pieces=pieces))
    shared, hoarded = (
        {"R1": (with_coach[0], without[0]), "R2": (with_coach[1], without[1])},
        {"R1": with_coach, "R2": without},
    )
    assert score(problem, schedule(problem, shared)).overlap == 16
    assert score(problem, schedule(problem, hoarded)).overlap == 9
    outcome = solve(problem)
    assert outcome.solution is not None
    assert score(problem, outcome.solution).overlap == 16
    flat = replace(problem, objective=Objective(overlap_pieces=(OverlapPiece(None, 4.0),)))
    assert score(flat, schedule(flat, shared)).overlap == score(flat, schedule(flat, hoarded)).overlap


def test_every_difference_from_the_published_schedule_costs_and_a_move_counts_twice() -> None:
    sessions = ("0 Mon AM", "0 Tue AM")
    people = (trainee("R1", sessions), trainee("R2", sessions))
    before = {people[0].id: named((sessions[0], "no longer there"))}
    problem = tiny(sessions, (coach("F1"),), people, published=before)
    assert score(problem, schedule(problem, {"R1": sessions[:1]})).changed_assignments == pytest.approx(-0.1)
    assert score(problem, schedule(problem, {"R1": sessions[1:]})).changed_assignments == pytest.approx(-0.3)
    assert score(problem, schedule(problem, {"R2": sessions[:1]})).changed_assignments == pytest.approx(-0.3)
    never = replace(problem, published=None)
    assert score(never, schedule(never, {"R2": sessions})).changed_assignments == 0


def test_the_published_session_is_kept_where_nothing_is_gained_by_moving() -> None:
    sessions = ("0 Mon AM", "0 Tue AM", "0 Wed AM")
    resident = trainee("R1", sessions, (1, 1))
    for kept in sessions:
        faculty = (coach("F1"), coach("F2", sessions))
        problem = tiny(sessions, faculty, (resident,), published={resident.id: named((kept,))})
        outcome = solve(problem)
        assert outcome.solution is not None
        assert outcome.solution.assignments == {"R1": (kept,)}
        assert outcome.objective == 0


def test_preferences_and_affinities_steer_the_answer() -> None:
    sessions = ("0 Mon AM", "0 Tue AM")
    candidates = (coach("F1"), coach("F2"))
    resident = trainee("R1", sessions, (1, 1), of=None, candidates=tuple(member.id for member in candidates))
    problem = tiny(sessions, (*candidates, coach("F3", sessions)), (resident,))
    for session in problem.sessions:
        for member in candidates:
            wished = replace(
                problem,
                preferences=(Preference(resident.id, session.id, 0.25),),
                affinities=(Affinity(resident.id, member.id, 2.0),),
            )
            outcome = solve(wished)
            assert outcome.solution is not None
            assert outcome.solution.assignments[resident.id] == (session.id,)
            assert outcome.solution.coach[resident.id] == member.id
            assert outcome.objective == 2.25


def test_a_session_with_the_team_counts_once_and_only_without_the_coach() -> None:
    sessions = ("0 Mon AM", "0 Tue AM", "0 Wed AM")
    faculty = (
        coach("F1", sessions[:1]),
        coach("F2", sessions[:2]),
        coach("F3", present=named(sessions[1:2])),
    )
    resident = trainee("R1", sessions, team=(faculty[1].id, faculty[2].id))
    problem = tiny(sessions, faculty, (resident,), objective=Objective(team_overlap=0.75))
    assert score(problem, schedule(problem, {"R1": sessions})).team == 0.75
    off = replace(problem, objective=Objective())
    assert score(off, schedule(off, {"R1": sessions})).team == 0


def test_sessions_up_to_the_change_overlap_with_the_earlier_coach() -> None:
    sessions = ("0 Mon AM", "0 Tue AM", "1 Mon AM")
    faculty = (coach("F1", sessions[1:]), coach("F2", sessions[:2]))
    resident = trainee("R1", sessions, earlier_coaches=(EarlierCoach(faculty[1].id, date(2026, 6, 29)),))
    problem = tiny(sessions, faculty, (resident,), objective=ONE_EACH)
    assert score(problem, schedule(problem, {"R1": sessions})).overlap == 3
    alone = replace(problem, residents=(replace(resident, earlier_coaches=()),))
    assert score(alone, schedule(alone, {"R1": sessions})).overlap == 2

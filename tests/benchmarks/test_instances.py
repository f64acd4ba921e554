"""Invented years: the same everywhere, of the shape asked for, and with a schedule unless made to have none."""

import os
import subprocess
import sys
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_flow

from benchmarks.instances import (
    FIFTY_FIFTY,
    STYLES,
    VARIABLE,
    WEEKLY,
    Open,
    Rooms,
    Shape,
    Style,
    build,
    heavy_interns,
    short_of_rooms,
    x_plus_y,
)
from benchmarks.instances.clinics import households
from benchmarks.instances.people import draw_coaches
from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.exchange.problem_file import write_problem
from scheduling.solver import solve

PRINTED = """
from benchmarks.instances import *
from scheduling.exchange.problem_file import write_problem
for style in STYLES:
    print(write_problem(build(Shape(16, 5, style, programs=2, sites=2, open=Open.INTERNS))))
"""
USUAL = Shape(24, attendings=1)
FAMILIES = (
    *(replace(USUAL, style=style) for style in STYLES),
    replace(USUAL, rooms=Rooms.TIGHT),
    replace(USUAL, rooms=Rooms.LOOSE),
    replace(USUAL, programs=2, sites=2),
    replace(USUAL, weeks=13),
    replace(heavy_interns(24), seed=1),
)


def printed(hash_seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PRINTED],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_same_shape_and_seed_give_the_same_problem_in_every_process() -> None:
    first, second = printed("1"), printed("2")
    assert first.count("connectedness-problem/1") == len(STYLES)
    assert first == second


def test_another_seed_gives_another_problem() -> None:
    texts = {write_problem(replace(build(replace(USUAL, seed=seed)), name="x")) for seed in (1, 2, 3)}
    assert len(texts) == 3


@pytest.mark.parametrize("shape", FAMILIES, ids=lambda shape: shape.name)
def test_every_family_has_a_legal_schedule(shape: Shape) -> None:
    problem = build(shape)
    solution = solve(problem).solution
    assert solution is not None
    assert list(violations(problem, solution)) == []


def clinic_weeks(problem: Problem, number: int) -> set[int]:
    return {week.week for week in problem.residents[number].weeks}


@pytest.mark.parametrize(("wards", "clinic"), [(4, 1), (3, 1), (6, 2)])
def test_clinic_weeks_follow_every_x_weeks_on_the_wards(wards: int, clinic: int) -> None:
    problem = build(Shape(24, style=x_plus_y(wards, clinic)))
    cycle = wards + clinic
    for number in range(24):
        places = {week % cycle for week in clinic_weeks(problem, number)}
        assert len(places) == clinic
    everyone = [clinic_weeks(problem, number) for number in range(24)]
    assert set(range(52)) == set().union(*everyone)  # the cohorts take turns


def test_half_of_the_residents_are_in_clinic_while_the_others_are_on_the_wards() -> None:
    problem = build(Shape(24, style=FIFTY_FIFTY))
    assert clinic_weeks(problem, 0).isdisjoint(clinic_weeks(problem, 1))
    assert len(clinic_weeks(problem, 0) | clinic_weeks(problem, 1)) >= 46  # but for those away


def test_a_weekly_half_day_is_one_of_the_cohorts_three_all_year() -> None:
    problem = build(Shape(24, style=WEEKLY))
    for resident in problem.residents:
        half_days = {
            (problem.session_by_id[session].half_day.date.weekday(), session[-2:])
            for week in resident.weeks
            for session in week.sessions
        }
        assert len(half_days) == 3
        assert {week.max for week in resident.weeks} == {1}


def rooms(shape: Shape) -> int:
    return sum(session.rooms for session in build(shape).sessions)


def test_tight_years_have_fewer_rooms_and_loose_ones_more() -> None:
    sizes = [rooms(Shape(170, rooms=tightness)) for tightness in (Rooms.TIGHT, Rooms.USUAL, Rooms.LOOSE)]
    assert sizes[0] < sizes[1] < sizes[2]


def test_interns_alone_weigh_more_and_only_in_the_first_half_of_the_year() -> None:
    heavy = {
        (resident.pgy, week.week < 26)
        for resident in build(heavy_interns(24)).residents
        for week in resident.weeks
        if week.supervision_weight != 1
    }
    assert heavy == {(1, True)}


@pytest.mark.parametrize(
    ("whose", "pgys"), [(Open.NOBODY, set()), (Open.INTERNS, {1}), (Open.EVERYONE, {1, 2, 3})]
)
def test_only_those_who_are_to_be_paired_have_no_coach(whose: Open, pgys: set[int]) -> None:
    problem = build(Shape(24, open=whose))
    assert {one.pgy for one in problem.residents if one.coach is None} == pgys
    assert all(one.coach is None for one in problem.residents if one.pgy in pgys)


def test_programs_share_sessions_and_each_is_supervised_wherever_its_residents_may_be() -> None:
    problem = build(Shape(40, programs=4, sites=2, attendings=1))
    listed = {(one.program, s) for one in problem.residents for week in one.weeks for s in week.sessions}
    supervised = {(member.program, session) for member in problem.faculty for session in member.sessions}
    assert listed <= supervised
    together = {
        session.id: {program for program, s in listed if s == session.id} for session in problem.sessions
    }
    assert max(map(len, together.values())) == 4
    assert {session.site for session in problem.sessions} == {"MAIN", "NORTH"}


def test_coaches_offer_six_to_eight_half_days_of_each_week_today_s_among_them() -> None:
    shape = Shape(24, offered=True)
    coaches = draw_coaches(shape, Random(1), households(shape))
    for member in coaches:
        assert set(member.sessions) < set(member.offered)
        weeks = len(member.sessions) // 3
        assert 6 * weeks <= len(member.offered) <= 8 * weeks
        assert member.weekly_quota == 3
    assert coaches == draw_coaches(shape, Random(1), households(shape))
    today = draw_coaches(replace(shape, offered=False), Random(1), households(shape))
    assert [member.sessions for member in coaches] == [member.sessions for member in today]


def most_clinics(problem: Problem, weeks: range) -> int:
    """How much of the weekly minima the rooms of these weeks can hold: a flow from resident-weeks over dates to sessions."""
    arcs: list[tuple[str, str, int]] = []
    for resident in problem.residents:
        for week in (one for one in resident.weeks if one.week in weeks):
            here = f"{resident.id} {week.week}"
            arcs.append(("source", here, week.min))
            days = {problem.session_by_id[session].half_day.date for session in week.sessions}
            arcs += [(here, f"{resident.id} {day}", 1) for day in days]
            arcs += [
                (f"{resident.id} {problem.session_by_id[session].half_day.date}", session, 1)
                for session in week.sessions
            ]
    arcs += [(s.id, "sink", s.rooms) for s in problem.sessions if problem.week_of(s.id) in weeks]
    numbers = {name: place for place, name in enumerate(sorted({end for a, b, _ in arcs for end in (a, b)}))}
    ends = np.array([(numbers[a], numbers[b]) for a, b, _ in arcs]).T
    size = (len(numbers), len(numbers))
    graph = coo_array((np.array([c for *_, c in arcs], dtype=np.int32), ends), shape=size).tocsr()
    return int(maximum_flow(graph, numbers["source"], numbers["sink"]).flow_value)


@pytest.mark.parametrize(("residents", "missing"), [(12, 1), (24, 7), (60, 20)])
def test_a_short_year_is_short_of_exactly_what_it_says(residents: int, missing: int) -> None:
    short = short_of_rooms(residents, 1, missing)
    assert short.needed - most_clinics(short.problem, short.weeks) == missing
    weeks = range(short.problem.weeks)
    whole = build(Shape(residents, style=x_plus_y(4, 1), attendings=1))
    assert most_clinics(whole, weeks) == sum(w.min for r in whole.residents for w in r.weeks)


@pytest.mark.parametrize("style", [VARIABLE, WEEKLY], ids=lambda style: style.name)
def test_a_shorter_year_is_as_long_as_asked(style: Style) -> None:
    problem = build(Shape(24, style=style, weeks=13))
    assert {problem.week_of(session.id) for session in problem.sessions} == set(range(13))
    assert all(0 < resident.year_min <= sum(w.max for w in resident.weeks) for resident in problem.residents)

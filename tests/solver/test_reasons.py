"""Reasons: where a year goes adds up, and what one more overlap, room or preceptor changes is what trying all finds."""

import json
import subprocess
import sys
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from benchmarks.generator import year
from scheduling.domain.attainable import attainable
from scheduling.domain.division import division
from scheduling.domain.ids import FacultyId, ResidentId
from scheduling.domain.overlap import overlapping, presence
from scheduling.domain.problem import FacultyMember, Objective, Problem
from scheduling.domain.score import score
from scheduling.domain.solution import Solution
from scheduling.exchange.problem_file import write_problem
from scheduling.exchange.solution_file import write_solution
from scheduling.solver import solve
from scheduling.solver.reasons.full_sessions import FullSession, Lack, full_sessions, verified
from scheduling.solver.reasons.held import NoReasonsError, hold
from scheduling.solver.reasons.one_more import Verdict, one_more
from scheduling.solver.reasons.report import Question, report
from tests.builders import clinic, coach, pins, schedule, tiny, trainee
from tests.solver.enumeration import legal_attendance, whole
from tests.solver.random_problems import problems

EXACT = 1e-6
slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
MON, TUE, WED, LATER = "0 Mon AM", "0 Tue AM", "0 Wed AM", "1 Mon AM"


def legal_schedules(problem: Problem) -> list[Solution]:
    """All legal schedules under the coaches that residents have."""
    coaches = {r.id: r.coach for r in problem.residents if r.coach is not None}
    return [whole(problem, coaches, attended) for attended in legal_attendance(problem)]


def best_score(problem: Problem) -> float:
    return max(score(problem, solution).total for solution in legal_schedules(problem))


def overlaps(problem: Problem, solution: Solution, who: ResidentId) -> int:
    resident, attended = problem.resident_by_id[who], solution.assignments.get(who, ())
    return len(overlapping(problem, presence(problem), resident, solution.coach[who], attended))


def moves(one: Solution, other: Solution) -> int:
    """Resident-sessions in which two schedules differ."""
    return sum(len(set(one.assignments[who]) ^ set(other.assignments[who])) for who in one.assignments)


@settings(max_examples=40, deadline=None, suppress_health_check=slow)
@given(st.booleans().flatmap(lambda pairing: problems(pairing=pairing)))
def test_the_parts_of_a_year_are_not_negative_and_add_up(problem: Problem) -> None:
    solution = solve(problem).solution
    assume(solution is not None)
    assert solution is not None
    for resident in problem.residents:
        coach_id = solution.coach[resident.id]
        parts = division(problem, resident, coach_id, solution.assignments[resident.id])
        losses = (
            parts.no_clinic, parts.shorter_weeks, parts.coach_away,
            parts.coach_elsewhere, parts.year_maximum, parts.rooms_or_tradeoff,
        )  # fmt: skip
        assert min(losses) >= 0
        assert sum(losses) + parts.reached == parts.full_year
        assert parts.full_year == problem.weeks * max((week.max for week in resident.weeks), default=0)
        assert parts.attainable == attainable(problem, resident, coach_id)
        assert parts.reached == overlaps(problem, solution, resident.id)


def test_each_week_is_told_by_the_first_reason_that_holds() -> None:
    sessions = (MON, TUE, WED, LATER, "2 Mon AM", "2 Tue AM", "3 Mon AM")
    with_coach = (MON, "2 Mon AM", "3 Tue AM", "4 Mon AM")
    resident = trainee("R1", sessions, (0, 2), year_max=2)
    problem = tiny(
        (*sessions, "3 Tue AM", "4 Mon AM"), (coach("F1", with_coach), coach("F2", sessions)), (resident,)
    )
    parts = division(
        problem, problem.residents[0], FacultyId("F1"), problem.residents[0].weeks[0].sessions[:1]
    )
    assert (parts.full_year, parts.reached) == (10, 1)  # five weeks of two
    assert (parts.no_clinic, parts.weeks_without_clinic) == (2, 1)  # week 4
    assert parts.shorter_weeks == 2  # weeks 1 and 3 hold one each
    assert (parts.coach_away, parts.weeks_coach_away) == (1, 1)  # week 1
    assert parts.coach_elsewhere == 3  # one each in weeks 0 and 2, and all of week 3
    assert (parts.year_maximum, parts.rooms_or_tradeoff) == (0, 1)


@settings(max_examples=60, deadline=None, suppress_health_check=slow)
@given(problems(pairing=False), st.booleans(), st.integers(0, 2))
def test_one_more_overlap_costs_what_trying_all_schedules_says(
    problem: Problem, best: bool, number: int
) -> None:
    legal = legal_schedules(problem)
    assume(legal)
    ranked = sorted(legal, key=lambda solution: score(problem, solution).total)
    held = ranked[-1 if best else len(ranked) // 2]
    panels = solve(problem)
    assume(panels.solution is not None)  # else fixed coaches break a panel, and nothing is explained
    resident = problem.residents[number % len(problem.residents)]
    now = overlaps(problem, held, resident.id)
    answer = one_more(hold(problem, held, inf, 1), number % len(problem.residents))
    event(answer.verdict)
    having = [s for s in legal if overlaps(problem, s, resident.id) > now]
    more = [score(problem, s).total for s in having]
    if answer.verdict in (Verdict.CEILING, Verdict.IMPOSSIBLE):
        assert not more
        return
    assert answer.cost is not None
    assert answer.at_least is not None
    cost = score(problem, held).total - max(more)
    assert answer.at_least - EXACT <= cost <= answer.cost + EXACT
    if answer.proven:
        assert answer.cost == pytest.approx(cost, abs=EXACT)
        cheapest = [s for s, total in zip(having, more, strict=True) if total >= max(more) - EXACT]
        assert answer.moves == min(moves(held, s) for s in cheapest)
    assert sum(change for _, change in answer.parts) == pytest.approx(-answer.cost, abs=EXACT)
    assert dict(answer.changes)[resident.id] >= 1


def with_one_more(problem: Problem, full: FullSession) -> Problem:
    """The problem with another room in the session, or with another who precepts there and coaches nobody."""
    if full.lack is Lack.ROOM:
        sessions = tuple(
            replace(one, rooms=one.rooms + 1) if one.id == full.session else one for one in problem.sessions
        )
        return replace(problem, sessions=sessions)
    assert full.program is not None
    helper = FacultyMember(FacultyId("helper"), full.program, 0, 9, (full.session,))
    return replace(problem, faculty=(*problem.faculty, helper))


@settings(max_examples=50, deadline=None, suppress_health_check=slow)
@given(problems(pairing=False))
def test_one_more_room_or_preceptor_brings_what_trying_all_schedules_says(problem: Problem) -> None:
    outcome = solve(problem)
    assume(outcome.solution is not None)
    assert outcome.solution is not None
    held = hold(problem, outcome.solution, inf, 1)
    found = full_sessions(held)
    now = best_score(problem)
    for full in found:
        answer = verified(held, full)
        gain = best_score(with_one_more(problem, full)) - now
        event(f"{full.lack} {'brings something' if gain > EXACT else 'brings nothing'}")
        assert gain <= full.at_most + EXACT
        assert answer.gain is not None
        assert answer.gain <= gain + EXACT
        if answer.proven:
            assert answer.gain == pytest.approx(gain, abs=EXACT)
    # One with fewer rooms than the residents it needs to open is not full: it is closed, and a room may open it.
    can_open = {one.id for one in problem.sessions if one.rooms >= one.min_residents}
    roomy = can_open - {one.session for one in found if one.lack is Lack.ROOM}
    for session in roomy:
        freed = FullSession(session, Lack.ROOM, None, 0, 1.0, 0.0)
        assert best_score(with_one_more(problem, freed)) == pytest.approx(now, abs=EXACT)


def explained(problem: Problem, solution: Solution, over: bool = False) -> dict[str, Any]:
    question = Question(tuple(problem.resident_by_id), tuple(problem.session_by_id), 9)
    return report(hold(problem, solution, inf, 1), question, lambda: over, lambda *_: None)


def last_sentence(problem: Problem, solution: Solution, number: int) -> str:
    sentence: str = explained(problem, solution)["residents"][number]["sentences"][-1]
    return sentence


def shared(rooms: int, **changes: Any) -> Problem:
    residents = (trainee("R1", (MON, TUE), (1, 1)), trainee("R2", (MON, TUE), (1, 1), **changes))
    return tiny((clinic(MON, rooms), TUE), (coach("F1", (MON,)), coach("F2", (TUE,))), residents)


def test_a_tie_is_called_one_and_names_who_would_lose() -> None:
    problem = shared(1)
    held = schedule(problem, {"R1": (MON,), "R2": (TUE,)})
    assert last_sentence(problem, held, 0) == "No schedule with this coach gives R1 more."
    assert last_sentence(problem, held, 1) == "One more would cost no score, a tie: R1 would lose 1."
    (room,) = explained(problem, held)["sessions"]
    assert room["sentence"].startswith("One more room on Mon 29 Jun, AM at MAIN would bring ")
    assert room["sentence"].endswith(" (proven): R2 would win 1.")


def test_in_a_whole_year_one_more_overlap_moves_only_a_handful() -> None:
    problem = year(24, 3, interns_open=False)
    solution = solve(problem).solution
    assert solution is not None
    held = hold(problem, solution, inf, 1)
    answers = [one_more(held, number) for number in range(len(problem.residents))]
    ties = [answer for answer in answers if answer.verdict is Verdict.FREE]
    assert ties
    assert all(answer.proven for answer in answers)
    assert all(min(change for _, change in answer.changes) == -1 for answer in ties)
    assert max(answer.moves for answer in answers) < 10


def test_one_more_for_someone_who_has_much_costs_what_the_other_loses() -> None:
    days = (MON, TUE, WED)
    others = tuple(f"1 {day} AM" for day in ("Mon", "Tue", "Wed", "Thu", "Fri"))
    residents = (
        trainee("R1", days, year_min=1),
        trainee("R2", (*days, *others), year_min=5, year_max=5),
    )
    problem = tiny(
        (*(clinic(day, 1) for day in days), *others),
        (coach("F1", days), coach("F2", others)),
        residents,
        objective=Objective(missed_window=0),
    )
    held = schedule(problem, {"R1": (MON,), "R2": (TUE, WED, *others[:3])})
    # R1's second overlap earns 1, as their yearly minimum is 1; R2's second earned 8 of a minimum of 5
    assert last_sentence(problem, held, 0) == "One more would cost 7 of the score (proven): R2 would lose 1."


def test_a_pin_that_makes_one_more_impossible_is_named() -> None:
    problem = replace(shared(2), pins=pins(avoid=[("R2", MON)]))
    held = schedule(problem, {"R1": (MON,), "R2": (TUE,)})
    assert last_sentence(problem, held, 1) == (
        "One more is impossible: R2 is pinned to stay away from Mon 29 Jun, AM at MAIN."
    )


def test_a_schedule_that_can_be_improved_is_said_to_be() -> None:
    problem = shared(2)
    held = schedule(problem, {"R1": (MON,), "R2": (TUE,)})
    assert "this schedule is not the best" in last_sentence(problem, held, 1)
    assert explained(problem, held)["improvable"] > 0


def test_a_schedule_that_breaks_a_rule_is_not_explained() -> None:
    problem = shared(1)
    with pytest.raises(NoReasonsError, match="breaks a rule: rooms"):
        hold(problem, schedule(problem, {"R1": (MON,), "R2": (MON,)}), inf, 1)


def test_what_was_explained_before_a_stop_is_kept_and_called_incomplete() -> None:
    problem = shared(1)
    held = schedule(problem, {"R1": (MON,), "R2": (TUE,)})
    found = explained(problem, held, over=True)
    assert (found["complete"], found["residents"]) == (False, [])
    assert explained(problem, held)["complete"] is True


def command(tmp_path: Path, solution: Solution, *more: str) -> subprocess.CompletedProcess[str]:
    problem = shared(1)
    outcome = replace(solve(problem), solution=solution, objective=score(problem, solution).total)
    (tmp_path / "p.json").write_text(write_problem(problem), encoding="utf-8")
    (tmp_path / "s.json").write_text(write_solution(outcome), encoding="utf-8")
    places = [str(tmp_path / "p.json"), str(tmp_path / "s.json"), "--out", str(tmp_path / "r.json")]
    return subprocess.run(
        [sys.executable, "-m", "scheduling.solver.reasons", *places, *more],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_command_never_writes_a_file_that_it_reads(tmp_path: Path) -> None:
    for read in ("p.json", "s.json"):
        held = schedule(shared(1), {"R1": (MON,), "R2": (TUE,)})
        done = command(tmp_path, held, "--out", str(tmp_path / read))
        said = f"--out {tmp_path / read}: this file is read, so it is not written."
        assert (done.returncode, done.stderr.splitlines()) == (2, [said])


def test_the_command_explains_the_resident_who_was_named(tmp_path: Path) -> None:
    done = command(tmp_path, schedule(shared(1), {"R1": (MON,), "R2": (TUE,)}), "--resident", "R2")
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (found["format"], found["complete"], found["sessions"]) == ("connectedness-reasons/1", True, [])
    assert [one["resident"] for one in found["residents"]] == ["R2"]
    assert found["residents"][0]["one_more"]["changes"] == {"R1": -1, "R2": 1}
    assert json.loads(done.stderr.splitlines()[-1])["done"] == 1


@pytest.mark.parametrize(
    ("attended", "more", "says"),
    [
        ({"R1": (MON,), "R2": (MON,)}, (), "breaks a rule"),
        ({"R1": (MON,), "R2": (TUE,)}, ("--resident", "R9"), "no resident 'R9'"),
    ],
)
def test_the_command_refuses_in_one_line_and_writes_nothing(
    tmp_path: Path, attended: dict[str, tuple[str, ...]], more: tuple[str, ...], says: str
) -> None:
    done = command(tmp_path, schedule(shared(1), attended), *more)
    assert done.returncode == 2
    assert says in done.stderr.splitlines()[-1]
    assert not (tmp_path / "r.json").exists()

"""How long questions about one schedule take: the price of each kind of edit with its repair, what fits, and why not."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from random import Random
from statistics import median
from typing import TypeVar

from benchmarks.generator import year
from benchmarks.rows import Row
from scheduling.domain.ids import SessionId
from scheduling.domain.problem import Problem, Resident
from scheduling.domain.solution import Solution
from scheduling.solver import solve
from scheduling.solver.advice import (
    Add,
    Advisor,
    CoachChange,
    Drop,
    Edit,
    EditError,
    FacultyLeave,
    Leave,
    Move,
    Pin,
    Swap,
    whole_days,
)

QUESTIONS = 25  # of each kind
RESIDENTS, QUICK_RESIDENTS, SEED = 170, 60, 1
Ask = Callable[[], object]
Took = tuple[float, float]  # seconds, and those of the processor
T = TypeVar("T")


def advice_rows(*, quick: bool) -> Iterator[Row]:
    """One row for each kind of question about the best schedule of a generated year."""
    problem = year(QUICK_RESIDENTS if quick else RESIDENTS, SEED, interns_open=False)
    outcome = solve(problem)
    if outcome.solution is None:
        raise RuntimeError(f"{problem.name}: {outcome.status}")
    yield from _rows(problem, outcome.solution)


def _rows(problem: Problem, solution: Solution) -> Iterator[Row]:
    advisor, took = _timed(lambda: Advisor(problem, solution))
    yield {"question": "prepare the schedule", **_times([took])}
    random = Random(SEED)  # noqa: S311  invented questions, not secrets
    for name, draw in _edits(problem, solution, random).items():
        yield {"question": name, **_prices(advisor, draw)}
    people = [random.choice(problem.residents) for _ in range(QUESTIONS)]
    questions: dict[str, list[Ask]] = {
        "fits": [_fits(advisor, one, random) for one in people],
        "why_not": [_why_not(advisor, one, _unattended(solution, one, random)) for one in people],
    }
    for name, asked in questions.items():
        yield {"question": name, **_times([_timed(question)[1] for question in asked])}


def _times(took: list[Took]) -> Row:
    wall, processor = ([round(1000 * one[place]) for one in took] for place in range(2))
    return {
        "median [ms]": round(median(wall)),
        "longest [ms]": max(wall),
        "longest, processor [ms]": max(processor),
    }


def _prices(advisor: Advisor, draw: Callable[[], Edit]) -> Row:
    times: list[Took] = []
    broken = repaired = 0
    while len(times) < QUESTIONS:
        edit = draw()
        try:
            price, took = _timed(partial(advisor.price, edit))
        except EditError:
            continue  # drawn for two people who cannot take each other's place
        times.append(took)
        broken += bool(price.broken)
        repaired += price.repair is not None
    return {**_times(times), "breaks a rule": broken, "of these repaired": repaired}


def _edits(problem: Problem, solution: Solution, random: Random) -> dict[str, Callable[[], Edit]]:
    """A draw for each kind of edit."""

    def person() -> Resident:
        return random.choice(problem.residents)

    def held(one: Resident) -> SessionId:
        return random.choice(solution.assignments[one.id])

    def move() -> Edit:
        one = person()
        source = held(one)
        week = next(week for week in one.weeks if source in week.sessions)
        return Move(one.id, source, random.choice([s for s in week.sessions if s != source]))

    def away(days: int) -> Edit:
        one = person()
        first = problem.session_by_id[held(one)].half_day.date
        return Leave(one.id, whole_days(first, first + timedelta(days - 1)))

    def faculty_away() -> Edit:
        member = random.choice(problem.faculty)
        day = problem.session_by_id[random.choice(member.sessions)].half_day.date
        return FacultyLeave(member.id, whole_days(day, day + timedelta(6)))

    def add(*, pin: bool) -> Edit:
        one = person()
        session = _unattended(solution, one, random)
        return Pin(one.id, session, attend=True) if pin else Add(one.id, session)

    def drop() -> Edit:
        one = person()
        return Drop(one.id, held(one))

    def swap() -> Edit:
        one, other = person(), person()
        return Swap(one.id, held(one), other.id, held(other))

    return {
        "move within a week": move,
        "swap": swap,
        "add": lambda: add(pin=False),
        "drop": drop,
        "pin": lambda: add(pin=True),
        "leave of a day": lambda: away(1),
        "leave of a week": lambda: away(7),
        "coach away for a week": faculty_away,
        "change of coach": lambda: CoachChange(person().id, random.choice(problem.faculty).id),
    }


def _unattended(solution: Solution, one: Resident, random: Random) -> SessionId:
    listed = [session for week in one.weeks for session in week.sessions]
    return random.choice([session for session in listed if session not in solution.assignments[one.id]])


def _fits(advisor: Advisor, one: Resident, random: Random) -> Ask:
    week = random.choice(one.weeks).week
    return lambda: advisor.fits(one.id, week)


def _why_not(advisor: Advisor, one: Resident, session: SessionId) -> Ask:
    return lambda: advisor.why_not(one.id, session)


def _timed(question: Callable[[], T]) -> tuple[T, Took]:
    """The answer, and what it took."""
    began, spent = time.perf_counter(), time.process_time()
    answer = question()
    return answer, (time.perf_counter() - began, time.process_time() - spent)

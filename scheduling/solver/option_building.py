"""The options of a problem as arrays: what may be attended, and what is named by a pin or the past."""

from collections.abc import Mapping

import numpy as np

from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.problem import Problem
from scheduling.solver.arrays import (
    HALF_DAYS_PER_DATE,
    Bools,
    Floats,
    Ints,
    Options,
    WeekRows,
    faculty_numbers,
    number,
)


def options_of(
    problem: Problem, weeks: WeekRows, session_number: Mapping[SessionId, int], there: Bools
) -> Options:
    """All options, by resident, week and half-day; ``there`` says where each of the faculty is."""
    start = problem.first_monday.toordinal()
    date = np.array([s.half_day.date.toordinal() - start for s in problem.sessions], dtype=np.int64)
    order = np.array([s.half_day.period.order for s in problem.sessions], dtype=np.int64)
    rows: list[tuple[int, int, float, bool]] = []
    named = _named(problem)
    for index, resident in enumerate(problem.residents):
        rows += _of_resident(problem, index, session_number, named.get(resident.id, set()))
    resident_of: Ints = np.array([row[0] for row in rows], dtype=np.int64)
    session_of: Ints = np.array([row[1] for row in rows], dtype=np.int64)
    weight: Floats = np.array([row[2] for row in rows], dtype=np.float64)
    allowed: Bools = np.array([row[3] for row in rows], dtype=np.bool_)
    half_day = HALF_DAYS_PER_DATE * date[session_of] + order[session_of]
    sort = np.lexsort((session_of, half_day, resident_of))
    resident_of, session_of = resident_of[sort], session_of[sort]
    week = date[session_of] // 7
    published = _among(problem, resident_of, session_of, _published_pairs(problem))
    return Options(
        resident=resident_of,
        session=session_of,
        week=week,
        date=date[session_of],
        half_day=half_day[sort],
        weight=weight[sort],
        allowed=allowed[sort],
        week_row=_rows_of(problem, weeks, resident_of, week),
        earlier_coach=_earlier_coaches(problem, resident_of, date[session_of]),
        reward=_rewards(problem, resident_of, session_of, published),
        team=team_there(problem, there, resident_of, session_of),
        published=published,
    )


def _of_resident(
    problem: Problem, index: int, session_number: Mapping[SessionId, int], kept: set[SessionId]
) -> list[tuple[int, int, float, bool]]:
    resident = problem.residents[index]
    found = [
        (index, session_number[session], week.supervision_weight, True)
        for week in resident.weeks
        for session in week.sessions
    ]
    if kept:
        allowed = {session for week in resident.weeks for session in week.sessions}
        weights = {week.week: week.supervision_weight for week in resident.weeks}
        found += [
            (index, session_number[session], weights.get(problem.week_of(session), 1.0), False)
            for session in sorted(kept - allowed)
        ]
    return found


def _named(problem: Problem) -> dict[ResidentId, set[SessionId]]:
    """What a pin or the past names for each resident, allowed or not."""
    found: dict[ResidentId, set[SessionId]] = {}
    for who, session in (*problem.pins.attend, *problem.pins.avoid, *_frozen_pairs(problem)):
        found.setdefault(who, set()).add(session)
    return found


def _published_pairs(problem: Problem) -> list[tuple[ResidentId, SessionId]]:
    """What was published of sessions that still exist."""
    published = problem.published or {}
    return [
        (who, what)
        for who, sessions in published.items()
        for what in sessions
        if what in problem.session_by_id
    ]


def _frozen_pairs(problem: Problem) -> list[tuple[ResidentId, SessionId]]:
    """What was published of the sessions before ``frozen_before``."""
    limit = problem.frozen_before
    if limit is None:
        return []
    known = problem.session_by_id
    return [(who, what) for who, what in _published_pairs(problem) if known[what].half_day.date < limit]


def _among(
    problem: Problem, resident: Ints, session: Ints, pairs: list[tuple[ResidentId, SessionId]]
) -> Bools:
    """For each option whether it is one of the pairs."""
    residents, sessions = number(problem.resident_by_id), number(problem.session_by_id)
    table = np.zeros((len(residents), len(sessions)), dtype=np.bool_)
    for who, what in pairs:
        table[residents[who], sessions[what]] = True
    found: Bools = table[resident, session]
    return found


def _rewards(problem: Problem, resident: Ints, session: Ints, published: Bools) -> Floats:
    """Preferences, and what a change from the published schedule costs or its keeping saves."""
    residents, sessions = number(problem.resident_by_id), number(problem.session_by_id)
    table = np.zeros((len(residents), len(sessions)))
    for wish in problem.preferences:
        table[residents[wish.resident], sessions[wish.session]] = wish.weight
    rewards: Floats = table[resident, session]
    if problem.published is None:
        return rewards
    return rewards + problem.objective.changed_assignment * np.where(published, 1.0, -1.0)


def _earlier_coaches(problem: Problem, resident: Ints, date: Ints) -> Ints:
    """For each option the earlier coach of its day, or -1."""
    faculty = number(problem.faculty_by_id)
    found = np.full(len(date), -1, dtype=np.int64)
    for index, person in enumerate(problem.residents):
        for earlier in reversed(person.earlier_coaches):
            until = (earlier.until - problem.first_monday).days
            found[(resident == index) & (date <= until)] = faculty[earlier.coach]
    return found


def _rows_of(problem: Problem, weeks: WeekRows, resident: Ints, week: Ints) -> Ints:
    """The week row of each option, or -1."""
    table = np.full(len(problem.residents) * problem.weeks, -1, dtype=np.int64)
    table[weeks.resident * problem.weeks + weeks.week] = np.arange(len(weeks.week))
    found: Ints = table[resident * problem.weeks + week]
    return found


def team_there(problem: Problem, there: Bools, resident: Ints, session: Ints) -> Bools:
    """For each option whether someone of the resident's team is there."""
    table = np.zeros((len(problem.residents), len(problem.sessions)), dtype=np.bool_)
    for index, person in enumerate(problem.residents):
        if person.team:
            table[index] = there[faculty_numbers(problem, person.team)].any(axis=0)
    found: Bools = table[resident, session]
    return found

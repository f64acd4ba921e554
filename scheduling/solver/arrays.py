"""A problem as numpy arrays: one entry per option, that is, per resident and session that may be attended.

Residents, sessions, faculty and programs are numbered in the order of the problem. Options are ordered by resident,
week and half-day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduling.domain.ids import FacultyId, ResidentId, SessionId
from scheduling.domain.problem import Problem

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

HALF_DAYS_PER_DATE = 3


@dataclass(frozen=True, slots=True)
class Options:
    """What residents may attend; all arrays have one entry per option."""

    resident: Ints
    session: Ints
    week: Ints
    date: Ints  # days since the first Monday
    half_day: Ints  # three per date
    weight: Floats  # in supervision
    allowed: Bools  # false for what is only named by a pin or frozen
    week_row: Ints  # into WeekRows, -1 where the week is not listed
    earlier_coach: Ints  # faculty number with whom the session overlaps whoever the coach is, or -1
    reward: Floats  # earned when attended, whoever the coach is
    team: Bools  # someone of the resident's team is there
    published: Bools  # attended in the published schedule


@dataclass(frozen=True, slots=True)
class WeekRows:
    """The listed weeks of all residents; all arrays have one entry per resident and listed week."""

    resident: Ints
    week: Ints
    min: Ints
    max: Ints


@dataclass(frozen=True, slots=True)
class ProblemArrays:
    """Everything that the model and the prices need, by number."""

    problem: Problem
    options: Options
    weeks: WeekRows
    precepts: Bools  # faculty x sessions
    present: Bools  # faculty x sessions: in clinic, precepting or not
    there: Bools  # faculty x sessions: precepting or present
    rooms: Ints  # sessions
    supervision: Floats  # programs x sessions: the weight that may be supervised
    program: Ints  # residents
    affinity: Floats  # residents x faculty: earned by the pair
    constant: float  # part of the score that no decision changes

    @property
    def residents(self) -> int:
        """How many residents there are."""
        return len(self.problem.residents)

    def coach_there(self, coach: Ints) -> Bools:
        """For each option whether the resident's coach is there; ``coach`` has one faculty number per resident."""
        options = self.options
        present = np.where(options.earlier_coach >= 0, options.earlier_coach, coach[options.resident])
        return self.there[present, options.session]

    def worth(self, option: Ints, there: Bools) -> Floats:
        """What attending earns beside overlap, for some options and whether the resident's coach is there in them."""
        weight = self.problem.objective.team_overlap
        found: Floats = self.options.reward[option] + weight * (self.options.team[option] & ~there)
        return found

    def pair_worth(self, coach: Ints) -> float:
        """What a pairing earns by itself; one faculty number per resident."""
        return float(self.affinity[np.arange(self.residents), coach].sum())


def add_up(place: Ints, values: Floats, size: int) -> Floats:
    """The sum of the values at each place from 0 to ``size`` - 1."""
    return np.bincount(place, weights=values, minlength=size).astype(np.float64, copy=False)


def number(things: Mapping[Any, Any]) -> dict[Any, int]:
    """The place of each id in its mapping."""
    return {key: index for index, key in enumerate(things)}


def arrays_of(problem: Problem) -> ProblemArrays:
    """The arrays of a problem."""
    session_number = number(problem.session_by_id)
    program_number = number(problem.program_by_id)
    weeks = _week_rows(problem)
    precepts = _places(session_number, [member.sessions for member in problem.faculty])
    present = _places(session_number, [member.present for member in problem.faculty])
    there = precepts | present
    options = _options(problem, weeks, session_number, there)
    return ProblemArrays(
        problem=problem,
        options=options,
        weeks=weeks,
        precepts=precepts,
        present=present,
        there=there,
        rooms=np.array([session.rooms for session in problem.sessions], dtype=np.int64),
        supervision=_supervision(problem, precepts),
        program=np.array([program_number[r.program] for r in problem.residents], dtype=np.int64),
        affinity=_affinity(problem),
        constant=_constant(problem),
    )


def with_precepting(arrays: ProblemArrays, precepts: Bools) -> ProblemArrays:
    """The same problem where faculty precept otherwise (faculty x sessions)."""
    options, there = arrays.options, precepts | arrays.present
    team = _team_there(arrays.problem, there, options.resident, options.session)
    return replace(
        arrays,
        options=replace(options, team=team),
        precepts=precepts,
        there=there,
        supervision=_supervision(arrays.problem, precepts),
    )


def precepting_of(arrays: ProblemArrays) -> dict[FacultyId, tuple[SessionId, ...]]:
    """Where faculty precept, with ids."""
    problem = arrays.problem
    return {
        member.id: tuple(problem.sessions[session].id for session in np.flatnonzero(row))
        for member, row in zip(problem.faculty, arrays.precepts, strict=True)
    }


def _week_rows(problem: Problem) -> WeekRows:
    rows = [
        (index, week.week, week.min, week.max)
        for index, resident in enumerate(problem.residents)
        for week in sorted(resident.weeks, key=lambda week: week.week)
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return WeekRows(*(np.ascontiguousarray(table[:, column]) for column in range(4)))


def _options(
    problem: Problem, weeks: WeekRows, session_number: Mapping[SessionId, int], there: Bools
) -> Options:
    start = problem.first_monday.toordinal()
    date = np.array([s.half_day.date.toordinal() - start for s in problem.sessions], dtype=np.int64)
    order = np.array([s.half_day.period.order for s in problem.sessions], dtype=np.int64)
    rows: list[tuple[int, int, float, bool]] = []
    named = _named(problem)
    for index, resident in enumerate(problem.residents):
        rows += _options_of(problem, index, session_number, named.get(resident.id, set()))
    resident_of: Ints = np.array([row[0] for row in rows], dtype=np.int64)
    session_of: Ints = np.array([row[1] for row in rows], dtype=np.int64)
    weight: Floats = np.array([row[2] for row in rows], dtype=np.float64)
    allowed: Bools = np.array([row[3] for row in rows], dtype=np.bool_)
    half_day = HALF_DAYS_PER_DATE * date[session_of] + order[session_of]
    sort = np.lexsort((session_of, half_day, resident_of))
    resident_of, session_of = resident_of[sort], session_of[sort]
    week = date[session_of] // 7
    published = _among(problem, resident_of, session_of, published_pairs(problem))
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
        team=_team_there(problem, there, resident_of, session_of),
        published=published,
    )


def _options_of(
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
    for who, session in (*problem.pins.attend, *problem.pins.avoid, *frozen_pairs(problem)):
        found.setdefault(who, set()).add(session)
    return found


def published_pairs(problem: Problem) -> list[tuple[ResidentId, SessionId]]:
    """What was published of sessions that still exist."""
    published = problem.published or {}
    return [
        (who, what)
        for who, sessions in published.items()
        for what in sessions
        if what in problem.session_by_id
    ]


def frozen_pairs(problem: Problem) -> list[tuple[ResidentId, SessionId]]:
    """What was published of the sessions before ``frozen_before``."""
    limit = problem.frozen_before
    if limit is None:
        return []
    known = problem.session_by_id
    return [(who, what) for who, what in published_pairs(problem) if known[what].half_day.date < limit]


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


def _constant(problem: Problem) -> float:
    """All that was published counts as changed; what is attended again earns that back."""
    count = sum(len(set(sessions)) for sessions in (problem.published or {}).values())
    return -problem.objective.changed_assignment * count


def _affinity(problem: Problem) -> Floats:
    residents, faculty = number(problem.resident_by_id), number(problem.faculty_by_id)
    table = np.zeros((len(residents), len(faculty)))
    for wish in problem.affinities:
        table[residents[wish.resident], faculty[wish.faculty]] = wish.weight
    return table


def _earlier_coaches(problem: Problem, resident: Ints, date: Ints) -> Ints:
    """For each option the earlier coach of its day, or -1."""
    faculty = number(problem.faculty_by_id)
    found = np.full(len(date), -1, dtype=np.int64)
    for index, person in enumerate(problem.residents):
        for earlier in reversed(person.earlier_coaches):
            until = (earlier.until - problem.first_monday).days
            found[(resident == index) & (date <= until)] = faculty[earlier.coach]
    return found


def _team_there(problem: Problem, there: Bools, resident: Ints, session: Ints) -> Bools:
    table = np.zeros((len(problem.residents), len(problem.sessions)), dtype=np.bool_)
    for index, person in enumerate(problem.residents):
        if person.team:
            table[index] = there[faculty_numbers(problem, person.team)].any(axis=0)
    found: Bools = table[resident, session]
    return found


def _rows_of(problem: Problem, weeks: WeekRows, resident: Ints, week: Ints) -> Ints:
    """The week row of each option, or -1."""
    table = np.full(len(problem.residents) * problem.weeks, -1, dtype=np.int64)
    table[weeks.resident * problem.weeks + weeks.week] = np.arange(len(weeks.week))
    found: Ints = table[resident * problem.weeks + week]
    return found


def _places(session_number: Mapping[SessionId, int], sessions: list[tuple[SessionId, ...]]) -> Bools:
    """Faculty x sessions: whether each is among the faculty member's."""
    table = np.zeros((len(sessions), len(session_number)), dtype=np.bool_)
    for row, listed in enumerate(sessions):
        table[row, [session_number[session] for session in listed]] = True
    return table


def _supervision(problem: Problem, precepts: Bools) -> Floats:
    """Programs x sessions: the weight that the faculty precepting there may supervise."""
    numbers = number(problem.program_by_id)
    table = np.zeros((len(problem.programs), precepts.shape[1]))
    np.add.at(table, [numbers[member.program] for member in problem.faculty], precepts)
    ratios = np.array([program.supervision_ratio for program in problem.programs], dtype=np.float64)
    limits: Floats = table * ratios[:, None]
    return limits


def faculty_numbers(problem: Problem, faculty: tuple[FacultyId, ...]) -> Ints:
    """The numbers of some faculty."""
    numbers = number(problem.faculty_by_id)
    return np.array([numbers[member] for member in faculty], dtype=np.int64)

"""The arrays of a problem."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from scheduling.domain.ids import SessionId
from scheduling.domain.problem import Problem
from scheduling.solver.arrays import Bools, Floats, ProblemArrays, WeekRows, number
from scheduling.solver.option_building import options_of, team_there


def arrays_of(problem: Problem) -> ProblemArrays:
    """The arrays of a problem."""
    session_number = number(problem.session_by_id)
    program_number = number(problem.program_by_id)
    weeks = _week_rows(problem)
    precepts = _places(session_number, [member.sessions for member in problem.faculty])
    present = _places(session_number, [member.present for member in problem.faculty])
    there = precepts | present
    options = options_of(problem, weeks, session_number, there)
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
    team = team_there(arrays.problem, there, options.resident, options.session)
    return replace(
        arrays,
        options=replace(options, team=team),
        precepts=precepts,
        there=there,
        supervision=_supervision(arrays.problem, precepts),
    )


def _week_rows(problem: Problem) -> WeekRows:
    rows = [
        (index, week.week, week.min, week.max)
        for index, resident in enumerate(problem.residents)
        for week in sorted(resident.weeks, key=lambda week: week.week)
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return WeekRows(*(np.ascontiguousarray(table[:, column]) for column in range(4)))


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


def _affinity(problem: Problem) -> Floats:
    residents, faculty = number(problem.resident_by_id), number(problem.faculty_by_id)
    table = np.zeros((len(residents), len(faculty)))
    for wish in problem.affinities:
        table[residents[wish.resident], faculty[wish.faculty]] = wish.weight
    return table


def _constant(problem: Problem) -> float:
    """All that was published counts as changed; what is attended again earns that back."""
    count = sum(len(set(sessions)) for sessions in (problem.published or {}).values())
    return -problem.objective.changed_assignment * count

"""A problem as numpy arrays: one entry per option, that is, per resident and session that may be attended.

Residents, sessions, faculty and programs are numbered in the order of the problem. Options are ordered by resident,
week and half-day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduling.domain.ids import FacultyId, SessionId
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


def faculty_numbers(problem: Problem, faculty: tuple[FacultyId, ...]) -> Ints:
    """The numbers of some faculty."""
    numbers = number(problem.faculty_by_id)
    return np.array([numbers[member] for member in faculty], dtype=np.int64)


def precepting_of(arrays: ProblemArrays) -> dict[FacultyId, tuple[SessionId, ...]]:
    """Where faculty precept, with ids."""
    problem = arrays.problem
    return {
        member.id: tuple(problem.sessions[session].id for session in np.flatnonzero(row))
        for member, row in zip(problem.faculty, arrays.precepts, strict=True)
    }

"""The half-days that faculty offer, by number, and the units in which they are decided.

A unit is decided as one: a session where half-days may vary from date to date, or all sessions of a weekly slot (weekday,
half-day and site) where one pattern holds for the year.
"""

from dataclasses import dataclass

import numpy as np

from scheduling.domain.calendar import DAYS_IN_WEEK
from scheduling.domain.ids import FacultyPattern
from scheduling.domain.problem import Problem
from scheduling.solver.arrays import HALF_DAYS_PER_DATE, Bools, Floats, Ints, add_up, number

NO_LIMIT = DAYS_IN_WEEK * HALF_DAYS_PER_DATE  # one session per half-day is all that a week can hold


@dataclass(frozen=True, slots=True)
class Offers:
    """One entry per faculty member and offered session, ordered by member; and the unit of each entry.

    ``member_of_unit`` and ``quota`` (sessions a week, per member) are the faculty member's.
    """

    problem: Problem
    member: Ints
    session: Ints
    week: Ints
    half_day: Ints
    unit: Ints
    member_of_unit: Ints
    quota: Ints

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.member_of_unit)

    @property
    def by_year(self) -> bool:
        """Whether one weekly pattern holds for the year."""
        return self.problem.rules.faculty_pattern is FacultyPattern.YEAR

    def table(self, values: Floats | Ints | Bools) -> Floats:
        """Faculty x sessions from one figure per entry; 0 where nothing is offered."""
        found = np.zeros((len(self.quota), len(self.problem.sessions)))
        found[self.member, self.session] = values
        return found

    def precepts(self, chosen: Bools) -> Bools:
        """Faculty x sessions: where they precept if these units are chosen."""
        return self.table(chosen[self.unit]) > 0

    def per_unit(self, values: Floats) -> Floats:
        """The sum of a figure of the entries of each unit."""
        return add_up(self.unit, values, self.units)


def offers_of(problem: Problem) -> Offers:
    """All that faculty offer; today's sessions are among it."""
    sessions = number(problem.session_by_id)
    pairs = [
        (row, sessions[session]) for row, member in enumerate(problem.faculty) for session in member.offers
    ]
    member, session = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    date = np.array([(s.half_day.date - problem.first_monday).days for s in problem.sessions], dtype=np.int64)
    order = np.array([s.half_day.period.order for s in problem.sessions], dtype=np.int64)
    slots = number(dict.fromkeys(s.slot for s in problem.sessions))
    slot = np.array([slots[s.slot] for s in problem.sessions], dtype=np.int64)
    by_year = problem.rules.faculty_pattern is FacultyPattern.YEAR
    thing = (slot if by_year else np.arange(len(slot)))[session]
    width = max(len(slot), 1)
    key, unit = np.unique(member * width + thing, return_inverse=True)
    quotas = [member.weekly_quota for member in problem.faculty]
    return Offers(
        problem=problem,
        member=member,
        session=session,
        week=date[session] // DAYS_IN_WEEK,
        half_day=HALF_DAYS_PER_DATE * date[session] + order[session],
        unit=unit,
        member_of_unit=key // width,
        quota=np.array([NO_LIMIT if quota is None else quota for quota in quotas], dtype=np.int64),
    )

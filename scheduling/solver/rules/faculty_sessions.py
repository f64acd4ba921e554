"""Faculty precept only in sessions that they offer, at most one per half-day, and within their weekly quota.

Only what is offered has a column. Where one weekly pattern holds for the year, the sessions of a slot share a column.
"""

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.solver.arrays import Bools, Ints
from scheduling.solver.model import LinearModel
from scheduling.solver.offers import NO_LIMIT, Offers


def add_rows(model: LinearModel, offers: Offers, f: Ints) -> None:
    """A row per faculty member and half-day with several offers, and per week that could pass the quota.

    ``f`` has one column per unit of the offers.
    """
    half_days = int(offers.half_day.max(initial=0)) + 1
    _add(model, offers, f, offers.member * half_days + offers.half_day, np.ones_like(offers.quota))
    weeks = int(offers.week.max(initial=0)) + 1
    _add(model, offers, f, offers.member * weeks + offers.week, np.minimum(offers.quota, NO_LIMIT))


def _add(model: LinearModel, offers: Offers, f: Ints, group: Ints, most: Ints) -> None:
    """At most so many entries of each group; groups of the same units say it once."""
    key, row, size = np.unique(group, return_inverse=True, return_counts=True)
    member = np.zeros(len(key), dtype=np.int64)
    member[row] = offers.member
    width = max(offers.units, 1)
    cell, count = np.unique(row * width + offers.unit, return_counts=True)
    kept = _first_of_its_kind(cell // width, cell % width, count, len(key)) & (size > most[member])
    renumbered = np.cumsum(kept) - 1
    inside = kept[cell // width]
    entries = (renumbered[cell[inside] // width], f[cell[inside] % width], count[inside].astype(np.float64))
    numbers = np.flatnonzero(kept)

    def describe(row: int, short: float) -> Violation:
        held = group == key[numbers[row]]
        who = offers.problem.faculty[member[numbers[row]]]
        sessions = tuple(offers.problem.sessions[session] for session in offers.session[held])
        limit = int(most[member[numbers[row]]])
        message = f"{who.id} can precept in only {limit} of {len(sessions)} sessions from {sessions[0]}."
        ids = tuple(session.id for session in sessions)
        return Violation(RuleId.FACULTY_SESSIONS, message, (), ids, (who.id,))

    high = most[member[numbers]].astype(np.float64)
    model.add_rows(RuleId.FACULTY_SESSIONS, 0.0, high, entries, describe, count=len(numbers))


def _first_of_its_kind(row: Ints, unit: Ints, count: Ints, rows: int) -> Bools:
    """Of rows with the same units only the first."""
    ends = np.cumsum(np.bincount(row, minlength=rows))
    contents = np.split(np.stack((unit, count), axis=1), ends[:-1]) if rows else []
    seen: set[bytes] = set()
    kept = np.zeros(rows, dtype=np.bool_)
    for number, content in enumerate(contents):
        text = content.tobytes()
        kept[number] = text not in seen
        seen.add(text)
    return kept

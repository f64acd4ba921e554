"""Meetings: overlaps that depend on what is decided, each with its column in the model and the conditions that it needs."""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Ints
from scheduling.solver.faculty.entries import Entries
from scheduling.solver.faculty.links import Links
from scheduling.solver.model import LinearModel
from scheduling.solver.offers import Offers


@dataclass(frozen=True, slots=True)
class Columns:
    """``x`` per option, ``f`` per unit of the offers, ``y`` per pair."""

    x: Ints
    f: Ints
    y: Ints


@dataclass(frozen=True, slots=True)
class Meetings:
    """Overlaps by entry, each with its column.

    ``pair`` and ``half_day`` are the columns of what must be chosen for it, -1 where nothing must be. Without such
    conditions, attending is the overlap.
    """

    entry: Ints
    column: Ints
    pair: Ints
    half_day: Ints

    @property
    def conditions(self) -> Ints:
        """How many conditions each has."""
        found: Ints = (self.pair >= 0).astype(np.int64) + (self.half_day >= 0)
        return found


def add_meetings(
    model: LinearModel, entries: Entries, links: Links, columns: Columns, offers: Offers
) -> Meetings:
    """A column for each overlap that depends on a decision."""
    table = entries.table
    several = np.bincount(table.resident, minlength=table.arrays.residents) > 1
    paired = links.own & several[entries.resident]
    # With an earlier coach, or with one pair alone, it does not matter which pair is chosen: it is counted once.
    once = paired | (entries.pair == entries.first_pair)
    entry = np.flatnonzero((links.sure | (links.offer >= 0)) & once)
    pair = np.where(paired[entry], columns.y[entries.pair[entry]], -1)
    offer = links.offer[entry]
    half_day = np.full(len(entry), -1, dtype=np.int64)
    half_day[offer >= 0] = columns.f[offers.unit[offer[offer >= 0]]]
    x = columns.x[entries.option[entry]]
    bound = (pair >= 0) | (half_day >= 0)
    column = x.copy()
    column[bound] = model.add_columns(0.0, np.ones(int(bound.sum())), 0.0)
    return Meetings(entry, column, pair, half_day)


def bind_meetings(model: LinearModel, entries: Entries, meetings: Meetings, columns: Columns) -> Ints:
    """An overlap needs its attendance, its pair and its half-day; returns the rows of the half-days, or -1."""
    column, pair, half_day = meetings.column, meetings.pair, meetings.half_day
    bound = meetings.conditions > 0
    rows = np.full(len(column), -1, dtype=np.int64)
    rows[half_day >= 0] = _at_most(model, column[half_day >= 0], half_day[half_day >= 0])
    _at_most(model, column[pair >= 0], pair[pair >= 0])
    _at_most(model, column[bound], columns.x[entries.option[meetings.entry[bound]]])
    return rows


def _at_most(model: LinearModel, low: Ints, high: Ints) -> Ints:
    """Each column of ``low`` at most that of ``high``."""
    count = np.arange(len(low))
    ones = np.ones(len(low))
    parts = (np.concatenate((count, count)), np.concatenate((low, high)), np.concatenate((ones, -ones)))
    return model.add_rows(None, -np.inf, 0.0, parts, count=len(low))

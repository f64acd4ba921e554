"""The schedule of a year under a given pairing, as a linear model: columns, the rows of every rule, the score."""

from dataclasses import dataclass

import numpy as np

from scheduling.domain.overlap import piece_lengths
from scheduling.solver.arrays import Bools, Floats, Ints, ProblemArrays
from scheduling.solver.model import LinearModel


@dataclass(frozen=True, slots=True)
class ScheduleModel:
    """The model while it is built. ``x[i]`` is the column of option i: 1 if it is attended.

    A ``lean`` model leaves out rows that other rows imply; where those may give way, it must not be.
    """

    arrays: ProblemArrays
    model: LinearModel
    x: Ints
    lean: bool = True


@dataclass(frozen=True, slots=True)
class ScoreRows:
    """Where the score stands in the model, for reading its prices: rows of overlap (one per resident) and windows."""

    overlap_rows: Ints
    windows: "Windows"
    window_rows: Ints


@dataclass(frozen=True, slots=True)
class Windows:
    """Contact windows in which the coach could be met, one entry each; and which options lie in which window."""

    resident: Ints
    first_week: Ints
    entry_window: Ints
    entry_option: Ints


def start_model(arrays: ProblemArrays, there: Bools, *, lean: bool = True) -> ScheduleModel:
    """A model with a column for each option and no rule yet; ``there``: whether the coach is there."""
    model = LinearModel()
    worth = arrays.worth(np.arange(len(there)), there)
    x = model.add_columns(0.0, np.ones(len(there)), worth)
    return ScheduleModel(arrays, model, x, lean)


def add_score(schedule: ScheduleModel, there: Bools) -> ScoreRows:
    """Columns and rows of overlap and steady contact; ``there`` says in which options the coach is there."""
    return ScoreRows(_add_overlap(schedule, there), *_add_windows(schedule, there))


def pieces(arrays: ProblemArrays) -> tuple[Floats, Floats]:
    """Lengths (residents x pieces) and weights (pieces) of the concave overlap score.

    A last piece of weight 0 takes the overlaps that earn nothing.
    """
    problem = arrays.problem
    weights = [piece.weight for piece in problem.objective.overlap_pieces]
    lengths = np.zeros((arrays.residents, len(weights) + 1))
    for index, resident in enumerate(problem.residents):
        lengths[index, :-1] = [length for length, _ in piece_lengths(problem.objective, resident)]
        lengths[index, -1] = max(0.0, resident.year_max - lengths[index, :-1].sum())
    return lengths, np.array([*weights, 0.0])


def _add_overlap(schedule: ScheduleModel, there: Bools) -> Ints:
    """The overlaps of a resident fill the pieces of the score; better pieces fill first by themselves."""
    arrays, model = schedule.arrays, schedule.model
    lengths, weights = pieces(arrays)
    resident, piece = np.nonzero(lengths)
    z = model.add_columns(0.0, lengths[resident, piece], weights[piece])
    together = np.flatnonzero(there)
    rows = np.concatenate((arrays.options.resident[together], resident))
    columns = np.concatenate((schedule.x[together], z))
    values = np.concatenate((np.ones(len(together)), -np.ones(len(z))))
    return model.add_rows(None, 0.0, 0.0, (rows, columns, values), count=arrays.residents)


def _add_windows(schedule: ScheduleModel, there: Bools) -> tuple[Windows, Ints]:
    """A window without overlap is missed; the column of a missed window costs ``missed_window``."""
    arrays, model = schedule.arrays, schedule.model
    windows = windows_of(arrays, there, lean=schedule.lean)
    count = len(windows.resident)
    missed = model.add_columns(0.0, np.ones(count), -arrays.problem.objective.missed_window)
    rows = np.concatenate((windows.entry_window, np.arange(count)))
    columns = np.concatenate((schedule.x[windows.entry_option], missed))
    numbers = model.add_rows(None, 1.0, np.inf, (rows, columns, 1.0), count=count)
    return windows, numbers


def windows_of(arrays: ProblemArrays, there: Bools, *, lean: bool = True) -> Windows:
    """The contact windows that hold an allowed session with the coach there.

    Unless the model is lean, sessions that are not allowed lie in them too: one attended nevertheless is contact.
    """
    length = arrays.problem.rules.contact_window_weeks
    firsts = arrays.problem.weeks - length + 1
    if firsts <= 0 or not arrays.problem.objective.missed_window:
        none = np.zeros(0, dtype=np.int64)
        return Windows(none, none, none, none)
    options = np.flatnonzero(there & arrays.options.allowed if lean else there)
    first = arrays.options.week[options][:, None] - np.arange(length)[None, :]
    inside = (first >= 0) & (first < firsts)
    option = np.broadcast_to(options[:, None], first.shape)[inside]
    key = arrays.options.resident[option] * firsts + first[inside]
    could = np.isin(key, key[arrays.options.allowed[option]])
    option = option[could]
    keys, window = np.unique(key[could], return_inverse=True)
    return Windows(keys // firsts, keys % firsts, window, option)

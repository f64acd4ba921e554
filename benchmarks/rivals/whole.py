"""Pairing and sessions in one model as a modeller would first write it: who attends, who is paired, where both meet.

Columns: x per option, y per possible pair, and o per option: an overlap, at most x, at most the y of the coaches who are
there. It states the same problem as `scheduling.solver.joint`, in a form that is smaller and whose relaxation is weaker.
"""

from dataclasses import dataclass

import numpy as np

from scheduling.domain.solution import Solution
from scheduling.solver.arrays import Bools, Floats, Ints, ProblemArrays
from scheduling.solver.model import LinearModel, Matrix
from scheduling.solver.pairs import PairTable, pair_table
from scheduling.solver.rules import add_rules, pairing
from scheduling.solver.schedule_model import pieces, start_model
from scheduling.solver.state import solution_of


@dataclass(frozen=True, slots=True)
class WholeModel:
    """The model, and where its columns stand."""

    table: PairTable
    x: Ints
    y: Ints
    matrix: Matrix

    def solution(self, values: Floats) -> Solution:
        """The pairing and the schedule in a whole answer."""
        coach = np.zeros(self.table.arrays.residents, dtype=np.int64)
        chosen = values[self.y] > 0.5
        coach[self.table.resident[chosen]] = self.table.coach[chosen]
        return solution_of(self.table.arrays, coach, values[self.x] > 0.5)


def build_whole(arrays: ProblemArrays) -> WholeModel:
    """The model with all columns whole."""
    table = pair_table(arrays)
    schedule = start_model(arrays, np.zeros(len(arrays.options.session), dtype=np.bool_))
    add_rules(schedule)
    model = schedule.model
    y = model.add_columns(0.0, np.ones(len(table.resident)), table.affinity)
    pairing.add_rows(model, table, y)
    meets = _meets(table)
    o = _add_overlaps(model, table, schedule.x, y, meets)
    _add_pieces(model, arrays, o)
    _add_windows(model, table, y, o, meets)
    return WholeModel(table, schedule.x, y, model.matrix(integer=True))


def _meets(table: PairTable) -> tuple[Ints, Ints]:
    """Pair and option, for every allowed or named option in which the pair's coach counts as there."""
    options = table.arrays.options
    pair, option = np.nonzero(options.resident[None, :] == table.resident[:, None])
    earlier = options.earlier_coach[option]
    coach = np.where(earlier >= 0, earlier, table.coach[pair])
    there: Bools = table.arrays.there[coach, options.session[option]]
    return pair[there], option[there]


def _add_overlaps(model: LinearModel, table: PairTable, x: Ints, y: Ints, meets: tuple[Ints, Ints]) -> Ints:
    """An overlap counts only once attended and paired; where the coach is, the team earns nothing."""
    pair, option = meets
    count = len(x)
    team: Floats = table.arrays.problem.objective.team_overlap * table.arrays.options.team.astype(np.float64)
    o = model.add_columns(0.0, np.ones(count), -team)
    every = np.arange(count)
    both = (np.concatenate((every, every)), np.concatenate((o, x)), np.repeat((1.0, -1.0), count))
    model.add_rows(None, -np.inf, 0.0, both, count=count)
    paired = (np.concatenate((every, option)), np.concatenate((o, y[pair])), _signs(count, len(pair)))
    model.add_rows(None, -np.inf, 0.0, paired, count=count)
    return o


def _signs(ones: int, minus: int) -> Floats:
    return np.concatenate((np.ones(ones), -np.ones(minus)))


def _add_pieces(model: LinearModel, arrays: ProblemArrays, o: Ints) -> None:
    lengths, weights = pieces(arrays)
    resident, piece = np.nonzero(lengths)
    z = model.add_columns(0.0, lengths[resident, piece], weights[piece])
    rows = np.concatenate((arrays.options.resident, resident))
    entries = (rows, np.concatenate((o, z)), _signs(len(o), len(z)))
    model.add_rows(None, 0.0, 0.0, entries, count=arrays.residents)


def _add_windows(model: LinearModel, table: PairTable, y: Ints, o: Ints, meets: tuple[Ints, Ints]) -> None:
    """A window in which the chosen coach could be met, and was not, is missed: sum of y - sum of o <= missed."""
    arrays = table.arrays
    length = arrays.problem.rules.contact_window_weeks
    firsts = arrays.problem.weeks - length + 1
    cost = arrays.problem.objective.missed_window
    if firsts <= 0 or not cost:
        return
    pair, option = (part[arrays.options.allowed[meets[1]]] for part in meets)
    first, entry = _windows_of(arrays.options.week[option], length, firsts)
    possible = np.unique(np.stack((pair[entry], first)), axis=1)
    key = table.resident[possible[0]] * firsts + possible[1]
    names, row = np.unique(key, return_inverse=True)
    first, met = _windows_of(arrays.options.week, length, firsts)
    place = np.searchsorted(names, arrays.options.resident[met] * firsts + first)
    known = place < len(names)
    known[known] = names[place[known]] == (arrays.options.resident[met] * firsts + first)[known]
    missed = model.add_columns(0.0, np.ones(len(names)), -cost)
    rows = np.concatenate((row, place[known], np.arange(len(names))))
    columns = np.concatenate((y[possible[0]], o[met[known]], missed))
    signs = np.concatenate((np.ones(len(row)), -np.ones(int(known.sum()) + len(names))))
    model.add_rows(None, -np.inf, 0.0, (rows, columns, signs), count=len(names))


def _windows_of(week: Ints, length: int, firsts: int) -> tuple[Ints, Ints]:
    """For items in weeks: the first week of each window that holds the item, and the item."""
    first = week[:, None] - np.arange(length)[None, :]
    item, place = np.nonzero((first >= 0) & (first < firsts))
    return first[item, place], item

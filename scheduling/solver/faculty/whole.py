"""What makes the model of faculty's half-days exact: overlaps that are counted wherever they are, windows and the team."""

import numpy as np

from scheduling.solver.arrays import Bools, Floats, Ints
from scheduling.solver.faculty.entries import Entries
from scheduling.solver.faculty.links import Teams
from scheduling.solver.faculty.meetings import Columns, Meetings
from scheduling.solver.model import LinearModel


def add_whole_meetings(model: LinearModel, entries: Entries, meetings: Meetings, columns: Columns) -> None:
    """Where the resident attends, the coach precepts and the pair is chosen, there is an overlap, wanted or not."""
    own = np.flatnonzero(meetings.conditions > 0)
    row = np.arange(len(own))
    x = columns.x[entries.option[meetings.entry[own]]]
    needs, column = _conditions(meetings, own)
    parts = (
        np.concatenate((row, row, needs)),
        np.concatenate((meetings.column[own], x, column)),
        np.concatenate((np.ones(len(own)), -np.ones(len(own)), -np.ones(len(needs)))),
    )
    low = -meetings.conditions[own].astype(np.float64)
    model.add_rows(None, low, np.inf, parts, count=len(own))


def add_windows(model: LinearModel, entries: Entries, meetings: Meetings) -> None:
    """A window in which the coach could be met, as decided, holds an overlap or is missed."""
    problem = entries.table.arrays.problem
    length = problem.rules.contact_window_weeks
    firsts = problem.weeks - length + 1
    if firsts <= 0 or not problem.objective.missed_window:
        return
    missed = model.add_columns(
        0.0, np.ones(entries.table.arrays.residents * firsts), -problem.objective.missed_window
    )
    resident = entries.resident[meetings.entry]
    week = entries.table.arrays.options.week[entries.option[meetings.entry]]
    chance = np.repeat(np.arange(len(week)), length)
    first = (week[:, None] - np.arange(length)[None, :]).reshape(-1)
    inside = (first >= 0) & (first < firsts)
    chance, first = chance[inside], first[inside]
    together = (
        (resident[chance][:, None] == resident[None, :])
        & (week[None, :] >= first[:, None])
        & (week[None, :] < first[:, None] + length)
    )
    row, other = np.nonzero(together)
    needs, column = _conditions(meetings, chance)
    count = np.arange(len(chance))
    parts = (
        np.concatenate((row, count, needs)),
        np.concatenate((meetings.column[other], missed[resident[chance] * firsts + first], column)),
        np.concatenate((np.ones(len(row) + len(count)), -np.ones(len(needs)))),
    )
    model.add_rows(None, 1 - meetings.conditions[chance], np.inf, parts, count=len(chance))


def _conditions(meetings: Meetings, chosen: Ints) -> tuple[Ints, Ints]:
    """Place in ``chosen`` and column of every condition of these meetings: the pair, the coach's half-day."""
    places, columns = [], []
    for condition in (meetings.pair, meetings.half_day):
        place = np.flatnonzero(condition[chosen] >= 0)
        places.append(place)
        columns.append(condition[chosen[place]])
    return np.concatenate(places), np.concatenate(columns)


def add_team(
    model: LinearModel, entries: Entries, meetings: Meetings, columns: Columns, team: tuple[Teams, Ints]
) -> None:
    """Where the coach is not there and someone of the team is, a session attended earns (or costs) ``team_overlap``.

    ``team`` holds also the column of each of its offers.
    """
    teams, half_day = team
    weight = entries.table.arrays.problem.objective.team_overlap
    open_to_team = teams.could.copy()
    open_to_team[entries.option[meetings.entry[meetings.conditions == 0]]] = (
        False  # the coach is there anyway
    )
    option = np.flatnonzero(open_to_team)
    if not weight or not len(option):
        return
    place = np.full(len(columns.x), -1, dtype=np.int64)
    place[option] = np.arange(len(option))
    t = model.add_columns(0.0, np.ones(len(option)), weight)
    met = np.flatnonzero(open_to_team[entries.option[meetings.entry]])
    at = place[entries.option[meetings.entry[met]]]
    count = np.arange(len(option))
    beside = (  # attended, and the coach is not there
        np.concatenate((count, count, at)),
        np.concatenate((t, columns.x[option], meetings.column[met])),
        np.concatenate((np.ones(len(t)), -np.ones(len(t)), np.ones(len(met)))),
    )
    unsure = np.flatnonzero(~teams.sure[option])
    renumbered = np.full(len(option), -1, dtype=np.int64)
    renumbered[unsure] = np.arange(len(unsure))
    known = open_to_team[teams.option]
    half_day, brought = half_day[known], place[teams.option[known]]
    brings = renumbered[brought]
    kept = brings >= 0
    if weight > 0:
        model.add_rows(None, -np.inf, 0.0, beside, count=len(t))
        parts = (
            np.concatenate((np.arange(len(unsure)), brings[kept])),
            np.concatenate((t[unsure], half_day[kept])),
            np.concatenate((np.ones(len(unsure)), -np.ones(int(kept.sum())))),
        )
        model.add_rows(None, -np.inf, 0.0, parts, count=len(unsure))
        return
    _add_unwanted(model, beside, (teams.sure[option], brought, half_day))


def _add_unwanted(
    model: LinearModel, beside: tuple[Ints, Ints, Floats], team: tuple[Bools, Ints, Ints]
) -> None:
    """The team's price cannot be escaped: it is paid for whoever of the team is there."""
    sure, place, half_day = team
    row, column, value = beside
    kept = sure[row]
    renumbered = np.cumsum(sure) - 1
    model.add_rows(
        None, 0.0, np.inf, (renumbered[row[kept]], column[kept], value[kept]), count=int(sure.sum())
    )
    order = np.argsort(row, kind="stable")
    start = np.searchsorted(row[order], place)
    size = np.searchsorted(row[order], place, side="right") - start
    brings = np.repeat(np.arange(len(place)), size)
    offset = np.arange(len(brings)) - np.repeat(np.cumsum(size) - size, size)
    entry = order[start[brings] + offset]
    count = np.arange(len(place))
    parts = (
        np.concatenate((brings, count)),
        np.concatenate((column[entry], half_day)),
        np.concatenate((value[entry], -np.ones(len(place)))),
    )
    model.add_rows(None, -1.0, np.inf, parts, count=len(place))

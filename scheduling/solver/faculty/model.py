"""Faculty's half-days and who attends what in one linear model, with the pairing where it is open.

Its relaxation gives prices and a bound; whole, it is the problem itself. A meeting is an overlap that depends on a
decision: it needs the attendance, the coach's half-day and, where the coach is open, the pair.
"""

from dataclasses import dataclass, replace

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.solver.arrays import Ints, ProblemArrays
from scheduling.solver.faculty.entries import Entries
from scheduling.solver.faculty.links import links_of, teams_of
from scheduling.solver.faculty.meetings import Columns, Meetings, add_meetings, bind_meetings
from scheduling.solver.faculty.whole import add_team, add_whole_meetings, add_windows
from scheduling.solver.model import LinearModel, Matrix
from scheduling.solver.offers import Offers
from scheduling.solver.rows import groups_of
from scheduling.solver.rules import SCHEDULE_RULES, faculty_sessions, pairing
from scheduling.solver.schedule import BuiltSchedule
from scheduling.solver.schedule_model import ScheduleModel, ScoreRows, Windows, pieces


@dataclass(frozen=True, slots=True)
class FacultyModel:
    """The model, and where its columns and rows stand; ``built`` reads it like a schedule without windows.

    ``link_rows`` are those that bind each meeting to its coach's half-day, -1 where nothing does.
    """

    built: BuiltSchedule
    columns: Columns
    meetings: Meetings
    link_rows: Ints

    def whole(self) -> Matrix:
        """The same model with all columns whole."""
        return replace(self.built.matrix, integer=True)


def build_rules(arrays: ProblemArrays, offers: Offers, *, minima: bool) -> tuple[ScheduleModel, Ints]:
    """The rows of all rules but those of pairing, without a score; returns also the columns of the offers' units.

    Without ``minima``, those of sessions are left out.
    """
    elsewhere = {RuleId.SUPERVISION} if minima else {RuleId.SUPERVISION, RuleId.OPEN_SESSION}
    model = LinearModel()
    x = model.add_columns(0.0, np.ones(len(arrays.options.session)), arrays.options.reward)
    schedule = ScheduleModel(arrays, model, x)
    f = model.add_columns(0.0, np.ones(offers.units), 0.0)
    for rule, add_rows in SCHEDULE_RULES.items():
        if rule not in elsewhere:
            add_rows(schedule)
    add_supervision(schedule, offers, f)
    faculty_sessions.add_rows(model, offers, f)
    return schedule, f


def build_model(entries: Entries, offers: Offers, *, exact: bool) -> FacultyModel:
    """The model over some pairs, every resident with at least one.

    Without ``exact``, minima of sessions, missed windows and the team are left out and an overlap may go uncounted, which is enough to
    price half-days; with it, the model whole is the problem.
    """
    table = entries.table
    arrays = table.arrays
    schedule, f = build_rules(arrays, offers, minima=exact)
    model = schedule.model
    several = np.bincount(table.resident, minlength=arrays.residents) > 1
    least = np.where(several[table.resident], 0.0, 1.0)
    y = model.add_columns(least, np.ones(len(least)), table.affinity)
    pairing.add_rows(model, table, y)
    columns = Columns(schedule.x, f, y)
    meetings = add_meetings(model, entries, links_of(entries, offers), columns, offers)
    overlap = _add_pieces(model, entries, meetings)
    link_rows = bind_meetings(model, entries, meetings, columns)
    if exact:
        teams = teams_of(arrays, offers)
        add_whole_meetings(model, entries, meetings, columns)
        add_windows(model, entries, meetings)
        add_team(model, entries, meetings, columns, (teams, f[offers.unit[teams.offer]]))
    none = np.zeros(0, dtype=np.int64)
    score = ScoreRows(overlap, Windows(none, none, none, none), none)
    coach = np.zeros(arrays.residents, dtype=np.int64)
    coach[table.resident] = table.coach
    built = BuiltSchedule(arrays, coach, schedule, score, model.matrix(), model.rows_of(RuleId.OPEN_SESSION))
    return FacultyModel(built, columns, meetings, link_rows)


def add_supervision(schedule: ScheduleModel, offers: Offers, f: Ints) -> None:
    """A row per session and program: its residents weigh at most what the faculty precepting there supervise."""
    arrays = schedule.arrays
    options, problem = arrays.options, arrays.problem
    sessions = len(arrays.rooms)
    groups = groups_of(arrays.program[options.resident] * sessions + options.session)
    programs = {program.id: number for number, program in enumerate(problem.programs)}
    program = np.array([programs[member.program] for member in problem.faculty], dtype=np.int64)[
        offers.member
    ]
    ratio = np.array([p.supervision_ratio for p in problem.programs], dtype=np.float64)
    key = program * sessions + offers.session
    place = np.minimum(np.searchsorted(groups.key, key), max(len(groups.key) - 1, 0))
    asked = groups.key[place] == key if len(groups.key) else np.zeros(len(key), dtype=np.bool_)

    def describe(row: int, short: float) -> Violation:
        name = problem.programs[groups.key[row] // sessions].id
        session = problem.sessions[groups.key[row] % sessions]
        message = f"{session}: the faculty of {name} who offer it may not supervise all who need it."
        return Violation(RuleId.SUPERVISION, message, sessions=(session.id,))

    entries = (
        np.concatenate((groups.group, place[asked])),
        np.concatenate((schedule.x[groups.option], f[offers.unit[asked]])),
        np.concatenate((options.weight[groups.option], -ratio[program[asked]])),
    )
    schedule.model.add_rows(
        RuleId.SUPERVISION, -np.inf, 0.0, entries, describe, count=len(groups.key), keys=groups.key
    )


def _add_pieces(model: LinearModel, entries: Entries, meetings: Meetings) -> Ints:
    """The overlaps of a resident fill the pieces of the score; better pieces fill first by themselves."""
    arrays = entries.table.arrays
    lengths, weights = pieces(arrays)
    resident, piece = np.nonzero(lengths)
    z = model.add_columns(0.0, lengths[resident, piece], weights[piece])
    owner = entries.resident[meetings.entry]
    parts = (
        np.concatenate((owner, resident)),
        np.concatenate((meetings.column, z)),
        np.concatenate((np.ones(len(owner)), -np.ones(len(z)))),
    )
    return model.add_rows(None, 0.0, 0.0, parts, count=arrays.residents)

"""Advice on a schedule: the price of an edit and its repair, what fits, and why something does not.

Nothing here changes a schedule or starts an engine. Ask an `Advisor` where several questions concern one schedule; the
functions that take a problem and a solution prepare one for a single question.
"""

from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.solver.advice.advisor import Advisor
from scheduling.solver.advice.desk import MOST_REPAIRS
from scheduling.solver.advice.edits import (
    Add,
    Change,
    CoachChange,
    Drop,
    Edit,
    EditError,
    FacultyLeave,
    Leave,
    Move,
    Pin,
    Swap,
    apply_edit,
    whole_days,
)
from scheduling.solver.advice.exchanging import MOST_PARTNERS, Exchange, exchanges
from scheduling.solver.advice.fitting import MOST_LISTED, Fit
from scheduling.solver.advice.pricing import Meeting, Price, Repair
from scheduling.solver.advice.reasons import Reason
from scheduling.solver.advice.ways import Disrupted, Loss, Way, WayKind, ways_to_repair

__all__ = [
    "MOST_PARTNERS",
    "MOST_REPAIRS",
    "Add",
    "Advisor",
    "Change",
    "CoachChange",
    "Disrupted",
    "Drop",
    "Edit",
    "EditError",
    "Exchange",
    "FacultyLeave",
    "Fit",
    "Leave",
    "Loss",
    "Meeting",
    "Move",
    "Pin",
    "Price",
    "Reason",
    "Repair",
    "Swap",
    "Way",
    "WayKind",
    "apply_edit",
    "exchanges",
    "fits",
    "price",
    "ways_to_repair",
    "who_fits",
    "whole_days",
    "why_not",
]


def price(problem: Problem, solution: Solution, edit: Edit, *, max_repairs: int = MOST_REPAIRS) -> Price:
    """What an edit does, and the best repair found with at most ``max_repairs`` further moves, adds or drops.

    Raises `EditError` if the edit cannot be made to this schedule.
    """
    return Advisor(problem, solution).price(edit, max_repairs=max_repairs)


def fits(problem: Problem, solution: Solution, resident: ResidentId, week: int) -> list[Fit]:
    """The sessions of a week that a resident could attend in addition, the best first."""
    return Advisor(problem, solution).fits(resident, week)


def who_fits(
    problem: Problem, solution: Solution, session: SessionId, *, most: int = MOST_LISTED
) -> list[Fit]:
    """At most ``most`` residents who could attend a session in addition, the best first."""
    return Advisor(problem, solution).who_fits(session, most=most)


def why_not(problem: Problem, solution: Solution, resident: ResidentId, session: SessionId) -> list[Reason]:
    """The reasons against adding a session, hard rules first; no rule id among them: it can be added."""
    return Advisor(problem, solution).why_not(resident, session)

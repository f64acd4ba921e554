"""The desk on which one schedule lies ready: prices of edits and their repairs, in milliseconds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Self

from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.solver.advice.board import Board, Position, Spot
from scheduling.solver.advice.edits import Change, CoachChange, Edit, FacultyLeave, Leave, Pin
from scheduling.solver.advice.facts import people
from scheduling.solver.advice.narrow import PEOPLE
from scheduling.solver.advice.pricing import Edited, Price, Pricing, Repair, edited
from scheduling.solver.advice.repair import best_repair

MOST_REPAIRS = 3


class Desk:
    """One schedule of one problem; neither is changed. Every resident must have a coach."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem, self.solution = problem, solution
        self.pricing = Pricing(problem, solution)
        self.board = Board(problem, solution)

    def revised(self, problem: Problem, solution: Solution) -> Self:
        """The desk after edits, in a tenth of the time: ``problem`` differs in pins alone, ``solution`` in attendance."""
        changed = _changed(self.problem, problem, self.solution, solution)
        desk = object.__new__(type(self))
        desk.problem, desk.solution = problem, solution
        desk.pricing = self.pricing.revised(problem, solution, changed)
        desk.board = self.board.revised(problem, solution, self.solution, changed)
        return desk

    def price(self, edit: Edit, *, max_repairs: int = MOST_REPAIRS) -> Price:
        """What an edit does, and the best repair found with at most ``max_repairs`` further moves, adds or drops.

        Raises `EditError` if the edit cannot be made to this schedule.
        """
        change = edited(self.problem, self.solution, edit)
        price = self.pricing.price(change)
        if not price.broken or any(violation.rule in PEOPLE for violation in price.broken):
            return price
        repair = self._repair(change, max_repairs)
        return replace(price, repair=repair)

    def together(self, changes: Sequence[Change]) -> Price:
        """What several changes do at once, in their order, without a repair. Raises `EditError`; there must be one."""
        first, *further = changes
        return self.pricing.price(edited(self.problem, self.solution, first, further))

    def _repair(self, change: Edited, max_repairs: int) -> Repair | None:
        board, start = self.position(change)
        found = best_repair(board, start, max_repairs)
        if found is None:
            return None
        steps = tuple(step.change() for step in found.steps)
        price = self.pricing.price(edited(self.problem, self.solution, change.edit, steps))
        return None if price.broken else Repair(steps, price)

    def attends(self, resident: ResidentId, session: SessionId) -> bool:
        """Whether the resident attends the session."""
        return session in self.solution.assignments.get(resident, ())

    def position(self, change: Edited) -> tuple[Board, Position]:
        """The board and the position after an edit."""
        board = self.board
        if isinstance(change.edit, Pin | Leave | FacultyLeave | CoachChange):
            problem, solution = self.pricing.worlds(change)[1]
            changed = people(problem, solution, problem.residents)
            board = board.edited(changed, self._supervised(change))
        touched = change.touched
        years = {
            who: board.people[who].year(change.after.assignments.get(who, ())) for who in touched.residents
        }
        return board, board.start(years, _cells(change), touched.sessions)

    def _supervised(self, change: Edited) -> Counter[Spot]:
        """What the faculty may supervise after a leave."""
        if not isinstance(change.edit, FacultyLeave):
            return self.board.supervised
        program = self.problem.faculty_by_id[change.edit.faculty].program
        gone = set(change.before.precepting[change.edit.faculty]) - set(
            change.after.precepting[change.edit.faculty]
        )
        return self.board.without_supervisor(program, gone)


def _changed(
    before: Problem, after: Problem, attended_before: Solution, attended_after: Solution
) -> frozenset[ResidentId]:
    """Whose pins or attendance differ."""
    pins = (before.pins.attend ^ after.pins.attend) | (before.pins.avoid ^ after.pins.avoid)
    old, new = attended_before.assignments, attended_after.assignments
    moved = {who for who in {*old, *new} if set(old.get(who, ())) != set(new.get(who, ()))}
    return frozenset({who for who, _ in pins} | moved)


def _cells(change: Edited) -> dict[tuple[ResidentId, SessionId], bool]:
    """What an edit changes: whether each resident-session is attended after it."""
    cells: dict[tuple[ResidentId, SessionId], bool] = {}
    for who in change.touched.residents:
        before = set(change.before.assignments.get(who, ()))
        after = set(change.after.assignments.get(who, ()))
        cells |= {(who, session): session in after for session in before ^ after}
    return cells

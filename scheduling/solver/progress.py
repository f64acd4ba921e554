"""What a solve has reached: the clock, the stage, the best schedule so far and the certified bound."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import inf, isfinite
from typing import Any

from scheduling.domain.ids import Status
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Outcome, Relaxed, Solution, Spared
from scheduling.domain.violations import Violation
from scheduling.solver.checked import AGREEMENT, Checked, check

MOST_CHANGES, MOST_LOSS = 30, 0.001
FINISH_CHECKS = 1  # what the end of a solve takes, in times of one check
Certificate = Callable[[], Mapping[str, Any]]  # the prices that prove a bound, put together when asked for


class Stage(StrEnum):
    """The stages of a solve, in words for people who watch it."""

    READ = "Read and check"
    BUILD = "Build the model"
    FIRST_SCHEDULE = "First legal schedule"
    FIRST_BOUND = "First bound"
    IMPROVE = "Improve pairing and sessions"
    CLOSE = "Close the gap"
    EXPLAIN = "Find what collides"
    ALTERNATIVES = "Find alternatives"
    OUT_OF_MEMORY = "Out of memory"
    RELAX = "Find the schedule that breaks least"
    CHECK = "Check all rules again"


@dataclass(frozen=True, slots=True)
class Report:
    """One line of progress; ``seconds`` since the solve was asked for."""

    seconds: float
    stage: Stage
    objective: float | None
    bound: float | None


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to search (seconds, None: until done), the seed, and an event that asks for a stop.

    Where a schedule was published, one with at most ``most_changes`` resident-sessions changed is preferred to the best
    if it gives up no more than the share ``most_loss`` of the best one's score, stability apart.
    """

    time_limit: float | None = None
    seed: int = 1
    stop: threading.Event = field(default_factory=threading.Event)
    most_changes: int = MOST_CHANGES
    most_loss: float = MOST_LOSS


class Run:
    """The state of one solve. The searching thread writes it; the waiting thread may read it at any time."""

    def __init__(
        self,
        problem: Problem,
        limits: Limits,
        progress: Callable[[Report], None],
        keep: Callable[[Outcome], None],
        started: float,
    ) -> None:
        self.problem = problem
        self.limits = limits
        self.started = started
        self._limit = inf if limits.time_limit is None else started + limits.time_limit
        self._check_seconds = 0.0
        self.best: Checked | None = None
        self._few: Checked | None = None
        self.bound = inf
        self.stage = Stage.READ
        self.infeasible: tuple[Violation, ...] | None = None
        self.relaxed: Relaxed | None = None
        self.build_seconds = 0.0
        self._progress = progress
        self._keep = keep
        self._lock = threading.RLock()
        self._closed = False
        self._certificate: Certificate | None = None

    @property
    def deadline(self) -> float:
        """When to stop the search (``time.monotonic``): the last check and what follows it need time as well."""
        return self._limit - FINISH_CHECKS * self._check_seconds

    @property
    def over(self) -> bool:
        """Whether to stop now: asked to, or out of time."""
        return self.limits.stop.is_set() or time.monotonic() >= self.deadline

    @property
    def objective(self) -> float | None:
        """The best score so far."""
        return None if self.best is None else self.best.objective

    @property
    def moves_too_much(self) -> bool:
        """Whether the best schedule changes more of what was published than is wanted."""
        return self.best is not None and self.best.changes > self.limits.most_changes

    @property
    def answer(self) -> Checked | None:
        """The schedule to be given: the best, or one with few changes if the best has many for a small gain."""
        if self.best is None or self._few is None or not self.moves_too_much:
            return self.best
        given_up = self.best.worth - self._few.worth
        return self._few if given_up <= self.limits.most_loss * max(1.0, abs(self.best.worth)) else self.best

    def enter(self, stage: Stage) -> None:
        """Begin a stage and say so."""
        self.stage = stage
        self._report()

    def offer(self, solution: Solution, objective: float) -> bool:
        """Keep a schedule if it is the best so far. It is checked against every rule and scored anew first."""
        if self.objective is not None and objective <= self.objective + AGREEMENT:
            return False
        self._keep_best(self._checked(solution, objective))
        return True

    def offer_few_changes(self, solution: Solution, objective: float) -> None:
        """Keep a schedule with no more changes than are wanted if it is the best of these so far; it is checked too.

        If it scores no less than the best, nothing is given up for it, and it becomes the best.
        """
        found = self._checked(solution, objective)
        if self.objective is None or found.objective >= self.objective - AGREEMENT:
            self._keep_best(found)
            return
        with self._lock:
            if self._few is None or found.objective > self._few.objective + AGREEMENT:
                self._few = found
                self._hand_over()

    def _checked(self, solution: Solution, objective: float) -> Checked:
        began = time.monotonic()
        found = check(self.problem, solution, objective)
        with self._lock:
            self._check_seconds = max(self._check_seconds, time.monotonic() - began)
        return found

    def _keep_best(self, found: Checked) -> None:
        with self._lock:
            self.best = found
            if not self.moves_too_much:
                self._few = found
            self._hand_over()
        self._report()

    def _hand_over(self) -> None:
        if not self._closed:
            self._keep(self._outcome(Status.FEASIBLE, "stopped before its end"))

    def bound_by(self, bound: float, certificate: Certificate | None = None) -> None:
        """Keep an upper bound if it is the lowest so far; one without prices must be lower by more than a trifle."""
        with self._lock:
            before = self.bound
            trifle = AGREEMENT * max(1.0, abs(bound))
            if certificate is None and self._certificate is not None:
                lower = bound < before - trifle
            else:
                lower = bound < before or (
                    certificate is not None and self._certificate is None and bound == before
                )
            if lower:
                self.bound, self._certificate = bound, certificate
        if lower and bound < before - AGREEMENT:
            self._report()

    def collide(self, conflicts: tuple[Violation, ...]) -> None:
        """The problem is proven infeasible."""
        with self._lock:
            self.infeasible = conflicts

    def relax(self, relaxed: Relaxed | None) -> None:
        """The schedule that breaks least of an infeasible problem, if one was found."""
        with self._lock:
            self.relaxed = relaxed

    @property
    def closed(self) -> bool:
        """Whether the best schedule is proven best, within 1e-6 relative."""
        return self.best is not None and self.best.is_proven_by(self.bound)

    def outcome(self, engine: str) -> Outcome:
        """How things stand, after a last check of the schedule. Afterwards nothing more is reported.

        Every schedule was checked when it was offered; where time is over, that one check has to do.
        """
        with self._lock:
            is_over = self.over
            self.enter(Stage.CHECK)
            answer = self.answer
            if answer is not None and not is_over:
                check(self.problem, answer.solution, answer.objective)
            self._closed = True
            ended = self._outcome(self._status(), engine)
            if ended.bound is None or self._certificate is None:
                return ended
            return replace(ended, certificate=self._certificate())

    def _outcome(self, status: Status, engine: str) -> Outcome:
        answer = self.answer if self.infeasible is None else None
        total = time.monotonic() - self.started
        return Outcome(
            problem=self.problem.name,
            status=status,
            solution=None if answer is None else answer.solution,
            objective=None if answer is None else answer.objective,
            bound=self._final_bound() if self.infeasible is None and isfinite(self.bound) else None,
            engine=engine,
            seed=self.limits.seed,
            seconds={
                "build": round(self.build_seconds, 3),
                "solve": round(total - self.build_seconds, 3),
                "total": round(total, 3),
            },
            conflicts=self.infeasible or (),
            relaxed=self.relaxed,
            spared=self._spared(answer),
        )

    def _spared(self, answer: Checked | None) -> Spared | None:
        """What was given up, where the best schedule scores more than the answer."""
        if answer is None or self.best is None or answer.is_proven_by(self.best.objective):
            return None
        return Spared(answer.changes, self.best.objective, self.best.changes)

    def _final_bound(self) -> float:
        """A bound is never below a legal schedule; rounding in the last digit must not say otherwise."""
        return self.bound if self.objective is None else max(self.bound, self.objective)

    def _status(self) -> Status:
        if self.infeasible is not None:
            return Status.INFEASIBLE
        if self.answer is None:
            return Status.UNKNOWN
        return Status.OPTIMAL if self.answer.is_proven_by(self.bound) else Status.FEASIBLE

    def _report(self) -> None:
        with self._lock:
            if self._closed:
                return
            bound = self.bound if isfinite(self.bound) else None
            best = self.answer if self.stage is Stage.CHECK else self.best
            objective = None if best is None else best.objective
            self._progress(Report(time.monotonic() - self.started, self.stage, objective, bound))

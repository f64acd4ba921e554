"""The options of the command that limit a solve, and what they make of a problem."""

import argparse
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import ResidentId, SiteId, Status
from scheduling.domain.limiting import limited
from scheduling.domain.problem import Problem
from scheduling.domain.scope import Scope
from scheduling.domain.solution import Outcome, Solution
from scheduling.exchange.held_schedule import held_schedule


def add_scope_options(parser: argparse.ArgumentParser) -> None:
    """What may change; everything else is held."""
    group = parser.add_argument_group(
        "limits of what may change", "all else is held exactly as in SOLUTION.json, or else as published"
    )
    group.add_argument("--hold", type=Path, metavar="SOLUTION.json", help="the schedule that is held")
    group.add_argument("--weeks", type=_weeks, metavar="A-B", help="only these weeks, counted from 0")
    group.add_argument("--site", action="append", metavar="SITE", help="only this site; may be repeated")
    group.add_argument(
        "--residents", action="append", metavar="R1,R2", help="only these residents; may be repeated"
    )
    group.add_argument(
        "--from", dest="since", type=_day, metavar="DATE", help="nothing before this day, like 2026-09-28"
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """The problem to solve; of a limited one, its scope and the schedule that is held outside."""

    problem: Problem
    scope: Scope | None = None
    held: Solution | None = None

    def answered(self, outcome: Outcome) -> Outcome:
        """The outcome with its scope, and where it has no schedule to agree with, what was held."""
        held = self.held if outcome.status is Status.INFEASIBLE else None
        return replace(outcome, scope=self.scope, held=held)


def limit_problem(problem: Problem, options: argparse.Namespace) -> Asked:
    """The problem limited as the options say; without such options the problem as it is.

    Raises `ProblemError` in one line that names the place, or `OSError` where the schedule cannot be read.
    """
    scope = _scope(problem, options)
    if scope is None:
        if options.hold is not None:
            raise ProblemError("--hold: say what may change: --weeks, --site, --residents or --from.")
        return Asked(problem)
    held = held_schedule(problem, options.hold)
    return Asked(limited(problem, held, scope), scope, held)


def _scope(problem: Problem, options: argparse.Namespace) -> Scope | None:
    if (options.weeks, options.site, options.residents, options.since) == (None, None, None, None):
        return None
    sites = _ids(options.site, {session.site for session in problem.sessions})
    residents = _ids(options.residents, problem.resident_by_id)
    return Scope(
        weeks=options.weeks,
        sites=None if sites is None else frozenset(map(SiteId, sites)),
        residents=None if residents is None else frozenset(map(ResidentId, residents)),
        since=options.since,
        pairing=options.weeks is None and options.site is None,
    )


def _ids(texts: list[str] | None, known: Collection[str]) -> list[str] | None:
    """Ids separated by commas; an id that holds a comma itself stands alone."""
    if texts is None:
        return None
    return [one for text in texts for one in ([text] if text in known else text.split(","))]


def _weeks(text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    numbers = (first, last if dash else first)
    if not all(number.isascii() and number.isdigit() for number in numbers):
        raise argparse.ArgumentTypeError(f"must be weeks like 10-13, not {text!r}")
    return int(numbers[0]), int(numbers[1])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a date like 2026-09-28, not {text!r}") from None

"""What the solver says of an edit, in the words of the people who read it."""

import re
from collections.abc import Iterable
from datetime import timedelta

from scheduling.domain.calendar import day_label
from scheduling.domain.problem import Problem
from scheduling.domain.violations import Violation
from scheduling.models import Program
from scheduling.selectors.naming import with_names

_SITE = re.compile(r" at ([A-Z0-9_-]+)\b")
_WEEK = re.compile(r"\b([Ww])eek (\d+)\b")


def sentences(
    violations: Iterable[Violation], problem: Problem, program: Program, *, also: Iterable[str] = ()
) -> list[str]:
    """What stands against an edit, a sentence each, with names for ids and dates for the numbers of weeks."""
    said = [*(violation.message for violation in violations), *also]
    return spoken(said, problem, program)


def spoken(said: Iterable[str], problem: Problem, program: Program) -> list[str]:
    """The solver's sentences with names for ids and dates for the numbers of weeks, in three queries."""
    dated = [_WEEK.sub(lambda found: _week(found, problem), one) for one in said]
    if not dated:
        return []
    sites = site_names(program)
    placed = _SITE.sub(
        lambda found: f" at {sites.get(found[1], found[1])}", with_names("\n".join(dated), program)
    )
    return placed.replace(f"residents of P{program.pk}", "residents").split("\n")


def site_names(program: Program) -> dict[str, str]:
    """What people call the sites, by their code in problems."""
    return {site.code.upper(): site.name for site in program.sites.all()}


def _week(found: re.Match[str], problem: Problem) -> str:
    monday = problem.first_monday + timedelta(weeks=int(found[2]))
    return f"{'The' if found[1] == 'W' else 'the'} week of {day_label(monday)}"

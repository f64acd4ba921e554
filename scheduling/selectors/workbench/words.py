"""What the solver says of an edit, in the words of the people who read it."""

import re
from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property

from scheduling.domain.calendar import day_label
from scheduling.domain.ids import SessionId
from scheduling.domain.problem import Problem
from scheduling.domain.violations import Violation
from scheduling.models import Program, Site
from scheduling.selectors.naming import with_names

_SITE = re.compile(r" at ([A-Z0-9_-]+)\b")
_WEEK = re.compile(r"\b([Ww])eek (\d+)\b")


class Words:
    """Speaks of one program's problem: names for ids, dates for the numbers of weeks, sites as people call them."""

    def __init__(self, problem: Problem, program: Program) -> None:
        self.problem, self.program = problem, program

    @cached_property
    def sites(self) -> dict[str, str]:
        """What people call the sites, by their code in problems."""
        rows = Site.objects.filter(program=self.program).values_list("code", "name")
        return {code.upper(): name for code, name in rows}

    def session(self, key: SessionId, between: str = " at ") -> str:
        """``Wed 2 Dec, AM at Main``."""
        session = self.problem.session_by_id[key]
        return f"{session.half_day}{between}{self.sites.get(session.site, session.site)}"

    def sentences(self, violations: Iterable[Violation]) -> list[str]:
        """What stands against an edit, a sentence each."""
        return self.spoken(violation.message for violation in violations)

    def spoken(self, said: Iterable[str]) -> list[str]:
        """The solver's sentences, one for one."""
        text = "\n".join(_WEEK.sub(self._week, one) for one in said)
        if not text:
            return []
        named = with_names(text, self.program).replace(f"residents of P{self.program.pk}", "residents")
        return _SITE.sub(lambda found: f" at {self.sites.get(found[1], found[1])}", named).split("\n")

    def _week(self, found: re.Match[str]) -> str:
        monday = self.problem.first_monday + timedelta(weeks=int(found[2]))
        return f"{'The' if found[1] == 'W' else 'the'} week of {day_label(monday)}"

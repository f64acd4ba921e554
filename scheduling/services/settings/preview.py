"""What a change of settings would make impossible, and which clinics would break a rule that they keep now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scheduling.domain.errors import ProblemError
from scheduling.domain.problem import Problem
from scheduling.domain.problem_building import build_problem
from scheduling.domain.program_year import ProgramYear
from scheduling.domain.rules import violations
from scheduling.domain.shortfalls import places, shortfalls
from scheduling.domain.violations import Violation
from scheduling.models import AcademicYear, Program, Schedule, ScheduleState
from scheduling.selectors.program_year import program_year
from scheduling.selectors.version_problem import in_version, solution_of_version
from scheduling.selectors.workbench.words import Words
from scheduling.services.settings.changed_year import changed_year
from scheduling.services.settings.saving import Change, changes

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What is new, in words, the first few of it; and how much of the same there is already."""

    total: int = 0
    said: list[str] = field(default_factory=list)
    already: int = 0
    mended: int = 0

    @property
    def more(self) -> int:
        """How many are not said."""
        return self.total - len(self.said)


@dataclass(frozen=True, slots=True)
class VersionEffect:
    """What a version of the schedule would break."""

    schedule: Schedule
    broken: Found


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything to know before a change is saved."""

    changes: list[Change]
    needs: Found = field(default_factory=Found)
    versions: list[VersionEffect] = field(default_factory=list)
    fault: str = ""
    year: AcademicYear | None = None

    @property
    def is_harmless(self) -> bool:
        """Whether nothing becomes impossible and no clinic breaks a rule."""
        return not self.fault and not self.needs.total and not any(one.broken.total for one in self.versions)


def preview_settings(
    program: Program, year: AcademicYear | None, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Preview:
    """Look at a change without writing anything."""
    said = changes(program, before, after)
    if year is None or not after:
        return Preview(said)
    now = program_year(year)
    then = changed_year(year, now, after)
    if then == now:
        return Preview(said, year=year)
    try:
        built = build_problem(then)
    except ProblemError as fault:
        return Preview(said, fault=str(fault), year=year)
    held = _built(now)
    needs = _found(program, built, [] if held is None else list(shortfalls(held)), list(shortfalls(built)))
    shown = [] if held is None else [_effect(program, one, held, built) for one in _versions(year)]
    return Preview(said, needs, shown, year=year)


def _versions(year: AcademicYear) -> list[Schedule]:
    """The published version, and the newest draft where it is newer."""
    rows = Schedule.objects.filter(year=year).select_related("year__program").defer("run__problem")
    published = rows.filter(state=ScheduleState.PUBLISHED).first()
    draft = rows.filter(state=ScheduleState.DRAFT).order_by("-version").first()
    return [one for one in (published, draft) if one is not None]


def _built(year: ProgramYear) -> Problem | None:
    """None where the year does not fit together as it is."""
    try:
        return build_problem(year)
    except ProblemError:
        return None


def _effect(program: Program, schedule: Schedule, before: Problem, after: Problem) -> VersionEffect:
    found = []
    for built in (before, after):
        problem = in_version(built, schedule)
        found.append(list(violations(problem, solution_of_version(schedule, problem))))
    return VersionEffect(schedule, _found(program, problem, *found))


def _found(program: Program, problem: Problem, before: list[Violation], after: list[Violation]) -> Found:
    held, broken = places(before), places(after)
    new = [one for place, one in broken.items() if place not in held]
    return Found(
        total=len(new),
        said=Words(problem, program).sentences(new[:SHOWN]),
        already=len(broken) - len(new),
        mended=len(held.keys() - broken.keys()),
    )

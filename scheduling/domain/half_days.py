"""A problem whose faculty precept as in some schedule, instead of as today or as is still to be decided."""

from collections.abc import Mapping
from dataclasses import replace

from scheduling.domain.ids import Decision, FacultyId, SessionId
from scheduling.domain.problem import Problem


def with_half_days(problem: Problem, precepting: Mapping[FacultyId, tuple[SessionId, ...]]) -> Problem:
    """The problem with these half-days given; whoever is not named precepts nowhere."""
    return replace(
        problem,
        decide=problem.decide - {Decision.FACULTY_SESSIONS},
        faculty=tuple(
            replace(member, sessions=tuple(precepting.get(member.id, ()))) for member in problem.faculty
        ),
    )

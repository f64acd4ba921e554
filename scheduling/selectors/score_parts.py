"""The parts of a score in words, the same wherever schedules are compared; and the scores of versions."""

from collections.abc import Callable
from dataclasses import dataclass

from scheduling.domain.errors import ProblemError
from scheduling.domain.program_year import ProgramYear
from scheduling.domain.score import Score, score
from scheduling.domain.wording import score_text
from scheduling.models import Schedule
from scheduling.selectors.version_problem import problem_of_version, solution_of_version


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One part, and how to read it off a score."""

    label: str
    of: Callable[[Score], float]

    def words(self, found: Score) -> str:
        """``12.5``, with a true minus where it takes away."""
        return score_words(self.of(found))


PARTS = (
    ScorePart("Overlap, fairly", lambda one: one.overlap),
    ScorePart("Weeks out of contact", lambda one: one.missed_windows),
    ScorePart("Changes", lambda one: one.changed_assignments),
    ScorePart("Team and preferences", lambda one: one.team + one.preferences + one.affinities),
)


def score_words(value: float) -> str:
    """A score or a part of one; nothing is ``0``, whatever its sign."""
    return score_text(value).replace("-", "−") if value else "0"


def version_score(schedule: Schedule, described: ProgramYear) -> Score | None:
    """What a version comes to by the program's data as they are; None where these do not fit together."""
    try:
        problem = problem_of_version(schedule, described)
    except ProblemError:
        return None
    return score(problem, solution_of_version(schedule, problem))

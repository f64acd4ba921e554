"""What is compared: results of runs, the draft that they began from, and what is published, each read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduling.domain.findings import Cells, Findings, cells_of, differing_cells, findings
from scheduling.domain.ids import ResidentId
from scheduling.domain.overlap import Presence, presence
from scheduling.domain.problem import Problem
from scheduling.domain.score import Score, score
from scheduling.domain.solution import Solution
from scheduling.models import Schedule, ScheduleState, SolveRun
from scheduling.selectors.run_results import result_of
from scheduling.selectors.run_watch.words import asked, gap
from scheduling.selectors.version_problem import solution_of_version

Names = Mapping[ResidentId, str]


@dataclass(frozen=True, slots=True)
class Column:
    """One schedule among those compared; ``run`` is None for a version."""

    name: str
    note: str
    problem: Problem
    solution: Solution
    findings: Findings
    score: Score
    cells: Cells
    there: Presence
    run: SolveRun | None = None

    @property
    def is_result(self) -> bool:
        """Whether it is a run's."""
        return self.run is not None

    def changes_from(self, other: "Column") -> int:
        """In how many cells it differs from another."""
        return len(differing_cells(self.cells, other.cells))


def columns(runs: Sequence[SolveRun]) -> list[Column]:
    """The runs' results, then the draft that the first began from, and the published version."""
    results = [found for run in runs if (found := _of_run(run)) is not None]
    if not results:
        return []
    first = results[0].problem
    return [*results, *(_of_version(version, first) for version in _versions(runs))]


def _of_run(run: SolveRun) -> Column | None:
    result = result_of(run)
    if result is None:
        return None
    return _column(str(run), _note(run), result.problem, result.solution, run)


def _note(run: SolveRun) -> str:
    return ", ".join(filter(None, [asked(run), gap(run)]))


def _versions(runs: Sequence[SolveRun]) -> list[Schedule]:
    bases = {run.base_id for run in runs if run.base_id is not None}
    rows = Schedule.objects.filter(year=runs[0].year_id)
    drafts = list(rows.filter(pk__in=bases, state=ScheduleState.DRAFT).order_by("version"))
    return [*drafts, *rows.filter(state=ScheduleState.PUBLISHED)]


def _of_version(version: Schedule, problem: Problem) -> Column:
    """A version by the measure of the first run's problem: the same data for both."""
    read = solution_of_version(version, problem)
    known = problem.resident_by_id
    solution = Solution(
        coach={who: coach for who, coach in read.coach.items() if who in known},
        assignments={who: keys for who, keys in read.assignments.items() if who in known},
        precepting=read.precepting,
    )
    note = "as it is now" if version.state == ScheduleState.DRAFT else "what everybody sees"
    return _column(str(version), note, problem, solution)


def _column(
    name: str, note: str, problem: Problem, solution: Solution, run: SolveRun | None = None
) -> Column:
    return Column(
        name=name,
        note=note,
        problem=problem,
        solution=solution,
        findings=findings(problem, solution),
        score=score(problem, solution),
        cells=cells_of(problem, solution.assignments),
        there=presence(problem, solution.precepting),
        run=run,
    )

"""The page that sets results side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scheduling.domain.wording import counted
from scheduling.models import Resident, Site, SolveRun
from scheduling.selectors.program_year import resident_id
from scheduling.selectors.run_compare.columns import Column, columns
from scheduling.selectors.run_compare.differences import Differences, Sites, differences
from scheduling.selectors.run_compare.figures import FigureRow, ReachRow, figure_rows, reach_rows


@dataclass(frozen=True, slots=True)
class RunCompare:
    """Everything on the page."""

    title: str
    columns: list[Column]
    figures: list[FigureRow]
    reach: list[ReachRow]
    unchanged: int
    grid: Differences
    is_one_problem: bool

    @property
    def results(self) -> str:
        """The names of the results, in the order of their columns."""
        return ", ".join(column.name for column in self.columns if column.is_result)


def run_compare(runs: Sequence[SolveRun], week: date | None) -> RunCompare | None:
    """Two or three runs with results; None where fewer than two of them found a schedule."""
    found = columns(runs)
    results = [column for column in found if column.is_result]
    if len(results) < 2:
        return None
    program = runs[0].year.program
    names = {resident_id(one.pk): one.full_name for one in Resident.objects.filter(program=program)}
    rows = Site.objects.filter(program=program)
    sites = Sites({one.code: one.letter for one in rows}, {one.code: one.name for one in rows})
    reach = reach_rows(found, names)
    everybody = {who for column in found for who in column.findings.reach}
    return RunCompare(
        title=_title(results),
        columns=found,
        figures=figure_rows(found, names),
        reach=reach,
        unchanged=len(everybody) - len(reach),
        grid=differences(results, week, names, sites),
        is_one_problem=len({column.run.problem_sha256 for column in results if column.run}) == 1,
    )


def _title(results: Sequence[Column]) -> str:
    """Which brings people together most, and by how much."""
    ranked = sorted(results, key=lambda column: column.findings.together, reverse=True)
    more = ranked[0].findings.together - ranked[1].findings.together
    if not more:
        return f"{ranked[0].name} and {ranked[1].name} bring people together equally often"
    return f"{ranked[0].name} brings people together {counted(more, 'half-day')} more than {ranked[1].name}"

"""What to look at in the block schedule, resident by resident, with the cell in which it begins."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from scheduling.domain.block_checks import Check, Finding, findings
from scheduling.domain.calendar import days_from
from scheduling.models import AcademicYear, Block, Resident
from scheduling.selectors.block_cells import block_columns
from scheduling.selectors.program_year import key_of, program_year, resident_id
from scheduling.selectors.years import day_looked_at

# What holidays and leave do to a week is nobody's fault, and the solver allows for it.
MILD = frozenset({Check.FEW_SESSIONS})


@dataclass(frozen=True, slots=True)
class CellFinding:
    """Something to look at and where; ``block`` is None where it is about days outside all blocks."""

    text: str
    block: int | None
    is_mild: bool


@dataclass(frozen=True, slots=True)
class RowFindings:
    """What to look at in one resident's row."""

    resident: Resident
    found: list[CellFinding]

    @property
    def is_mild(self) -> bool:
        """Whether nothing of it needs a change."""
        return all(one.is_mild for one in self.found)


def block_findings(
    year: AcademicYear, today: date, among: Collection[int] | None = None
) -> list[RowFindings]:
    """Residents with something to look at, the serious ones first; a fixed number of queries."""
    present = Resident.objects.here_on(day_looked_at(year, today)).filter(years__year=year)
    residents = {row.pk: row for row in present if among is None or row.pk in among}
    columns = block_columns(year).columns
    covered = frozenset(day for block in columns for day in days_from(block.first_date, block.last_date))
    found: dict[int, list[CellFinding]] = {}
    for one in findings(program_year(year, with_faculty=False), map(resident_id, residents), covered):
        resident = residents[key_of(one.resident)]
        if one.check != Check.NO_ROTATION or not resident.off_cycle:
            found.setdefault(resident.pk, []).append(_in_cell(one, columns))
    rows = [RowFindings(residents[pk], listed) for pk, listed in found.items()]
    return sorted(rows, key=lambda row: (row.is_mild, row.resident.name))


def _in_cell(finding: Finding, columns: Collection[Block]) -> CellFinding:
    block = next((one.pk for one in columns if one.last_date >= finding.since), None)
    return CellFinding(finding.text, block, finding.check in MILD)

"""A coordinator's workbook: what it would change, and making it so in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from scheduling.exchange.issues import FileIssue
from scheduling.exchange.workbook.tables import WorkbookTables
from scheduling.models import AcademicYear, Faculty, Program, Resident, ResidentYear
from scheduling.services.importing.clinic_tables import CLINIC_TABLES
from scheduling.services.importing.differences import TableChanges
from scheduling.services.importing.people_tables import AWAY_TABLES, FACULTY_TABLES, RESIDENT_TABLES
from scheduling.services.importing.rotation_tables import BLOCK_TABLES, ROTATION_TABLES
from scheduling.services.importing.table import Scope, Table
from scheduling.services.importing.team_tables import TEAM_TABLES
from scheduling.services.people_locks import lock_roster

ALL_TABLES: tuple[type[Table], ...] = (
    *CLINIC_TABLES, *ROTATION_TABLES, *FACULTY_TABLES, *RESIDENT_TABLES, *BLOCK_TABLES, *AWAY_TABLES,
    *TEAM_TABLES,
)  # fmt: skip
LIKELY_THE_SAME_NAME = 0.75


@dataclass(frozen=True, slots=True)
class WorkbookChanges:
    """What a workbook changes, table by table, and what a person should look at first."""

    changes: tuple[TableChanges, ...]
    warnings: tuple[FileIssue, ...]
    year: AcademicYear | None


def workbook_changes(tables: WorkbookTables) -> WorkbookChanges:
    """Compare a workbook with the database; writes nothing."""
    scope = _scope(tables)
    changes = tuple(table.changes(table.difference()) for table in _tables(scope))
    return WorkbookChanges(changes, tuple(_likely_renames(scope)), scope.year)


def write_workbook(tables: WorkbookTables) -> WorkbookChanges:
    """Make the database as the workbook says. The caller holds the transaction."""
    scope = _scope(tables)
    if scope.program is not None:
        # Its tables come in the order of what they refer to; people are held in the order in which others hold them.
        lock_roster(scope.program)
    warnings = tuple(_likely_renames(scope))
    changes = tuple(table.changes(table.write()) for table in _tables(scope))
    return WorkbookChanges(changes, warnings, scope.year)


def _tables(scope: Scope) -> Iterator[Table]:
    """Each made when its turn comes: the first ones write what the others refer to."""
    return (table(scope) for table in ALL_TABLES)


def _scope(tables: WorkbookTables) -> Scope:
    program = Program.objects.filter(name=tables.clinic.program).first()
    year = AcademicYear.objects.filter(program=program, first_monday=tables.clinic.first_monday).first()
    if program is None:
        return Scope(tables, None, None)
    return Scope(tables, program, year, _renamed(tables, program))


def _renamed(tables: WorkbookTables, program: Program) -> dict[str, str]:
    """Earlier to present names of people whose e-mail address stayed the same."""
    found: dict[str, str] = {}
    for model, rows in ((Resident, tables.residents), (Faculty, tables.faculty)):
        present = {row.name for row in rows}
        people = list(model._default_manager.filter(program=program).values_list("name", "email"))
        held = {email.casefold(): name for name, email in people if email}
        names = {name for name, _ in people}
        for row in rows:
            earlier = held.get(row.email.casefold())
            if earlier and earlier not in present and row.name not in names:
                found[earlier] = row.name
    return found


def _likely_renames(scope: Scope) -> Iterator[FileIssue]:
    """New names that look like the name of somebody who is gone from the file: asked, never guessed."""
    if scope.year is None:
        return
    in_file = {row.name for row in scope.tables.residents}
    places = ResidentYear.objects.filter(year=scope.year).values_list(
        "resident__name", "pgy", "resident__program_start"
    )
    held = {name: (pgy, start) for name, pgy, start in places}
    known = held.keys() | set(scope.renamed.values())
    gone = held.keys() - in_file - set(scope.renamed)
    for row in scope.tables.residents:
        classmates = [name for name in gone if held[name] == (row.pgy, row.program_start)]
        likely = max(classmates, key=lambda name: _likeness(name, row.name), default=None)
        if row.name in known or likely is None or _likeness(likely, row.name) < LIKELY_THE_SAME_NAME:
            continue
        yield FileIssue(
            "Residents", row.source_row, "", "Resident", row.name,
            f"This name is new, and {likely} of the same class is not in the file any more. They may be the same person.",
            "If so, give the row the e-mail address that is held for that person; history then stays with them.",
        )  # fmt: skip


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()

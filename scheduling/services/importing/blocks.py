"""A wide block schedule: who is meant by each label, and the year's blocks made as the file says."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.db import models

from scheduling.domain.calendar import DAYS_IN_WEEK, day_label, monday_of
from scheduling.domain.wording import counted
from scheduling.exchange.block_grid import BlockGrid, GridPeriod, read_block_grid
from scheduling.exchange.issues import FileIssue
from scheduling.exchange.names import match_labels
from scheduling.exchange.workbook.tables import (
    AssignmentRow,
    BlockColumn,
    ClinicSettings,
    RotationRow,
    WorkbookTables,
)
from scheduling.models import AcademicYear, Program, Resident, ResidentYear, Rotation
from scheduling.selectors.years import program_today
from scheduling.services.importing.clinic_tables import Fields, YearTable
from scheduling.services.importing.differences import Key, Values
from scheduling.services.importing.preview import ImportPreview, NameQuestion
from scheduling.services.importing.rotation_tables import BLOCK_TABLES, RotationTable
from scheduling.services.importing.table import Scope, Table

NEW = ""
MOST_CODES_NAMED = 20


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said about the labels: whom each means (``NEW``: nobody on the roster), and that the
    residents proposed may be made."""

    meant: Mapping[str, str] = field(default_factory=dict)
    accept_new: bool = False


@dataclass(slots=True)
class _Plan:
    """The file with its labels resolved as far as they are."""

    grid: BlockGrid
    program: Program
    year: AcademicYear | None
    names: dict[str, str]
    questions: list[NameQuestion]
    proposed: list[str]
    roster: list[str]
    tables: WorkbookTables


def preview_blocks(content: bytes, filename: str, program: Program, answers: Answers) -> ImportPreview:
    """What a wide block schedule would change, and what must be answered first; writes nothing."""
    return _handle(content, filename, program, answers, write=False)


def import_blocks(content: bytes, filename: str, program: Program, answers: Answers) -> ImportPreview:
    """Make the year's block schedule as the file says, if nothing is open. The caller holds the transaction."""
    return _handle(content, filename, program, answers, write=True)


def _handle(
    content: bytes, filename: str, program: Program, answers: Answers, *, write: bool
) -> ImportPreview:
    reading = read_block_grid(BytesIO(content), filename)
    if reading.grid is None:
        return ImportPreview(filename, reading.errors, reading.warnings)
    plan = _plan(reading.grid, program, answers)
    issues = tuple(_outside_year(plan))
    warnings = (*reading.warnings, *_notes(plan))
    if issues or plan.questions or plan.proposed:
        return ImportPreview(
            filename,
            issues,
            warnings,
            (),
            plan.year,
            tuple(plan.questions),
            tuple(plan.proposed),
            tuple(plan.roster),
        )
    scope = Scope(plan.tables, program, plan.year, places=_places(plan))
    tables = [table(scope) for table in _GRID_TABLES]
    if write:
        _make_residents(plan)
        changes = tuple(table.changes(table.write()) for table in tables)
    else:
        changes = tuple(table.changes(table.difference()) for table in tables)
    return ImportPreview(filename, (), warnings, changes, scope.year)


class NewRotationTable(RotationTable):
    """Codes that the program does not know yet; those known keep their rule."""

    def wanted(self) -> dict[Key, Values]:
        """Only the codes that are new."""
        known = self.scope.rotations()
        return {key: values for key, values in super().wanted().items() if key[0] not in known}

    def rows(self) -> "models.QuerySet[Any]":
        """None: known rotations are left as they are."""
        return Rotation.objects.none()


class GridResidentYearTable(Table):
    """Class and row code of everybody in the file; the others of the year stay."""

    label = "Residents of the year"
    model = ResidentYear
    key = ("resident__name",)
    values = ("pgy", "row_code")

    def wanted(self) -> dict[Key, Values]:
        """A row a resident."""
        return {(name,): {"pgy": pgy, "row_code": code} for name, (pgy, code) in self.scope.places.items()}

    def rows(self) -> "models.QuerySet[Any]":
        """Those of the year who are in the file."""
        return ResidentYear.objects.filter(year=self.scope.year, resident__name__in=list(self.scope.places))

    def fields(self) -> Fields:
        """Resident, year, class and row code."""
        residents = self.scope.residents()
        return lambda key, values: {"resident_id": residents[key[0]], "year": self.scope.year, **values}


_GRID_TABLES: tuple[type[Table], ...] = (YearTable, NewRotationTable, GridResidentYearTable, *BLOCK_TABLES)


def _plan(grid: BlockGrid, program: Program, answers: Answers) -> _Plan:
    year = _year(grid, program)
    roster = _roster(program, year)
    names, questions, proposed = _resolved(grid, roster, answers)
    return _Plan(grid, program, year, names, questions, proposed, roster, _tables(grid, program, year, names))


def _year(grid: BlockGrid, program: Program) -> AcademicYear | None:
    """The year that holds most of the file's dates, so that one stray column is named as stray."""
    years = list(AcademicYear.objects.filter(program=program))
    counts = {
        year.pk: sum(year.first_monday <= period.first <= year.last_date for period in grid.periods)
        for year in years
    }
    best = max(years, key=lambda year: counts[year.pk], default=None)
    return best if best is not None and counts[best.pk] else None


def _roster(program: Program, year: AcademicYear | None) -> list[str]:
    """Names of the year's residents; before anybody is in the year, of all who have not left."""
    in_year = (
        list(ResidentYear.objects.filter(year=year).values_list("resident__name", flat=True)) if year else []
    )
    present = Resident.objects.here_on(program_today(program)).filter(program=program)
    return in_year or list(present.values_list("name", flat=True))


def _resolved(
    grid: BlockGrid, roster: list[str], answers: Answers
) -> tuple[dict[str, str], list[NameQuestion], list[str]]:
    names: dict[str, str] = {}
    questions: list[NameQuestion] = []
    proposed: list[str] = []
    matches = match_labels([row.label for row in grid.rows], roster)
    meant = [answers.meant.get(match.label, match.name) for match in matches]
    times_meant = Counter(meant)
    for row, match, name in zip(grid.rows, matches, meant, strict=True):
        if name in roster and times_meant[name] == 1:
            names[row.label] = str(name)
        elif name == NEW or not roster:
            names[row.label] = row.label
            if not answers.accept_new:
                proposed.append(f"{row.label}, PGY-{row.pgy}, row {row.code}")
        else:
            candidates = (str(name),) if name in roster else match.candidates
            questions.append(NameQuestion(row.label, row.source_row, candidates))
    return names, questions, proposed


def _tables(
    grid: BlockGrid, program: Program, year: AcademicYear | None, names: Mapping[str, str]
) -> WorkbookTables:
    known = {row.label: row for row in grid.rows if row.label in names}
    codes = sorted({code for row in known.values() for code in row.codes.values()})
    return WorkbookTables(
        clinic=_clinic(grid, program, year),
        residents=(),
        blocks=tuple(BlockColumn(_label(period), period.first, period.last) for period in grid.periods),
        assignments=tuple(
            AssignmentRow(names[row.label], _label(period), period.first, period.last, code, row.source_row)
            for row in known.values()
            for period, code in row.codes.items()
        ),
        rotations=tuple(RotationRow(code, code, frozenset(), 0, 0) for code in codes),
        faculty=(),
        away=(),
    )


def _clinic(grid: BlockGrid, program: Program, year: AcademicYear | None) -> ClinicSettings:
    first = min(period.first for period in grid.periods) if year is None else year.first_monday
    last = max(period.last for period in grid.periods) if year is None else year.last_date
    monday = monday_of(first)
    weeks = -(-((last - monday).days + 1) // DAYS_IN_WEEK)
    return ClinicSettings(
        program=program.name,
        year_label=f"{first.year}-{last.year}" if year is None else year.name,
        first_day=first,
        last_day=last,
        first_monday=monday,
        weeks=weeks,
        sites=(),
        residents_per_preceptor=program.residents_per_preceptor,
        clinics_per_day=program.sessions_per_day,
        max_gap_weeks=program.max_gap_weeks,
    )


def _label(period: GridPeriod) -> str:
    return f"{day_label(period.first)} to {day_label(period.last)}"


def _outside_year(plan: _Plan) -> Iterator[FileIssue]:
    clinic = plan.tables.clinic
    end = clinic.first_monday + timedelta(weeks=clinic.weeks, days=-1)
    for period in plan.grid.periods:
        if plan.year is not None and not (clinic.first_monday <= period.first and period.last <= end):
            yield FileIssue(
                "", None, "", "", period.first.isoformat(),
                f"The column from {period.first} to {period.last} is outside the year {plan.year}.",
                "Correct its dates, or hand in the other year's columns in a file of their own.",
            )  # fmt: skip


def _notes(plan: _Plan) -> Iterator[FileIssue]:
    asked = Counter(
        name for question in plan.questions if len(question.candidates) == 1 for name in question.candidates
    )
    for name, rows in asked.items():
        if rows > 1:
            yield _note(f"{rows} rows would be {name}.", "Each person has one row: say who else is meant.")
    known = set(Rotation.objects.filter(program=plan.program).values_list("code", flat=True))
    new = sorted({row.code for row in plan.tables.rotations} - known)
    if new:
        named = ", ".join(new[:MOST_CODES_NAMED]) + (" …" if len(new) > MOST_CODES_NAMED else "")
        yield _note(
            f"{counted(len(new), 'rotation is', 'rotations are')} new: {named}. No clinic is allowed there until the clinic rule is set.",
            "Hand in a workbook whose sheet Rotations says which half-days each of them allows.",
        )
    missing = sorted(set(plan.roster) - set(plan.names.values()))
    if missing and not plan.questions:
        yield _note(
            f"{counted(len(missing), 'resident')} of the roster not in the file "
            f"{'loses' if len(missing) == 1 else 'lose'} all blocks: {', '.join(missing)}.",
            "Add their rows, unless they have left.",
        )
    if plan.grid.events or plan.grid.sick_call:
        yield _note(
            f"{len(plan.grid.events)} special events and {len(plan.grid.sick_call)} weeks of sick call were read "
            "and checked; they are not kept yet.",
            "Keep the file for them.",
        )


def _note(reason: str, remedy: str) -> FileIssue:
    return FileIssue("", None, "", "", "", reason, remedy)


def _make_residents(plan: _Plan) -> None:
    """Residents whom the file is the first to name, confirmed by a person."""
    known = set(Resident.objects.filter(program=plan.program).values_list("name", flat=True))
    new = [name for name in plan.names.values() if name not in known]
    Resident.objects.bulk_create([Resident(program=plan.program, name=name) for name in new])


def _places(plan: _Plan) -> dict[str, tuple[int, str]]:
    """Class and row code by resident."""
    return {plan.names[row.label]: (row.pgy, row.code) for row in plan.grid.rows if row.label in plan.names}

"""From the rows of a workbook to the program's year that a problem is built from."""

from collections import defaultdict
from collections.abc import Mapping

from scheduling.domain.ids import FacultyId, ProgramId, ResidentId, SiteId
from scheduling.domain.problem import ClinicSession, Rules
from scheduling.domain.program_year import (
    Absence,
    BlockAssignment,
    FacultyHalfDay,
    FacultyYear,
    ProgramYear,
    ResidentYear,
    RotationRule,
    Teaching,
    YearSettings,
    session_id,
)
from scheduling.exchange.workbook.sessions import planned_sessions
from scheduling.exchange.workbook.tables import (
    ClinicSettings,
    FacultyRow,
    PersonKind,
    ResidentRow,
    RotationRow,
    WorkbookTables,
)

Absences = Mapping[tuple[PersonKind, str], list[Absence]]


def program_year_from_tables(tables: WorkbookTables) -> ProgramYear:
    """The year that a workbook describes. Residents are R001, R002 … and faculty F001 … in the order of their rows."""
    clinic = tables.clinic
    faculty_ids = {member.name: FacultyId(f"F{n:03}") for n, member in enumerate(tables.faculty, 1)}
    absences = _absences(tables)
    assignments = _assignments(tables)
    return ProgramYear(
        program=ProgramId(program_code(clinic.program)),
        name=f"{clinic.program} {clinic.year_label}",
        first_monday=clinic.first_monday,
        weeks=clinic.weeks,
        settings=_settings(clinic),
        sessions=_sessions(clinic),
        rotations=tuple(_rotation(row) for row in tables.rotations),
        residents=tuple(
            _resident(ResidentId(f"R{n:03}"), row, faculty_ids, absences, assignments[row.name])
            for n, row in enumerate(tables.residents, 1)
        ),
        faculty=tuple(_faculty(faculty_ids[row.name], row, clinic, absences) for row in tables.faculty),
        teaching=tuple(
            Teaching(row.weekday, row.period, row.pgys, row.weeks_of_month) for row in clinic.teaching
        ),
    )


def program_code(name: str) -> str:
    """``IM`` for Internal Medicine: the initials, or the first four letters of a single word."""
    words = [word for word in name.split() if word[0].isalnum()]
    return ("".join(word[0] for word in words) if len(words) > 1 else name[:4]).upper()


def _settings(clinic: ClinicSettings) -> YearSettings:
    return YearSettings(
        supervision_ratio=clinic.residents_per_preceptor,
        rules=Rules(clinic.clinics_per_day, clinic.max_gap_weeks, clinic.contact_window_weeks),
        intern_weight=clinic.intern_weight,
        intern_months=clinic.intern_months,
        own_clinic_counts=clinic.own_clinic_counts,
    )


def _sessions(clinic: ClinicSettings) -> tuple[ClinicSession, ...]:
    return tuple(
        ClinicSession(
            session_id(SiteId(planned.site), planned.half_day),
            SiteId(planned.site),
            planned.half_day,
            planned.rooms,
        )
        for planned in planned_sessions(clinic)
    )


def _rotation(row: RotationRow) -> RotationRule:
    return RotationRule(row.code, row.allowed, row.clinics_min, row.clinics_max, row.allowed_by_week)


def _absences(tables: WorkbookTables) -> Absences:
    found: dict[tuple[PersonKind, str], list[Absence]] = defaultdict(list)
    for row in tables.away:
        found[row.kind, row.person].append(Absence(row.first, row.last, row.period))
    return found


def _assignments(tables: WorkbookTables) -> dict[str, list[BlockAssignment]]:
    found: dict[str, list[BlockAssignment]] = defaultdict(list)
    for row in tables.assignments:
        found[row.resident].append(BlockAssignment(row.first, row.last, row.rotation))
    return found


def _resident(
    resident_id: ResidentId,
    row: ResidentRow,
    faculty_ids: Mapping[str, FacultyId],
    absences: Absences,
    assignments: list[BlockAssignment],
) -> ResidentYear:
    return ResidentYear(
        id=resident_id,
        pgy=row.pgy,
        year_min=row.clinics_min,
        year_max=row.clinics_max,
        assignments=tuple(assignments),
        absences=tuple(absences.get((PersonKind.RESIDENT, row.name), ())),
        coach=faculty_ids[row.coach] if row.coach is not None else None,
        intern_from=row.program_start,
    )


def _faculty(
    faculty_id: FacultyId, row: FacultyRow, clinic: ClinicSettings, absences: Absences
) -> FacultyYear:
    return FacultyYear(
        id=faculty_id,
        panel_min=row.panel_min,
        panel_max=row.panel_max,
        weekly_quota=row.weekly_quota,
        half_days=tuple(
            FacultyHalfDay(
                weekday, period, duty.duty, SiteId(duty.site or clinic.sites[0].code), duty.weeks_of_month
            )
            for (weekday, period), duties in row.pattern.items()
            for duty in duties
        ),
        absences=tuple(absences.get((PersonKind.FACULTY, row.name), ())),
    )

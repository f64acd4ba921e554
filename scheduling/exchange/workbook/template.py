"""The workbook that coordinators download to begin with: a small invented program that imports as it is."""

from dataclasses import replace
from datetime import date, timedelta

from scheduling.domain.calendar import Period
from scheduling.domain.program_year import Duty
from scheduling.exchange.workbook.tables import (
    WEEKDAY_SLOTS,
    AssignmentRow,
    AwayRow,
    BlockColumn,
    ClinicSettings,
    DutyCell,
    FacultyRow,
    PersonKind,
    ResidentRow,
    RoomChange,
    RotationRow,
    SiteRow,
    Slot,
    WorkbookTables,
)
from scheduling.exchange.workbook.writing import write_workbook

FIRST_MONDAY = date(2026, 6, 29)
BLOCK_COUNT = 26
TEACHING: Slot = (1, Period.PM)
PRECEPTS, OFFERED, OWN_CLINIC = (DutyCell(duty) for duty in Duty)
ROTATION_CYCLE = ("AMB", "WARD", "ELEC", "CONS", "AMB", "NIGHT", "ELEC", "WARD")
# The holidays of the year on which this clinic is closed.
CLOSED = {
    date(2026, 7, 3): "Independence Day",
    date(2026, 9, 7): "Labor Day",
    date(2026, 10, 12): "Columbus Day",
    date(2026, 11, 11): "Veterans Day",
    date(2026, 11, 26): "Thanksgiving",
    date(2026, 12, 25): "Christmas Day",
    date(2027, 1, 1): "New Year's Day",
    date(2027, 1, 18): "Martin Luther King Day",
    date(2027, 2, 15): "Presidents' Day",
    date(2027, 5, 31): "Memorial Day",
    date(2027, 6, 18): "Juneteenth",
}


def write_template(program: str | None = None) -> bytes:
    """The template as an .xlsx file. ``program`` is the program's name in it, since a page takes its own only."""
    tables = template_tables()
    if program is not None:
        tables = replace(tables, clinic=replace(tables.clinic, program=program))
    return write_workbook(tables)


def template_tables() -> WorkbookTables:
    """Six residents, three faculty and one site, with one example of everything that a sheet can say."""
    residents, blocks = _residents(), _blocks()
    by_class = sorted(enumerate(residents), key=lambda item: -item[1].pgy)
    return WorkbookTables(
        clinic=_clinic(),
        residents=residents,
        blocks=blocks,
        assignments=tuple(
            AssignmentRow(
                resident.name,
                block.label,
                block.first,
                block.last,
                ROTATION_CYCLE[(n + 3 * number) % len(ROTATION_CYCLE)],
            )
            for number, resident in by_class
            for n, block in enumerate(blocks)
        ),
        rotations=_rotations(),
        faculty=_faculty(),
        away=_away(),
    )


def _clinic() -> ClinicSettings:
    closed = tuple(RoomChange(day, None, 0, name) for day, name in CLOSED.items())
    return ClinicSettings(
        program="Example Residency",
        year_label="2026-2027",
        first_day=FIRST_MONDAY,
        last_day=FIRST_MONDAY + timedelta(weeks=52, days=-1),
        first_monday=FIRST_MONDAY,
        weeks=52,
        sites=(SiteRow("Main clinic", "MAIN", "M", 4, phone="555-0140"),),
        residents_per_preceptor=4,
        clinics_per_day=1,
        max_gap_weeks=6,
        clinic_slots=tuple(slot for slot in WEEKDAY_SLOTS if slot != TEACHING),
        teaching_slots=(TEACHING,),
        room_changes=(*closed, RoomChange(date(2026, 10, 5), Period.AM, 3, "rooms lent")),
        clinic_line="555-0141",
    )


def _blocks() -> tuple[BlockColumn, ...]:
    starts = [FIRST_MONDAY + timedelta(weeks=2 * n) for n in range(BLOCK_COUNT)]
    return tuple(BlockColumn(f"Block {n}", day, day + timedelta(days=13)) for n, day in enumerate(starts, 1))


def _rotations() -> tuple[RotationRow, ...]:
    afternoons = frozenset({(0, Period.PM), (2, Period.PM), (4, Period.PM)})
    no_thursday = frozenset(slot for slot in WEEKDAY_SLOTS if slot[0] != 3)
    return (
        RotationRow("WARD", "Inpatient ward", frozenset(), 0, 0),
        RotationRow("NIGHT", "Night float", frozenset(), 0, 0),
        RotationRow("CONS", "Consults", afternoons, 1, 1),
        RotationRow("ELEC", "Elective", no_thursday, 1, 2),
        RotationRow("AMB", "Ambulatory", None, 3, 5),
    )


def _residents() -> tuple[ResidentRow, ...]:
    return (
        _resident("Abara, Nilo", 1, None, pronouns="he/him"),
        _resident("Tennyson, Odile", 1, None, phone="555-0101"),
        _resident("Moravec, Sunniva", 2, "Hollis, Perpetua", pager="555-0102"),
        _resident("Quintero, Bashir", 2, "Vanterpool, Iris"),
        _resident("Ravel, Tamsin", 3, "Hollis, Perpetua", pronouns="she/her"),
        _resident("Oyelaran, Casper", 3, "Stroud, Anwar"),
    )


def _resident(
    name: str, pgy: int, coach: str | None, *, phone: str = "", pager: str = "", pronouns: str = ""
) -> ResidentRow:
    start = date(FIRST_MONDAY.year - pgy + 1, 6, 24)
    return ResidentRow(
        name=name,
        email=_email(name),
        pgy=pgy,
        program_start=start,
        coach=coach,
        coach_since=start if coach else None,
        clinics_min=40,
        clinics_max=75,
        phone=phone,
        pager=pager,
        pronouns=pronouns,
    )


def _email(name: str) -> str:
    family, _, given = name.partition(", ")
    return f"{given}.{family}@example.org".lower()


def _faculty() -> tuple[FacultyRow, ...]:
    return (
        _member(
            "Hollis, Perpetua", {(0, Period.AM): PRECEPTS, (1, Period.AM): PRECEPTS, (2, Period.PM): PRECEPTS}
        ),
        _member(
            "Stroud, Anwar", {(2, Period.AM): PRECEPTS, (4, Period.PM): PRECEPTS, (0, Period.PM): OFFERED}
        ),
        _member(
            "Vanterpool, Iris",
            {(3, Period.AM): PRECEPTS, (4, Period.AM): PRECEPTS, (2, Period.PM): OWN_CLINIC},
        ),
    )


def _member(name: str, duties: dict[Slot, DutyCell]) -> FacultyRow:
    pattern = {slot: (duty,) for slot, duty in duties.items()}
    return FacultyRow(name, _email(name), 1, 3, 3, pattern, phone="555-0120", pager="555-0121")


def _away() -> tuple[AwayRow, ...]:
    return (
        AwayRow("Hollis, Perpetua", PersonKind.FACULTY, date(2026, 8, 3), date(2026, 8, 7), None, "away"),
        AwayRow(
            "Stroud, Anwar", PersonKind.FACULTY, date(2026, 10, 14), date(2026, 10, 14), Period.AM, "meeting"
        ),
        AwayRow("Abara, Nilo", PersonKind.RESIDENT, date(2027, 2, 1), date(2027, 2, 7), None, "vacation"),
    )

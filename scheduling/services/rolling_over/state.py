"""What a year holds, part by part, so that a change by hand is seen; and the people a roll-over touched."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from scheduling.models import (
    Absence,
    AcademicYear,
    Block,
    FacultyHalfDay,
    Holiday,
    Pairing,
    Resident,
    ResidentYear,
    RollOver,
    RotationAssignment,
    Session,
)

PARTS: dict[str, Any] = {
    "The residents of the year": lambda year: ResidentYear.objects.filter(year=year).values_list(
        "resident_id", "pgy", "clinics_min", "clinics_max", "row_code"
    ),
    "Faculty half-days": lambda year: FacultyHalfDay.objects.filter(year=year).values_list(
        "faculty_id", "site_id", "weekday", "period", "duty", "weeks_of_month"
    ),
    "Clinic sessions and rooms": lambda year: Session.objects.filter(
        site__program=year.program_id, date__range=(year.first_monday, year.last_date)
    ).values_list("site_id", "date", "period", "rooms", "note"),
    "Blocks": lambda year: Block.objects.filter(year=year).values_list("label", "first_date", "last_date"),
    "The block schedule": lambda year: RotationAssignment.objects.filter(block__year=year).values_list(
        "resident_id", "block_id", "rotation_id"
    ),
    "The year's name and dates": lambda year: AcademicYear.objects.filter(pk=year.pk).values_list(
        "name", "first_monday", "weeks"
    ),
}


def state_of(year: AcademicYear) -> dict[str, str]:
    """A digest of each part of a year."""
    return {part: _digest(rows(year)) for part, rows in PARTS.items()}


def changed_since(roll_over: RollOver) -> Iterator[str]:
    """What was changed by hand since a roll-over, in words."""
    assert roll_over.year is not None
    now = state_of(roll_over.year)
    yield from (part for part, digest in roll_over.state.items() if now.get(part) != digest)
    yield from _interns(roll_over.made["interns"])
    yield from _graduates(roll_over.made["graduates"])
    yield from _pairings(roll_over.made["pairings"])
    days = {
        day.isoformat(): name
        for day, name in Holiday.objects.filter(
            program=roll_over.program_id, date__in=list(roll_over.made["holidays"])
        ).values_list("date", "name")
    }
    if days != roll_over.made["holidays"]:
        yield "Holidays of the new year"


def _interns(made: dict[str, list[str]]) -> Iterator[str]:
    rows = {str(row.pk): row for row in Resident.objects.filter(pk__in=list(made))}
    in_use = {
        *Pairing.objects.filter(resident__in=rows.values()).values_list("resident_id", flat=True),
        *Absence.objects.filter(resident__in=rows.values()).values_list("resident_id", flat=True),
    }
    for pk, said in made.items():
        row = rows.get(pk)
        if row is None:
            yield f"{said[0]}, who was taken off the roster"
        elif [row.name, row.email] != said or row.user_id or row.left_on or row.pk in in_use:
            yield f"{row}, who was changed, paired, given leave or given access"


def _graduates(made: dict[str, list[Any]]) -> Iterator[str]:
    for row in Resident.objects.filter(pk__in=list(made)):
        if str(row.left_on) != made[str(row.pk)][1]:
            yield f"The day on which {row} leaves"


def _pairings(made: dict[str, list[Any]]) -> Iterator[str]:
    rows = Pairing.objects.filter(pk__in=list(made)).select_related("resident", "faculty")
    for row in rows:
        if str(row.last_date) != made[str(row.pk)][1]:
            yield f"The pairing of {row}"


def _digest(rows: Any) -> str:
    said = sorted(json.dumps([str(value) for value in row]) for row in rows)
    return sha256("\n".join(said).encode()).hexdigest()

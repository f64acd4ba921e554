"""Rotations and their clinic rules, blocks, and who is on which when."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from scheduling.domain.program_year import Slot
from scheduling.models import (
    Block,
    ClinicRule,
    Hue,
    Rotation,
    RotationAssignment,
    RotationHalfDay,
    RotationWeek,
)
from scheduling.services.importing.clinic_tables import Fields
from scheduling.services.importing.differences import Key, Values
from scheduling.services.importing.table import Table, by_key

HUE_HINTS = (
    ("AMB", Hue.AMBULATORY), ("CLINIC", Hue.AMBULATORY), ("WARD", Hue.WARDS), ("FLOOR", Hue.WARDS),
    ("ICU", Hue.ICU), ("CCU", Hue.ICU), ("ED", Hue.ICU), ("NIGHT", Hue.NIGHTS), ("NF", Hue.NIGHTS),
    ("HNF", Hue.NIGHTS), ("SWING", Hue.NIGHTS), ("COMM", Hue.COMMUNITY), ("RURAL", Hue.COMMUNITY),
    ("RES", Hue.COMMUNITY), ("CONS", Hue.ELECTIVE), ("ELEC", Hue.ELECTIVE),
)  # fmt: skip


def hue_for(code: str) -> Hue:
    """The band that a new rotation starts with, by the first words of its code; people may choose another."""
    for hint, hue in HUE_HINTS:
        if code.upper().startswith(hint):
            return hue
    return Hue.ELECTIVE


class RotationTable(Table):
    """Rotations. One that the file does not name stays, since other years may use it."""

    label = "Rotations"
    model = Rotation
    key = ("code",)
    values = ("name", "clinic_rule", "min_per_week", "max_per_week")
    kept_when_blank = frozenset({"name"})

    def wanted(self) -> dict[Key, Values]:
        """A row a code."""
        return {
            (row.code,): {
                "name": "" if row.name == row.code else row.name,
                "clinic_rule": rule_for(row.allowed),
                "min_per_week": row.clinics_min,
                "max_per_week": row.clinics_max,
            }
            for row in self.tables.rotations
        }

    def rows(self) -> "models.QuerySet[Any]":
        """Rotations that the file names."""
        codes = [row.code for row in self.tables.rotations]
        return Rotation.objects.filter(program=self.scope.program, code__in=codes)

    def fields(self) -> Fields:
        """Program, code, rule, and a band for a new one."""
        hues = dict(self.rows().values_list("code", "hue"))
        return lambda key, values: {
            "program": self.scope.program,
            "code": key[0],
            "hue": hues.get(key[0]) or hue_for(key[0]),
            **values,
        }


class RotationWeekTable(Table):
    """Weeks of a block with a clinic rule of their own."""

    label = "Weeks of rotations"
    model = RotationWeek
    key = ("rotation__code", "week_of_block")
    values = ("clinic_rule",)

    def wanted(self) -> dict[Key, Values]:
        """A row a rotation and week."""
        return {
            (row.code, week): {"clinic_rule": rule_for(allowed)}
            for row in self.tables.rotations
            for week, allowed in row.allowed_by_week.items()
        }

    def rows(self) -> "models.QuerySet[Any]":
        """Of the rotations that the file names."""
        codes = [row.code for row in self.tables.rotations]
        return RotationWeek.objects.filter(rotation__program=self.scope.program, rotation__code__in=codes)

    def fields(self) -> Fields:
        """Rotation, week and rule."""
        rotations = self.scope.rotations()
        return lambda key, values: {"rotation_id": rotations[key[0]], "week_of_block": key[1], **values}


class RotationHalfDayTable(Table):
    """Half-days that rotations list."""

    label = "Clinic half-days of rotations"
    model = RotationHalfDay
    key = ("rotation__code", "week_of_block", "weekday", "period")

    def wanted(self) -> dict[Key, Values]:
        """A row a rotation, week of the block and half-day of the week."""
        return {
            (row.code, week, weekday, str(period)): {}
            for row in self.tables.rotations
            for week, allowed in _lists(row.allowed, row.allowed_by_week)
            for weekday, period in allowed
        }

    def rows(self) -> "models.QuerySet[Any]":
        """Of the rotations that the file names."""
        codes = [row.code for row in self.tables.rotations]
        return RotationHalfDay.objects.filter(rotation__program=self.scope.program, rotation__code__in=codes)

    def fields(self) -> Fields:
        """Rotation, week and half-day."""
        rotations = self.scope.rotations()
        return lambda key, _values: {
            "rotation_id": rotations[key[0]], "week_of_block": key[1], "weekday": key[2], "period": key[3],
        }  # fmt: skip


class BlockTable(Table):
    """Blocks of the year."""

    label = "Blocks"
    model = Block
    key = ("first_date", "last_date")
    values = ("label",)

    def wanted(self) -> dict[Key, Values]:
        """A row a block."""
        return {(block.first, block.last): {"label": block.label} for block in self.tables.blocks}

    def rows(self) -> "models.QuerySet[Any]":
        """All of the year."""
        return Block.objects.filter(year=self.scope.year)

    def fields(self) -> Fields:
        """Year, dates and label."""
        return lambda key, values: {
            "year": self.scope.year, "first_date": key[0], "last_date": key[1], **values,
        }  # fmt: skip


class RotationAssignmentTable(Table):
    """The block schedule."""

    label = "Block schedule"
    model = RotationAssignment
    key = ("resident__name", "block__first_date", "block__last_date")
    values = ("rotation__code",)
    person = 0

    def wanted(self) -> dict[Key, Values]:
        """A row a resident and block."""
        return by_key(
            ((row.resident, row.first, row.last), {"rotation__code": row.rotation})
            for row in self.tables.assignments
        )

    def rows(self) -> "models.QuerySet[Any]":
        """All of the year."""
        return RotationAssignment.objects.filter(block__year=self.scope.year)

    def fields(self) -> Fields:
        """Resident, block and rotation."""
        residents, rotations = self.scope.residents(), self.scope.rotations()
        blocks = {
            (first, last): pk
            for first, last, pk in Block.objects.filter(year=self.scope.year).values_list(
                "first_date", "last_date", "pk"
            )
        }
        return lambda key, values: {
            "resident_id": residents[key[0]],
            "block_id": blocks[key[1], key[2]],
            "rotation_id": rotations[values["rotation__code"]],
        }


def rule_for(allowed: frozenset[Slot] | None) -> ClinicRule:
    """None means any half-day, an empty list none."""
    if allowed is None:
        return ClinicRule.ANY
    return ClinicRule.LISTED if allowed else ClinicRule.NONE


def _lists(every_week: frozenset[Slot] | None, by_week: Any) -> Iterator[tuple[int | None, frozenset[Slot]]]:
    yield None, every_week or frozenset()
    for week, allowed in by_week.items():
        yield week, allowed or frozenset()


ROTATION_TABLES: tuple[type[Table], ...] = (RotationTable, RotationWeekTable, RotationHalfDayTable)
BLOCK_TABLES: tuple[type[Table], ...] = (BlockTable, RotationAssignmentTable)

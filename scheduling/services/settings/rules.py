"""Clinic rules of rotations, whole: ``{"rule": "listed", "listed": [[null, 1, "AM"]], "weeks": {"2": "none"}}``."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from scheduling.domain.calendar import WEEKDAYS, Period
from scheduling.domain.wording import counted
from scheduling.models import ClinicRule, Program, Rotation, RotationHalfDay, RotationWeek

WORDS = {ClinicRule.NONE: "no clinic", ClinicRule.ANY: "any half-day", ClinicRule.LISTED: "half-days listed"}


class RuleRows:
    """The clinic rule of each rotation, named by its key."""

    def __init__(self, program: Program) -> None:
        self._rotations = Rotation.objects.filter(program=program)

    def held(self, names: Iterable[str]) -> dict[str, Any]:
        """The rules; those of rotations that are gone are left out."""
        rows = self._rotations.filter(pk__in=list(names)).prefetch_related("half_days", "weeks")
        return {str(row.pk): rule_of(row) for row in rows}

    def put(self, values: Mapping[str, Any]) -> None:
        """Write rules, with the half-days and weeks that belong to them."""
        for pk, rule in values.items():
            self._rotations.filter(pk=pk).update(clinic_rule=rule["rule"])
            RotationWeek.objects.filter(rotation=int(pk)).delete()
            RotationWeek.objects.bulk_create(
                RotationWeek(rotation_id=int(pk), week_of_block=int(week), clinic_rule=word)
                for week, word in rule["weeks"].items()
            )
            RotationHalfDay.objects.filter(rotation=int(pk)).delete()
            RotationHalfDay.objects.bulk_create(
                RotationHalfDay(rotation_id=int(pk), week_of_block=week, weekday=weekday, period=period)
                for week, weekday, period in rule["listed"]
            )

    def named(self, name: str) -> str:
        """The rotation whose rule it is."""
        return f"{self._names[int(name)]}: clinic rule"

    def said(self, name: str, value: Any) -> str:
        """The rule, and the weeks that have their own."""
        own = [f"week {week}: {_words(word, value, int(week))}" for week, word in value["weeks"].items()]
        return "; ".join([_words(value["rule"], value, None), *own])

    @cached_property
    def _names(self) -> dict[int, str]:
        return {row.pk: str(row) for row in self._rotations}


def rule_of(rotation: Rotation) -> dict[str, Any]:
    """A rotation's rule as steps keep it, its half-days in their order; half-days that no rule uses are left out."""
    rules: dict[int | None, str] = {
        None: rotation.clinic_rule,
        **{row.week_of_block: row.clinic_rule for row in rotation.weeks.all()},
    }
    listed = [
        [row.week_of_block, row.weekday, row.period]
        for row in rotation.half_days.all()
        if rules.get(row.week_of_block) == ClinicRule.LISTED
    ]
    return {
        "rule": rotation.clinic_rule,
        "listed": sorted(listed, key=half_day_order),
        "weeks": {str(week): word for week, word in sorted(rules.items(), key=str) if week is not None},
    }


def half_day_order(half_day: list[Any]) -> tuple[int, int, int]:
    """Every week first, then week by week; within it by weekday and period."""
    week, weekday, period = half_day
    return (week or 0, weekday, Period(period).order)


def _words(word: str, rule: Mapping[str, Any], week: int | None) -> str:
    if word != ClinicRule.LISTED:
        return WORDS[ClinicRule(word)]
    slots = [f"{WEEKDAYS[day]} {period}" for of, day, period in rule["listed"] if of == week]
    return ", ".join(slots) if len(slots) <= 4 else counted(len(slots), "half-day")

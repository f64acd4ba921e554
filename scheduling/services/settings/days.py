"""Days that are not like the others: holidays, each by its date, and protected teaching, all of it as one list."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from scheduling.domain.calendar import WEEKDAYS, Period, day_label
from scheduling.models import Holiday, Program, ProtectedTeaching

ALL = "all"
NTH = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th"}


class HolidayRows:
    """What each date without clinic is called; None where there is clinic."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def held(self, names: Iterable[str]) -> dict[str, Any]:
        """A name or None for every date asked for."""
        asked = list(names)
        rows = Holiday.objects.filter(program=self._program, date__in=asked)
        return dict.fromkeys(asked) | {row.date.isoformat(): row.name for row in rows}

    def put(self, values: Mapping[str, Any]) -> None:
        """Add, rename and remove."""
        Holiday.objects.filter(program=self._program, date__in=list(values)).delete()
        Holiday.objects.bulk_create(
            Holiday(program=self._program, date=date.fromisoformat(day), name=name)
            for day, name in values.items()
            if name is not None
        )

    def named(self, name: str) -> str:
        """``Holiday on Thu 26 Nov 2026``."""
        day = date.fromisoformat(name)
        return f"Holiday on {day_label(day)} {day.year}"

    def said(self, name: str, value: Any) -> str:
        """The holiday's name, or that there is none."""
        return value or "clinic as usual"


class TeachingRows:
    """All protected teaching: ``[[weekday, period, [PGYs], [weeks of the month]], ...]``."""

    def __init__(self, program: Program) -> None:
        self._rows = ProtectedTeaching.objects.filter(program=program)
        self._program = program

    def held(self, names: Iterable[str]) -> dict[str, Any]:
        """The list, in the order of the week."""
        rows = [
            [row.weekday, row.period, sorted(row.pgys), sorted(row.weeks_of_month)]
            for row in self._rows.all()
        ]
        return dict.fromkeys(names, sorted(rows, key=_order))

    def put(self, values: Mapping[str, Any]) -> None:
        """Replace the list."""
        for lessons in values.values():
            self._rows.all().delete()
            ProtectedTeaching.objects.bulk_create(
                ProtectedTeaching(
                    program=self._program, weekday=weekday, period=period, pgys=pgys, weeks_of_month=weeks
                )
                for weekday, period, pgys, weeks in lessons
            )

    def named(self, name: str) -> str:
        """There is one list."""
        return "Protected teaching"

    def said(self, name: str, value: Any) -> str:
        """The list in words."""
        return "; ".join(map(lesson_said, value)) or "none"


def lesson_said(lesson: list[Any]) -> str:
    """``Wed PM, PGY-1, the 1st and 3rd of the month``."""
    weekday, period, pgys, weeks = lesson
    said = [f"{WEEKDAYS[weekday]} {period}"]
    said += [" and ".join(f"PGY-{pgy}" for pgy in pgys)] if pgys else []
    said += [f"the {' and '.join(NTH[week] for week in weeks)} of the month"] if weeks else []
    return ", ".join(said)


def _order(lesson: list[Any]) -> tuple[Any, ...]:
    return (lesson[0], Period(lesson[1]).order, lesson[2], lesson[3])

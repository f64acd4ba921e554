"""Yearly targets: the least and the most clinics of each resident in a year, ``[36, 60]``."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from scheduling.models import Program, ResidentYear


class TargetRows:
    """The targets, named by the key of the resident's year."""

    def __init__(self, program: Program) -> None:
        self._rows = ResidentYear.objects.filter(year__program=program)

    def held(self, names: Iterable[str]) -> dict[str, Any]:
        """The targets of residents who are still in the year."""
        rows = self._rows.filter(pk__in=list(names))
        return {
            str(pk): [least, most] for pk, least, most in rows.values_list("pk", "clinics_min", "clinics_max")
        }

    def put(self, values: Mapping[str, Any]) -> None:
        """Write them."""
        rows = list(self._rows.filter(pk__in=list(values)))
        for row in rows:
            row.clinics_min, row.clinics_max = values[str(row.pk)]
        ResidentYear.objects.bulk_update(rows, ["clinics_min", "clinics_max"])

    def named(self, name: str) -> str:
        """Whose and which year's they are."""
        return self._names[int(name)]

    def said(self, name: str, value: Any) -> str:
        """``36 to 60``."""
        return f"{value[0]} to {value[1]}"

    @cached_property
    def _names(self) -> dict[int, str]:
        rows = self._rows.select_related("resident", "year")
        return {row.pk: f"{row.resident}: clinics in {row.year}" for row in rows}

"""What is read alike of residents and of faculty."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from scheduling.domain import program_year as described
from scheduling.domain.calendar import Period
from scheduling.models import Absence, AcademicYear


def of_residents(only: Collection[int] | None) -> dict[str, Any]:
    """The residents asked for (None: all), as a condition on rows of residents."""
    return {} if only is None else {"resident__in": only}


def absences_of(person: str, year: AcademicYear) -> dict[int, list[described.Absence]]:
    found: dict[int, list[described.Absence]] = defaultdict(list)
    rows = Absence.objects.filter(
        **{f"{person}__isnull": False}, first_date__lte=year.last_date, last_date__gte=year.first_monday
    )
    in_program = rows.filter(**{f"{person.removesuffix('_id')}__program": year.program})
    for pk, first, last, period in in_program.values_list(person, "first_date", "last_date", "period"):
        found[pk].append(described.Absence(first, last, Period(period) if period else None))
    return found

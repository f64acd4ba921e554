"""Leave as rows with keys: ``faculty/7/2026-03-02/2026-03-06/AM`` holds the reason, None where there is no such leave.

The last part is empty for the whole day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from scheduling.domain.wording import dates_words
from scheduling.models import Absence, Faculty, Program, Resident


def leave_key(who: Resident | Faculty, first: date, last: date, period: str) -> str:
    """The key of somebody's leave."""
    kind = "resident" if isinstance(who, Resident) else "faculty"
    return f"{kind}/{who.pk}/{first.isoformat()}/{last.isoformat()}/{period}"


def key_of_leave(absence: Absence) -> str:
    """The key of a row."""
    who = absence.resident or absence.faculty
    assert who is not None  # the database says that it is of one person
    return leave_key(who, absence.first_date, absence.last_date, absence.period)


@dataclass(frozen=True, slots=True)
class LeaveRows:
    """The leave of a program's residents and faculty."""

    program: Program

    def held(self, keys: Iterable[str]) -> dict[str, Any]:
        """The reasons now; of people who are gone, nothing."""
        people = self._people(keys)
        rows = Absence.objects.filter(
            Q(resident__in=[pk for kind, pk in people if kind == "resident"])
            | Q(faculty__in=[pk for kind, pk in people if kind == "faculty"])
        ).select_related("resident", "faculty")
        reasons = {key_of_leave(row): row.reason for row in rows}
        return {key: reasons.get(key) for key in keys if _who(key) in people}

    def put(self, values: Mapping[str, Any]) -> None:
        """Make the rows so; what goes, goes first."""
        for key, reason in sorted(values.items(), key=lambda item: item[1] is not None):
            where = _where(key)
            if reason is None:
                Absence.objects.filter(**where).delete()
            else:
                Absence.objects.update_or_create(**where, defaults={"reason": reason})

    def named(self, key: str) -> str:
        """``Adeyemi, Tunde, away Mon 2 Mar to Fri 6 Mar``."""
        who = self._people([key]).get(_who(key))
        _kind, _pk, first, last, period = key.split("/")
        when = dates_words(date.fromisoformat(first), date.fromisoformat(last), period)
        return f"{who.name if who else 'somebody who is gone'}, away {when}"

    def _people(self, keys: Iterable[str]) -> dict[tuple[str, int], Resident | Faculty]:
        asked = {_who(key) for key in keys}
        found: dict[tuple[str, int], Resident | Faculty] = {}
        for kind, model in (("resident", Resident), ("faculty", Faculty)):
            pks = [pk for which, pk in asked if which == kind]
            if pks:
                rows = model.objects.filter(program=self.program, pk__in=pks)
                found |= {(kind, row.pk): row for row in rows}
        return found


def _who(key: str) -> tuple[str, int]:
    kind, pk, *_ = key.split("/")
    return kind, int(pk)


def _where(key: str) -> dict[str, Any]:
    kind, pk, first, last, period = key.split("/")
    return {
        f"{kind}_id": int(pk),
        "first_date": date.fromisoformat(first),
        "last_date": date.fromisoformat(last),
        "period": period,
    }

"""Rooms of single sessions, named ``3/2026-12-02/AM`` by site, date and half-day: ``[rooms, why they differ]``."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.wording import counted
from scheduling.models import Program, Session, Site

BATCH = 500


class SessionInUse(Exception):
    """A session cannot be taken away while somebody is placed in it."""


class RoomRows:
    """Rooms and note of each session; None where there is none."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._sites = {site.pk: site for site in Site.objects.filter(program=program)}

    def held(self, names: Iterable[str]) -> dict[str, Any]:
        """What each session has; sessions of sites that are gone are left out."""
        asked = [name for name in names if session_place(name)[0] in self._sites]
        return {name: _value(row) for name, row in self._rows(asked).items()}

    def put(self, values: Mapping[str, Any]) -> None:
        """Change, open and take away sessions. Raises ``SessionInUse``."""
        rows = self._rows(values)
        changed, opened, closed = [], [], []
        for name, value in values.items():
            site, day, period = session_place(name)
            row = rows[name]
            if value is None:
                closed += [row] if row else []
                continue
            if row is None:
                row = Session(site_id=site, date=day, period=period)
                opened.append(row)
            else:
                changed.append(row)
            row.rooms, row.note = value
        Session.objects.bulk_update(changed, ["rooms", "note"], batch_size=BATCH)
        Session.objects.bulk_create(opened, batch_size=BATCH)
        _take_away(closed)

    def named(self, name: str) -> str:
        """``Main, Wed 2 Dec, AM``."""
        site, day, period = session_place(name)
        return f"{self._sites[site]}, {HalfDay(day, Period(period))}"

    def said(self, name: str, value: Any) -> str:
        """``8 rooms (lent to surgery)``, ``closed``."""
        rooms, note = value or (0, "")
        return (counted(rooms, "room") if rooms else "closed") + (f" ({note})" if note else "")

    def _rows(self, names: Iterable[str]) -> dict[str, Session | None]:
        places = {session_place(name): name for name in names}
        days = {day for _, day, _ in places}
        found: dict[str, Session | None] = dict.fromkeys(places.values())
        if days:
            rows = Session.objects.filter(
                site__in={site for site, _, _ in places}, date__range=(min(days), max(days))
            )
            for row in rows:
                if name := places.get((row.site_id, row.date, row.period)):
                    found[name] = row
        return found


def room_key(site: int, day: date, period: str) -> str:
    """How steps name a session."""
    return f"rooms/{site}/{day.isoformat()}/{period}"


def session_place(name: str) -> tuple[int, date, str]:
    """Site, date and half-day of a name."""
    site, day, period = name.split("/")
    return int(site), date.fromisoformat(day), period


def _value(row: Session | None) -> list[Any] | None:
    return None if row is None else [row.rooms, row.note]


def _take_away(sessions: list[Session]) -> None:
    rows = Session.objects.filter(pk__in=[session.pk for session in sessions])
    used = rows.filter(Q(assignments__isnull=False) | Q(preceptings__isnull=False)).first()
    if used is not None:
        raise SessionInUse(f"Somebody is placed in {used}. Close it instead, with no rooms.")
    rows.delete()

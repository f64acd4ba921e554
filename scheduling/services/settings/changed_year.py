"""A year as it would be with other settings, described without writing anything."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import date
from typing import Any

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.ids import ResidentId
from scheduling.domain.problem import ClinicSession
from scheduling.domain.program_year import ProgramYear, RotationRule, Slot, Teaching
from scheduling.models import AcademicYear, Holiday, Program, ResidentYear, Rotation, Session, Site
from scheduling.selectors.program_year import allowed_by, resident_id, session_described, settings_of
from scheduling.services.settings.fields import place_of
from scheduling.services.settings.rooms import session_place

Named = Mapping[str, Any]


def changed_year(year: AcademicYear, described: ProgramYear, values: Mapping[str, Any]) -> ProgramYear:
    """The year with some settings by key as they would be."""
    of: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        kind, _, name = key.partition("/")
        of.setdefault(kind, {})[name] = value
    program = _program(year.program, of.get("program", {}))
    return replace(
        described,
        settings=settings_of(program),
        rotations=_rotations(described, program, of.get("rotation", {}), of.get("rule", {})),
        residents=_residents(described, of["target"]) if "target" in of else described.residents,
        teaching=_teaching(of["teaching"]) if "teaching" in of else described.teaching,
        sessions=_sessions(year, described, of),
    )


def _program(program: Program, values: Named) -> Program:
    changed = copy(program)
    for name, value in values.items():
        field = place_of(name)[1]
        setattr(changed, field, Program._meta.get_field(field).to_python(value))  # type: ignore[union-attr]
    return changed


def _rotations(
    described: ProgramYear, program: Program, fields: Named, rules: Named
) -> tuple[RotationRule, ...]:
    if not fields and not rules:
        return described.rotations
    keys = dict(Rotation.objects.filter(program=program).values_list("code", "pk"))
    return tuple(_rotation(rule, str(keys.get(rule.id)), fields, rules) for rule in described.rotations)


def _rotation(rule: RotationRule, pk: str, fields: Named, rules: Named) -> RotationRule:
    changed = replace(
        rule,
        min_per_week=fields.get(f"{pk}/min_per_week", rule.min_per_week),
        max_per_week=fields.get(f"{pk}/max_per_week", rule.max_per_week),
    )
    if pk not in rules:
        return changed
    asked = rules[pk]
    return replace(
        changed,
        allowed=allowed_by(asked["rule"], _listed(asked, None)),
        allowed_by_week={
            int(week): allowed_by(word, _listed(asked, int(week))) for week, word in asked["weeks"].items()
        },
    )


def _listed(rule: Named, week: int | None) -> set[Slot]:
    return {(weekday, Period(period)) for of, weekday, period in rule["listed"] if of == week}


def _residents(described: ProgramYear, targets: Named) -> tuple[Any, ...]:
    rows = ResidentYear.objects.filter(pk__in=list(targets)).values_list("pk", "resident_id")
    wanted: dict[ResidentId, Any] = {resident_id(resident): targets[str(pk)] for pk, resident in rows}
    return tuple(
        replace(one, year_min=wanted[one.id][0], year_max=wanted[one.id][1]) if one.id in wanted else one
        for one in described.residents
    )


def _teaching(lists: Named) -> tuple[Teaching, ...]:
    return tuple(
        Teaching(weekday, Period(period), frozenset(pgys), frozenset(weeks))
        for lessons in lists.values()
        for weekday, period, pgys, weeks in lessons
    )


def _sessions(
    year: AcademicYear, described: ProgramYear, of: Mapping[str, Named]
) -> tuple[ClinicSession, ...]:
    """Sessions with other rooms, other minima, and closed or open on other dates than now."""
    least = {
        place_of(name)[0]: value
        for name, value in of.get("site", {}).items()
        if place_of(name)[1] == "min_residents"
    }
    rooms, days = of.get("rooms", {}), of.get("holiday", {})
    if not least and not rooms and not days:
        return described.sessions
    sites = {site.pk: site for site in Site.objects.filter(program=year.program)}
    by_code = {site.code: site for site in sites.values()}
    found = {
        one.id: replace(one, min_residents=least.get(by_code[one.site].pk, one.min_residents))
        for one in described.sessions
    }
    for site, half_day, held in [*_reopened(year, days), *_asked(rooms)]:
        asked = least.get(site, sites[site].min_residents)
        one = session_described(sites[site].code, half_day, held, asked)
        found[one.id] = one
    closed = {date.fromisoformat(day) for day, name in days.items() if name is not None}
    closed |= _holidays(year) - {date.fromisoformat(day) for day in days}
    return tuple(
        replace(one, rooms=0) if one.half_day.date in closed else one
        for one in sorted(found.values(), key=lambda one: (one.half_day, one.site))
        if year.first_monday <= one.half_day.date <= year.last_date
    )


def _holidays(year: AcademicYear) -> set[date]:
    return set(Holiday.objects.filter(program=year.program).values_list("date", flat=True))


def _reopened(year: AcademicYear, days: Named) -> list[tuple[int, HalfDay, int]]:
    """Sessions of dates that would be holidays no more, with the rooms that they have."""
    freed = [day for day, name in days.items() if name is None]
    rows = Session.objects.filter(site__program=year.program, date__in=freed) if freed else ()
    return [(row.site_id, row.half_day, row.rooms) for row in rows]


def _asked(rooms: Named) -> list[tuple[int, HalfDay, int]]:
    asked = []
    for name, value in rooms.items():
        site, day, period = session_place(name)
        asked.append((site, HalfDay(day, Period(period)), value[0] if value else 0))
    return asked

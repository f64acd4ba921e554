"""The grid of one version: a window of half-days, or the year week by week."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from connectedness.web.large_parts import render_with_parts
from connectedness.web.requests import UserRequest
from scheduling.forms.lists import GridForm, Span
from scheduling.models import Schedule, ScheduleState
from scheduling.selectors.month_grid import (
    Window,
    blocks_of,
    month_grid,
    window_of,
    window_of_block,
    year_density,
)
from scheduling.selectors.version_problem import held_before
from scheduling.selectors.versions import newest_number, newest_to_look_at
from scheduling.selectors.years import program_today
from scheduling.views.grid_links import GROUPS, ORDERS, SPANS, chosen_words, grid_links, state_kind, views
from scheduling.views.resident_list import resident_list
from scheduling.views.scope import managed_scope, schedule_in


@require_safe
@login_required
def grid(request: UserRequest, program_id: int, schedule_id: int | None = None) -> HttpResponse:
    """Residents down, time across; without an id, the version that people go by."""
    schedule = _schedule(request, program_id, schedule_id)
    if schedule is None:
        return render(request, "scheduling/no_schedule.html", {"program_id": program_id})
    form = GridForm(request.GET)
    said = form.said(program_today(schedule.year.program))
    of_span = _year if said["span"] == Span.YEAR else _month
    choices = form.choices()
    context = {
        "program_id": program_id,
        "schedule": schedule,
        "choices": choices,
        "chosen": chosen_words(choices),
        "groupings": GROUPS,
        "orders": ORDERS,
        "can_edit": schedule.state == ScheduleState.DRAFT,
    }
    if not context["can_edit"]:
        context["newest"] = newest_number(schedule.year)
    return of_span(request, schedule, form, said, context)


def _month(
    request: UserRequest, schedule: Schedule, form: GridForm, said: dict[str, Any], context: dict[str, Any]
) -> HttpResponse:
    choices, today = form.choices(), program_today(schedule.year.program)
    window = _window(schedule, said)
    content = month_grid(schedule, window, today=today, day=said["day"], choices=choices)
    links = grid_links(schedule, window, content, choices, span=said["span"], spans=SPANS)
    context |= {"window": window, "grid": content, "links": links, "offered": content.offered}
    first_listed = content.day.day if form.one() is None else window.first
    held = _held_before(schedule, first_listed, today)
    context |= {"is_held": content.day.day < held, "one": resident_list(content, form.one(), held)}
    return render_with_parts(request, "scheduling/schedule_grid.html", context)


def _year(
    request: UserRequest, schedule: Schedule, form: GridForm, said: dict[str, Any], context: dict[str, Any]
) -> HttpResponse:
    choices, today = form.choices(), program_today(schedule.year.program)
    content = year_density(schedule, choices, today)
    links = {
        "views": views(said["first"], choices, Span.YEAR),
        "everybody": "?span=year",
        "state_kind": state_kind(schedule),
        "kept": [("from", said["first"].isoformat()), ("span", Span.YEAR.value)],
    }
    context |= {"grid": content, "links": links, "offered": content.offered}
    return render_with_parts(request, "scheduling/year_grid.html", context)


def _held_before(schedule: Schedule, first_listed: date, today: date) -> date:
    """Before which day the phone's list offers no edits; asked only where it lists days gone by."""
    return (held_before(schedule, today) if first_listed < today else None) or date.min


def _window(schedule: Schedule, said: dict[str, Any]) -> Window:
    if said["span"] == Span.BLOCK:
        return window_of_block(schedule.year, said["first"], blocks_of(schedule.year))
    return window_of(schedule.year, said["first"], said["weeks"])


def _schedule(request: UserRequest, program_id: int, schedule_id: int | None) -> Schedule | None:
    if schedule_id is not None:
        return schedule_in(request, program_id, schedule_id)
    scope = managed_scope(request, program_id)
    return newest_to_look_at(scope.year) if scope.year else None

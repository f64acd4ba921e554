"""The published schedule of a program, to read."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from connectedness.web.large_parts import render_with_parts
from connectedness.web.requests import UserRequest
from scheduling.access import get_read_program, visible_schedules
from scheduling.forms.lists import GridForm
from scheduling.models import ScheduleState
from scheduling.selectors.month_grid import Choices, month_grid, window_of
from scheduling.selectors.years import program_today, year_worked_on, years_of
from scheduling.views.grid_links import grid_links
from scheduling.views.resident_list import resident_list


@require_safe
@login_required
def published(request: UserRequest, program_id: int) -> HttpResponse:
    """Residents down, half-days across, as published: rotations, clinics and days away, without reasons."""
    program = get_read_program(request.user, program_id)
    today = program_today(program)
    year = year_worked_on(years_of(program), today)
    rows = visible_schedules(request.user).filter(year=year, state=ScheduleState.PUBLISHED)
    schedule = rows.select_related("year__program").first()
    if schedule is None:
        return render(request, "scheduling/nothing_published.html", {"year": year})
    form = GridForm(request.GET)
    said = form.said(today)
    choices = Choices(search=form.choices().search)
    window = window_of(schedule.year, said["first"], said["weeks"])
    content = month_grid(schedule, window, today=today, day=said["day"], choices=choices)
    context = {
        "schedule": schedule,
        "window": window,
        "grid": content,
        "choices": choices,
        "links": grid_links(schedule, window, content, choices, span=said["span"]),
        "is_to_read": True,
        "one": resident_list(content, form.one()),
    }
    return render_with_parts(request, "scheduling/schedule_grid.html", context)

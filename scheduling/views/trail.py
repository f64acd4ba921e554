"""The trail: search it, take it away as a file."""

import csv
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from connectedness.accounts.recent import recent_sign_in_before_file
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from connectedness.trail.recording import record
from connectedness.web.requests import UserRequest
from scheduling.access import all_events, get_managed_program, visible_events
from scheduling.exchange.harmless import made_harmless
from scheduling.forms.trail import TrailForm
from scheduling.selectors.trail import page_of, rows_of, search

UTC = ZoneInfo("UTC")


@require_safe
@login_required
def of_program(request: UserRequest, program_id: int) -> HttpResponse:
    """What was done in a program, for those who build its schedule."""
    program = get_managed_program(request.user, program_id)
    export = reverse("scheduling:trail_export", args=[program.pk])
    return _page(request, visible_events(request.user, program), program.zone, export)


@require_safe
@recent_sign_in_before_file("scheduling:trail")
def export_of_program(request: UserRequest, program_id: int) -> StreamingHttpResponse:
    """The same as a file."""
    program = get_managed_program(request.user, program_id)
    return _file(request, visible_events(request.user, program), program.zone, program.pk)


@require_safe
@login_required
def of_site(request: UserRequest) -> HttpResponse:
    """What was done in the whole installation, for its site administrators."""
    return _page(request, all_events(request.user), UTC, reverse("site_trail_export"))


@require_safe
@recent_sign_in_before_file("site_trail")
def export_of_site(request: UserRequest) -> StreamingHttpResponse:
    """The same as a file."""
    return _file(request, all_events(request.user), UTC, None)


def _page(request: UserRequest, events: QuerySet[Event], zone: ZoneInfo, export: str) -> HttpResponse:
    """The search and what it finds; asked by htmx, what it finds alone."""
    form = TrailForm(request.GET)
    asked = form.said()
    query = urlencode({name: request.GET.get(name, "") for name in asked})
    context = {
        "form": form,
        "asked": asked,
        "page": page_of(search(events, asked, zone), request.GET.get("page", ""), zone),
        "query": query,
        "export": f"{export}?{query}",
        "zone": zone.key,
        "is_site": request.resolver_match is not None and request.resolver_match.url_name == "site_trail",
    }
    name = "scheduling/trail.html#found" if request.htmx else "scheduling/trail.html"
    return render(request, name, context)


def _file(
    request: UserRequest, events: QuerySet[Event], zone: ZoneInfo, program_id: int | None
) -> StreamingHttpResponse:
    asked = TrailForm(request.GET).said()
    said = {name: str(value) for name, value in asked.items() if name != "text"}
    kind = EventKind.TRAIL_EXPORTED
    record(kind=kind, actor=request.user, subject="Trail", program_id=program_id, after=said)
    lines = _lines(rows_of(search(events, asked, zone), zone))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    day = timezone.now().astimezone(zone).date()
    response["Content-Disposition"] = f'attachment; filename="trail-{day}.csv"'
    response["Cache-Control"] = "no-store"
    return response


class _Echo:
    """What is written comes straight back, so that a long file is never held whole."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def _lines(rows: Iterator[list[str]]) -> Iterator[Any]:
    """CSV with a byte order mark, so that spreadsheets read names right, and no cell that could be a formula."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([made_harmless(cell) for cell in row])

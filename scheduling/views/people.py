"""Residents and faculty."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from connectedness.web.requests import UserRequest
from scheduling.forms.lists import PeopleForm
from scheduling.models import AcademicYear
from scheduling.selectors.people import ResidentOrder, faculty, residents
from scheduling.views.scope import managed_scope

ORDERS = [
    (ResidentOrder.PGY, "Class, then name"),
    (ResidentOrder.NAME, "Name"),
    (ResidentOrder.COACH, "Coach, those without first"),
]


@require_safe
@login_required
def people(request: UserRequest, program_id: int) -> HttpResponse:
    """One of the two lists, searched and sorted; asked by htmx, the list alone."""
    scope = managed_scope(request, program_id)
    said = PeopleForm(request.GET).said()
    context = {"scope": scope, **said, "orders": ORDERS, **_lists(scope.year, said)}
    name = "scheduling/people.html#found" if request.htmx else "scheduling/people.html"
    return render(request, name, context)


def _lists(year: AcademicYear | None, said: dict[str, Any]) -> dict[str, Any]:
    if year is None:
        return {}
    if said["show"] == "faculty":
        lines = faculty(year, search=said["q"])
        sites = {mark.site for line in lines for slot in line.week for mark in slot.marks}
        return {"faculty": lines, "has_sites": len(sites) > 1}
    return {"residents": residents(year, search=said["q"], order=said["sort"])}

"""Rolling the year over: what would happen, doing it, and taking it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from connectedness.web.requests import UserRequest
from scheduling.forms.roll_over import RollOverForm, RollOverStep
from scheduling.models import RollOver
from scheduling.selectors.roll_overs import built_on, last_roll_over
from scheduling.services.rolling_over.making import RollOverRefused
from scheduling.services.rolling_over.making import roll_over as make_roll_over
from scheduling.services.rolling_over.plan import Plan
from scheduling.services.rolling_over.reversing import reverse as reverse_roll_over
from scheduling.services.rolling_over.reversing import standing_against
from scheduling.views.scope import Scope, managed_scope, roll_over_in
from scheduling.views.year_choice import choose

UNREADABLE = "The page sent something incomplete, so nothing was done. Look at it again."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def roll_over(request: UserRequest, program_id: int) -> HttpResponse:
    """The plan of the next year; once it is made, what became of it."""
    scope = managed_scope(request, program_id)
    if request.method == "POST":
        return _answered(request, scope)
    done = last_roll_over(scope.program)
    if done is not None and done.year is not None and scope.today < done.year.first_monday:
        return _done(request, scope, done)
    year = scope.years[-1] if scope.years else None
    return _shown(request, scope, {"form": RollOverForm(year) if year else None, "year": year})


@require_POST
@login_required
def reverse(request: UserRequest, program_id: int, roll_over_id: int) -> HttpResponse:
    """Take a roll-over back."""
    row = roll_over_in(request, program_id, roll_over_id)
    try:
        done = reverse_roll_over(roll_over=row, actor=request.user)
    except RollOverRefused as refused:
        messages.error(request, f"Nothing was taken back. {' '.join(refused.reasons)}")
    else:
        messages.success(request, f"{row} was taken back." if done else "This was taken back already.")
    return redirect("scheduling:roll_over", program_id)


def _answered(request: UserRequest, scope: Scope) -> HttpResponse:
    step = RollOverStep(request.POST)
    if not step.is_valid():
        messages.error(request, UNREADABLE)
        return redirect("scheduling:roll_over", scope.program.pk)
    year = scope.year_of(step.cleaned_data["from_year"])
    form = RollOverForm(year, request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, scope, {"form": form, "year": year}, 422)
    looked_at = step.cleaned_data["looked_at"] if step.cleaned_data["do"] else ""
    return _made(request, scope, form, looked_at) if looked_at else _planned(request, scope, form)


def _made(request: UserRequest, scope: Scope, form: RollOverForm, looked_at: str) -> HttpResponse:
    try:
        made = make_roll_over(year=form.year, asked=form.asked(), looked_at=looked_at, actor=request.user)
    except RollOverRefused as refused:
        return _planned(request, scope, form, refused.reasons, 409)
    if made.year is None:
        raise Http404
    choose(request, made.year)
    messages.success(request, f"{made.name} is made. You work on it now; choose another year at the top.")
    return redirect("scheduling:roll_over", scope.program.pk)


def _planned(
    request: UserRequest,
    scope: Scope,
    form: RollOverForm,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    plan = Plan(form.year, form.asked())
    again = form.with_list(request.POST)
    context = {"form": again, "year": form.year, "plan": plan, "refused": refused or plan.faults}
    return _shown(request, scope, context, 422 if plan.faults and status == 200 else status)


def _done(request: UserRequest, scope: Scope, row: RollOver) -> HttpResponse:
    context = {
        "row": row,
        "made": {name: len(rows) for name, rows in row.made.items()},
        "against": standing_against(row),
        "built_on": built_on(row),
    }
    return _shown(request, scope, context)


def _shown(request: UserRequest, scope: Scope, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "scheduling/roll_over.html", {"scope": scope, **context}, status=status)

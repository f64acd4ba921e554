"""Choosing the year to work on."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from connectedness.web.requests import UserRequest
from scheduling.forms.years import YearForm
from scheduling.views.scope import managed_scope
from scheduling.views.year_choice import choose


@require_POST
@login_required
def choose_year(request: UserRequest, program_id: int) -> HttpResponse:
    """Work on another year of the program and show the same page of it."""
    scope = managed_scope(request, program_id)
    form = YearForm(request.POST)
    if not form.is_valid():
        raise Http404
    choose(request, scope.year_of(form.cleaned_data["year"]))
    return redirect(f"scheduling:{form.cleaned_data['page'] or 'dashboard'}", program_id)

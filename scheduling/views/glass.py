"""Breaking the glass, for site administrators."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from connectedness.web.requests import UserRequest
from scheduling.access import open_glass, residents_behind_glass
from scheduling.forms.glass import GlassForm
from scheduling.services.glass import break_glass


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def glass(request: UserRequest) -> HttpResponse:
    """Ask for one record with a reason; those that are open."""
    residents = residents_behind_glass(request.user).select_related("program", "user")
    form = GlassForm(request.POST if request.method == "POST" else None, residents=residents)
    if form.is_valid():
        opened = break_glass(resident=form.found[0], actor=request.user, why=form.cleaned_data["why"])
        messages.warning(request, "The record is open to you. Its owner is told.")
        return redirect("coaching:record", opened.resident.program_id, opened.resident_id)
    opened_now = open_glass(request.user).select_related("resident__program")
    context = {
        "form": form,
        "open": opened_now,
        "minutes": int(settings.GLASS_STAYS_OPEN.total_seconds() // 60),
    }
    return render(request, "scheduling/glass.html", context, status=422 if form.errors else 200)

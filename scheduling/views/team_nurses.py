"""A nurse as teams know them: half-days of the week, numbers, and days away."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from connectedness.accounts.models import Membership
from connectedness.web.requests import UserRequest
from scheduling.domain.calendar import WEEKDAYS
from scheduling.forms.teams import NurseAwayForm, NurseForm, SeenForm
from scheduling.models import Site
from scheduling.selectors.half_days import sites_of
from scheduling.selectors.teams import nurse_away
from scheduling.selectors.years import program_today
from scheduling.services.program_data import SeenIsOld, fingerprint
from scheduling.services.team_rows import TeamRows, nurse_key
from scheduling.services.teams import save_nurse, set_nurse_away, team_log
from scheduling.views.scope import managed_scope, nurse_in

CHANGED_SINCE = (
    "Somebody changed this nurse's week since you opened the page. What you typed stands below. Saved now: {now}. "
    "Save again to replace that."
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def nurse(request: UserRequest, program_id: int, membership_id: int) -> HttpResponse:
    """One nurse's week and numbers."""
    membership = nurse_in(request, program_id, membership_id)
    if request.method != "POST":
        return _page(request, membership)
    form = NurseForm(request.POST, sites=sites_of(membership.program))
    seen = SeenForm(request.POST)
    if not form.is_valid() or not seen.is_valid():
        # What the page showed is still what is seen: correcting a field must not replace what somebody else saved.
        shown = seen.data.get("seen", "")
        return _page(request, membership, form=form, seen_form=seen, seen=shown, status=422)
    try:
        save_nurse(
            membership=membership, value=form.value(), seen=seen.cleaned_data["seen"], actor=request.user
        )
    except SeenIsOld as old:
        form.add_error(None, CHANGED_SINCE.format(now=_week_words(old, sites_of(membership.program))))
        return _page(request, membership, form=form, status=409)
    messages.success(request, f"Saved for {membership.user}.")
    return redirect("scheduling:team_nurse", program_id, membership_id)


@require_POST
@login_required
def away(request: UserRequest, program_id: int, membership_id: int) -> HttpResponse:
    """The nurse is away on some days, or is not after all."""
    membership = nurse_in(request, program_id, membership_id)
    form = NurseAwayForm(request.POST, today=program_today(membership.program))
    if not form.is_valid():
        return _page(request, membership, away_form=form, status=422)
    said = form.cleaned_data
    set_nurse_away(
        membership=membership,
        first=said["first"],
        last=said["last"],
        away=not said["back"],
        actor=request.user,
    )
    messages.success(request, f"Saved for {membership.user}.")
    return redirect("scheduling:team_nurse", program_id, membership_id)


def _week_words(old: SeenIsOld, sites: Sequence[Site]) -> str:
    """``Mon AM at Main, Wed PM at East; phone 555-0101``, as it is saved by now."""
    week = next(iter(old.held.values()), None) or {"half_days": [], "phone": "", "pager": ""}
    names = {site.pk: site.name for site in sites}
    half_days = ", ".join(
        f"{WEEKDAYS[day]} {period} at {names[site]}"
        for day, period, site in week["half_days"]
        if site in names
    )
    numbers = [f"{name} {week[name]}" for name in ("phone", "pager") if week[name]]
    return "; ".join([half_days or "no half-days", *numbers])


def _page(request: UserRequest, membership: Membership, *, status: int = 200, **forms: Any) -> HttpResponse:
    scope = managed_scope(request, membership.program_id)
    held = TeamRows(scope.program).held([nurse_key(membership.pk)])
    initial = NurseForm.initial_of(held[nurse_key(membership.pk)])
    log = team_log(scope.program, request.user)
    context = {
        "scope": scope,
        "membership": membership,
        "form": NurseForm(initial=initial, sites=sites_of(scope.program)),
        "seen": fingerprint(held),
        "away_form": NurseAwayForm(today=scope.today),
        "away": nurse_away(membership, scope.today),
        "undo": log.to_undo(),
        "redo": log.to_redo(),
    }
    return render(request, "scheduling/team_nurse.html", context | forms, status=status)

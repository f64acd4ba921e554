"""A nurse's week, numbers and days away, as the nurse and those who build the schedule enter them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
from scheduling.services.teams import save_nurse, set_nurse_away

CHANGED_SINCE = (
    "Somebody changed this nurse's week since you opened the page. What you typed stands below. Saved now: {now}. "
    "Save again to replace that."
)


@dataclass(frozen=True, slots=True)
class NotSaved:
    """What the page shows instead of what is kept, and the status of its answer."""

    shown: dict[str, Any]
    status: int


def shown_week(membership: Membership) -> dict[str, Any]:
    """The form with what is kept, and its fingerprint."""
    key = nurse_key(membership.pk)
    held = TeamRows(membership.program).held([key])
    form = NurseForm(initial=NurseForm.initial_of(held[key]), sites=sites_of(membership.program))
    return {"form": form, "seen": fingerprint(held)}


def shown_away(membership: Membership) -> dict[str, Any]:
    """Days away from today on, and the form to enter more."""
    today = program_today(membership.program)
    return {"away": nurse_away(membership, today), "away_form": NurseAwayForm(today=today)}


def save_away(request: UserRequest, membership: Membership) -> NotSaved | None:
    """Enter the days away that were sent, or take them out; None once it is kept."""
    form = NurseAwayForm(request.POST, today=program_today(membership.program))
    if not form.is_valid():
        return NotSaved({"away_form": form}, 422)
    said = form.cleaned_data
    set_nurse_away(
        membership=membership,
        first=said["first"],
        last=said["last"],
        away=not said["back"],
        actor=request.user,
    )
    return None


def save_week(request: UserRequest, membership: Membership) -> NotSaved | None:
    """Keep what was sent; None once it is kept."""
    sites = sites_of(membership.program)
    form, seen = NurseForm(request.POST, sites=sites), SeenForm(request.POST)
    if not form.is_valid() or not seen.is_valid():
        # What the page showed is still what is seen: correcting a field must not replace what somebody else saved.
        return NotSaved({"form": form, "seen_form": seen, "seen": seen.data.get("seen", "")}, 422)
    try:
        save_nurse(
            membership=membership, value=form.value(), seen=seen.cleaned_data["seen"], actor=request.user
        )
    except SeenIsOld as old:
        form.add_error(None, CHANGED_SINCE.format(now=_week_words(old, sites)))
        return NotSaved({"form": form}, 409)
    return None


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

"""Publishing: what changes for whom, the confirmation, and what became of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from connectedness.web.requests import UserRequest
from scheduling.forms.publishing import REASON_LENGTH, PublishForm, PublishPageForm
from scheduling.models import Schedule, ScheduleState
from scheduling.selectors.deliveries import deliveries_of
from scheduling.selectors.publish_effects import PublishEffects, compare_with_published, first_day_with_notice
from scheduling.selectors.repair.disruptions import repaired_in
from scheduling.selectors.telling import told_by
from scheduling.selectors.versions import newest_to_publish
from scheduling.selectors.years import program_today
from scheduling.services.data_changes import data_changed_under
from scheduling.services.publishing import NotPublishable, StaleEdition, publish_schedule
from scheduling.views.change_views import Rows, changes_grid, day_rows
from scheduling.views.late_words import late_words
from scheduling.views.publish_words import changed_words, changes_to_show, publish_words
from scheduling.views.scope import managed_scope, schedule_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: UserRequest, program_id: int, schedule_id: int | None = None) -> HttpResponse:
    """Without an id, the newest draft; published already, the figures of it. ``look`` asks for the page as it was ticked."""
    schedule = _schedule(request, program_id, schedule_id)
    if schedule is None:
        return render(request, "scheduling/no_schedule.html", {"program_id": program_id})
    is_to_publish = request.method == "POST" and "look" not in request.POST
    refused = _publish(request, schedule, PublishForm(request.POST)) if is_to_publish else []
    if is_to_publish and not refused:
        messages.success(request, f"Version {schedule.version} is published.")
        return redirect("scheduling:publish", program_id, schedule.pk)
    context = {
        "program_id": program_id,
        "schedule": schedule,
        "refused": refused,
        "late_reason": _late_reason(request, schedule)[:REASON_LENGTH],
        "changed": _changed(schedule),
        **_page(request, schedule),
    }
    return render(request, "scheduling/publish.html", context, status=409 if refused else 200)


def _page(request: UserRequest, schedule: Schedule) -> dict[str, Any]:
    """What the page shows of a draft's changes, or of a version's figures and who was told."""
    said = PublishPageForm(request.POST or request.GET).said()
    today = program_today(schedule.year.program)
    comparison = compare_with_published(schedule)
    is_draft = schedule.state == ScheduleState.DRAFT
    keep_until = today if is_draft else None
    effects = comparison.effects(today, keep_until=keep_until, without=said["without"] if is_draft else ())
    late = None
    if is_draft:
        every = comparison.effects(today, keep_until=keep_until)
        none = comparison.effects(today, keep_until=first_day_with_notice(schedule, today))
        late = late_words(effects, every=every, none=none, left_out=said["without"])
    told = told_by(effects) if is_draft else []
    rows = _rows(effects)
    return {
        "effects": effects,
        "page": publish_words(effects, told, late=late, read=said["read"]),
        "without": sorted(said["without"]),
        "view": said["view"],
        "days": day_rows(rows) if said["view"] == "calendar" else [],
        "grid": changes_grid(rows) if said["view"] == "grid" else None,
        "deliveries": None if is_draft else deliveries_of(schedule),
    }


def _rows(effects: PublishEffects) -> Rows:
    return [(row, changes_to_show(row, effects.today)) for row in effects.changes]


def _publish(request: UserRequest, schedule: Schedule, form: PublishForm) -> list[str]:
    """Publish; the reasons in words where that is refused."""
    if not form.is_valid():
        return ["This page was sent incompletely. Look at the changes again, then publish."]
    said = form.cleaned_data
    try:
        publish_schedule(
            schedule=schedule,
            actor=request.user,
            seen_edition=said["edition"],
            seen_published=said["against"],
            late_reason=said["late_reason"],
            leave_out_late=said["leave_out"],
            leave_out_late_of=said["without"],
            change_past=said["change_past"],
        )
    except NotPublishable as unfit:
        return unfit.reasons
    except StaleEdition as stale:
        return [str(stale)]
    return []


def _late_reason(request: UserRequest, schedule: Schedule) -> str:
    """As it was typed; before that what the draft repairs, which is why it comes late."""
    if request.method == "POST" or schedule.state != ScheduleState.DRAFT:
        return request.POST.get("late_reason", "")
    repaired = "; ".join(str(disruption) for disruption in repaired_in(schedule))
    return f"Repair of {repaired}" if repaired else ""


def _changed(schedule: Schedule) -> str:
    """That a draft speaks of data that are not the program's any more; empty where it does not."""
    if schedule.run is None or schedule.state != ScheduleState.DRAFT or not data_changed_under(schedule):
        return ""
    return changed_words(schedule.run, timezone.now().astimezone(schedule.year.program.zone))


def _schedule(request: UserRequest, program_id: int, schedule_id: int | None) -> Schedule | None:
    if schedule_id is not None:
        return schedule_in(request, program_id, schedule_id)
    scope = managed_scope(request, program_id)
    return newest_to_publish(scope.year) if scope.year else None

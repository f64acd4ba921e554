"""Publishing: what changes for whom, the confirmation, and what became of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from connectedness.web.requests import UserRequest
from scheduling.forms.lists import PublishForm
from scheduling.models import Schedule, ScheduleState
from scheduling.selectors.publish_effects import publish_effects
from scheduling.selectors.versions import newest_to_publish
from scheduling.selectors.years import program_today
from scheduling.services.data_changes import data_changed_under
from scheduling.services.publishing import NotPublishable, StaleEdition, publish_schedule
from scheduling.views.publish_words import changed_words, publish_words
from scheduling.views.scope import managed_scope, schedule_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: UserRequest, program_id: int, schedule_id: int | None = None) -> HttpResponse:
    """Without an id, the newest draft; published already, the figures of it."""
    schedule = _schedule(request, program_id, schedule_id)
    if schedule is None:
        return render(request, "scheduling/no_schedule.html", {"program_id": program_id})
    refused = _publish(request, schedule) if request.method == "POST" else []
    if request.method == "POST" and not refused:
        messages.success(request, f"Version {schedule.version} is published.")
        return redirect("scheduling:publish", program_id, schedule.pk)
    today = program_today(schedule.year.program)
    effects = publish_effects(schedule, today)
    context = {
        "program_id": program_id,
        "schedule": schedule,
        "effects": effects,
        "refused": refused,
        "page": publish_words(schedule, effects, today),
        "changed": _changed(schedule),
    }
    return render(request, "scheduling/publish.html", context, status=409 if refused else 200)


def _publish(request: UserRequest, schedule: Schedule) -> list[str]:
    """Publish; the reasons in words where that is refused."""
    form = PublishForm(request.POST)
    if not form.is_valid():
        return ["This page was sent incompletely. Look at the changes again, then publish."]
    try:
        publish_schedule(schedule=schedule, actor=request.user, seen_edition=form.cleaned_data["edition"])
    except NotPublishable as unfit:
        return unfit.reasons
    except StaleEdition as stale:
        return [str(stale)]
    return []


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

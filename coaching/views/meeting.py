"""One meeting: arranged, noted, and what each of the two keeps for themselves.

What is typed here never shows in a report of an error: every view that gets it says so.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from coaching.access import get_own_meeting
from coaching.forms.meetings import MoveForm, PrivateForm, Sheet, StepForm
from coaching.models import Meeting
from coaching.selectors.meeting_page import draft_of, has_begun, meeting_page, shared_now
from coaching.services.meeting_notes import keep_draft, keep_private, share
from coaching.services.meetings import MeetingRefused, agree, cancel, hold, move
from connectedness.accounts.models import User
from connectedness.web.requests import UserRequest
from scheduling.selectors.years import program_today

_STEPS = {"hold": hold, "cancel": cancel}


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting(request: UserRequest, meeting_id: int) -> HttpResponse:
    """The meeting with its form; sent, it is shared with the other."""
    own = get_own_meeting(request.user, meeting_id)
    if request.method != "POST":
        return _page(request, own)
    sheet = _sheet(own, data=request.POST)
    if not sheet.is_valid():
        return _page(request, own, sheet=sheet, status=422)
    try:
        share(meeting=own, author=request.user, edition=sheet.edition, shared=sheet.shared())
    except MeetingRefused as refused:
        keep_draft(meeting=own, author=request.user, said=sheet.typed())
        return _page(request, own, refusal=str(refused), status=409)
    messages.success(request, "Shared: both of you read it now.")
    return redirect("coaching:meeting", own.pk)


@sensitive_post_parameters()
@require_POST
@login_required
def draft(request: UserRequest, meeting_id: int) -> JsonResponse:
    """Keep what is being typed; nobody else sees it until it is shared."""
    own = get_own_meeting(request.user, meeting_id)
    keep_draft(meeting=own, author=request.user, said=_sheet(own, data=request.POST).typed())
    return JsonResponse({"said": f"Draft kept at {_clock(own)}. Only you see it until you share it."})


@sensitive_post_parameters()
@require_POST
@login_required
def private(request: UserRequest, meeting_id: int) -> HttpResponse:
    """Keep my own note or reflection; nobody else ever sees it."""
    own = get_own_meeting(request.user, meeting_id)
    form = PrivateForm(request.POST, prefix="private")
    in_passing = "application/json" in request.headers.get("Accept", "")
    if not form.is_valid():
        said = " ".join(str(words) for words in form["text"].errors)
        if in_passing:
            return JsonResponse({"refused": [said]}, status=422)
        return _page(request, own, private_form=form, status=422)
    keep_private(meeting=own, author=request.user, text=form.cleaned_data["text"])
    if in_passing:
        return JsonResponse({"said": f"Kept at {_clock(own)}."})
    messages.success(request, "Kept. Only you read it.")
    return redirect("coaching:meeting", own.pk)


@require_POST
@login_required
def step(request: UserRequest, meeting_id: int) -> HttpResponse:
    """Agree, note that it was held, or cancel."""
    own = get_own_meeting(request.user, meeting_id)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _page(request, own, refusal="Choose what to do with the meeting.", status=422)
    said = form.cleaned_data
    try:
        _take(own, request.user, **said)
    except MeetingRefused as refused:
        return _page(request, own, refusal=str(refused), status=409)
    messages.success(request, f"{own.get_state_display()}: {own.when}.")
    return redirect("coaching:meeting", own.pk)


def _take(own: Meeting, actor: User, *, step: str, edition: int, beside: str) -> None:
    if step in _STEPS:
        _STEPS[step](meeting=own, actor=actor, edition=edition)
    else:
        agree(meeting=own, actor=actor, edition=edition, beside=beside, only=step == "agree_only")


@require_POST
@login_required
def move_it(request: UserRequest, meeting_id: int) -> HttpResponse:
    """Propose another time for it."""
    own = get_own_meeting(request.user, meeting_id)
    form = MoveForm(request.POST, today=program_today(own.resident.program))
    if not form.is_valid():
        return _page(request, own, move_form=form, status=422)
    try:
        move(meeting=own, actor=request.user, edition=form.cleaned_data["edition"], slot=form.slot())
    except MeetingRefused as refused:
        return _page(request, own, refusal=str(refused), status=409)
    messages.success(request, f"Proposed: {own.when}.")
    return redirect("coaching:meeting", own.pk)


def _page(request: UserRequest, own: Meeting, *, status: int = 200, **shown: Any) -> HttpResponse:
    page = meeting_page(own, request.user)
    now = shared_now(own)
    kept = draft_of(own, request.user)
    is_old = bool(kept) and str(kept["fields"].get("edition")) != str(own.edition)
    sheet = shown.get("sheet") or _sheet(own, said=_on_top(kept, own) if kept else now)
    context = {
        "page": page,
        "sheet": sheet,
        "shared": now,
        "has_draft": bool(kept),
        "is_old": is_old,
        "private_form": shown.get("private_form")
        or PrivateForm(prefix="private", initial={"text": page.private}),
        "move_form": shown.get("move_form") or _move_form(own),
        "is_moving": "move_form" in shown,
        "refusal": shown.get("refusal", ""),
    }
    return render(request, "coaching/meetings/one.html", context, status=status)


def _sheet(own: Meeting, **given: Any) -> Sheet:
    return Sheet(today=program_today(own.resident.program), has_begun=has_begun(own), **given)


def _on_top(kept: dict[str, Any], own: Meeting) -> dict[str, Any]:
    """A draft over the meeting as it stands, which the page shows beside it: sharing then says so knowingly."""
    return {**kept, "fields": {**kept["fields"], "edition": own.edition}}


def _move_form(own: Meeting) -> MoveForm:
    initial = {name: getattr(own, name) for name in ("date", "begins", "minutes", "place", "edition")}
    return MoveForm(today=program_today(own.resident.program), initial=initial, auto_id="move_%s")


def _clock(own: Meeting) -> str:
    return f"{timezone.now().astimezone(own.resident.program.zone):%H:%M}"

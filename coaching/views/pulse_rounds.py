"""The pulse for those who run it and those who read what it says: rounds, figures, questions."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.access import (
    get_program_of_pulse,
    get_run_instrument,
    get_run_round,
    get_seen_round,
    may_run_pulse,
)
from coaching.forms.pulse import PlanForm, RoundStepForm
from coaching.forms.pulse_questions import Booklet
from coaching.models import PulseInstrument
from coaching.selectors.pulse.pages import overview, round_title
from coaching.selectors.pulse.results import results_of
from coaching.selectors.pulse.trend import trend_of
from coaching.services.pulse.closing import close_round
from coaching.services.pulse.instruments import (
    EXAMPLE,
    NameTaken,
    WordingChanged,
    keep_instrument,
    wording_of,
)
from coaching.services.pulse.planning import PlanRefused, cancel_round, plan_round
from connectedness.web.requests import UserRequest
from scheduling.access import get_coordinated_program
from scheduling.models import Program
from scheduling.selectors.years import program_today

USUAL_DAYS = 14


@require_safe
@login_required
def pulse(request: UserRequest, program_id: int) -> HttpResponse:
    """How does the program feel to those in it, and when are they asked next."""
    program = get_program_of_pulse(request.user, program_id)
    context = {
        "page": overview(program),
        "program": program,
        "may_run": may_run_pulse(request.user, program),
    }
    return render(request, "coaching/pulse/overview.html", context)


@require_safe
@login_required
def one(request: UserRequest, round_id: int) -> HttpResponse:
    """One round: how it stands, or what came out."""
    held = get_seen_round(request.user, round_id)
    context = {
        "round": held,
        "title": round_title(held),
        "results": results_of(held),
        "trend": trend_of(held),
        "may_run": may_run_pulse(request.user, held.program),
    }
    return render(request, "coaching/pulse/round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def plan(request: UserRequest, program_id: int) -> HttpResponse:
    """When a round opens and closes, and how it is broken down."""
    program = get_coordinated_program(request.user, program_id)
    today = program_today(program)
    tomorrow = today + timedelta(days=1)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        program=program,
        today=today,
        initial={"opens_on": tomorrow, "closes_on": tomorrow + timedelta(days=USUAL_DAYS)},
    )
    if request.method != "POST" or not form.is_valid():
        return _plan_page(request, program, form)
    now, instrument = timezone.now(), form.cleaned_data["instrument"]
    try:
        held = plan_round(instrument=instrument, plan=form.plan(), actor=request.user, now=now)
    except PlanRefused as refused:
        form.add_error(None, str(refused))
        return _plan_page(request, program, form)
    messages.success(request, f"Planned: {held.when}.")
    return redirect("coaching:pulse_round", held.pk)


@sensitive_variables()
@require_POST
@login_required
def step(request: UserRequest, round_id: int) -> HttpResponse:
    """Close it now, or call it off."""
    held = get_run_round(request.user, round_id)
    form = RoundStepForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose what to do with the round.")
    elif form.cleaned_data["step"] == "close":
        close_round(pk=held.pk, now=timezone.now(), actor=request.user)
    else:
        cancel_round(held=held, actor=request.user)
    return redirect("coaching:pulse_round", held.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_questions(request: UserRequest, program_id: int) -> HttpResponse:
    """New questions: the program's own, or those of the example to begin with."""
    program = get_coordinated_program(request.user, program_id)
    wording = EXAMPLE if "example" in request.GET else None
    return _questions(request, program, wording=wording)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def questions(request: UserRequest, instrument_id: int) -> HttpResponse:
    """Questions there are, to be changed."""
    instrument = get_run_instrument(request.user, instrument_id)
    return _questions(request, instrument.program, instrument, wording=wording_of(instrument))


def _questions(
    request: UserRequest, program: Program, instrument: PulseInstrument | None = None, **given: Any
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    booklet = Booklet(program=program, besides=instrument.pk if instrument else None, data=data, **given)
    if data is not None and booklet.is_valid() and _kept(request, booklet, program, instrument):
        return redirect("coaching:pulse", program.pk)
    context = {"program": program, "instrument": instrument, "booklet": booklet}
    return render(request, "coaching/pulse/questions.html", context, status=200 if data is None else 422)


def _kept(
    request: UserRequest, booklet: Booklet, program: Program, instrument: PulseInstrument | None
) -> bool:
    """Whether it is; where it is not, the form says why."""
    wording = booklet.wording()
    try:
        keep_instrument(
            program=program, wording=wording, actor=request.user, instrument=instrument, seen=booklet.seen
        )
    except NameTaken as taken:
        booklet.form.add_error("name", str(taken))
        return False
    except WordingChanged as changed:
        booklet.now_stands(changed.now)
        return False
    messages.success(request, f"Kept: {wording.name}.")
    return True


def _plan_page(request: UserRequest, program: Program, form: PlanForm) -> HttpResponse:
    context = {"program": program, "form": form}
    return render(request, "coaching/pulse/plan.html", context, status=422 if form.is_bound else 200)

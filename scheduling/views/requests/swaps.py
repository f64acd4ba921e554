"""Swaps: pick one's own half-day, choose among legal partners, answer, cancel."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from connectedness.accounts.role_choice import chosen_program
from connectedness.web.requests import UserRequest
from scheduling.access import get_own_swap, own_resident_or_404, own_residents_or_404, own_swaps
from scheduling.forms.once import key_of_sent
from scheduling.forms.requests import StepForm, SwapAskForm
from scheduling.models import Resident, Schedule, Session, SwapRequest, SwapState
from scheduling.selectors.requests.judging import Pair, place_words
from scheduling.selectors.requests.lines import judgement_of
from scheduling.selectors.requests.partners import Partner, clinic_to_give, clinics_to_give, partners
from scheduling.selectors.workbench.desk import NoAdvice, desk_of
from scheduling.selectors.years import program_today
from scheduling.services.requesting.holding import RequestRefused
from scheduling.services.requesting.swaps import UNKNOWN, accept_swap, ask_swap, cancel_swap, decline_swap
from scheduling.views.requests.words import OLD_PAGE, swap_words

GONE = "You are not in clinic there any more, by what is published. Choose another half-day."


@require_safe
@login_required
def pick(request: UserRequest) -> HttpResponse:
    """Which of my clinics would I give?"""
    resident = own_resident_or_404(request.user, chosen_program(request))
    rows = clinics_to_give(resident, program_today(resident.program))
    return render(request, "scheduling/requests/pick.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choose(request: UserRequest, clinic_id: int) -> HttpResponse:
    """Legal partners for it, the best for both first; sent, one of them is asked."""
    found = _clinic(own_residents_or_404(request.user), clinic_id)
    if found is None:
        messages.error(request, GONE)
        return redirect("requests:swap_pick")
    resident, version, session = found
    form = SwapAskForm(request.POST if request.method == "POST" else None)
    shown, refusal = _partners(version, resident, session)
    if form.is_bound:
        made = _ask(request, form, (version, resident, session), shown)
        if made is not None:
            return redirect("requests:swap", made.pk)
    context = {
        "form": form,
        "session": place_words(session),
        "refusal": refusal,
        "rows": _rows(shown, resident),
    }
    return render(request, "scheduling/requests/partners.html", context, status=422 if form.errors else 200)


def _clinic(mine: list[Resident], session_pk: int) -> tuple[Resident, Schedule, Session] | None:
    """Of which of one's rows it is, the published version it is in, and the session."""
    for resident in mine:
        found = clinic_to_give(resident, session_pk, program_today(resident.program))
        if found is not None:
            return resident, *found
    return None


def _partners(version: Schedule, resident: Resident, session: Session) -> tuple[list[Partner], str]:
    try:
        return partners(desk_of(version), resident, session, program_today(resident.program)), ""
    except NoAdvice:
        return [], UNKNOWN


def _rows(shown: list[Partner], resident: Resident) -> list[dict[str, Any]]:
    return [{"partner": one, "words": swap_words(one.judged, reader=resident.pk)} for one in shown]


def _ask(
    request: UserRequest, form: SwapAskForm, mine: tuple[Schedule, Resident, Session], shown: list[Partner]
) -> SwapRequest | None:
    """What was asked; None where the form then says why not."""
    if not form.is_valid():
        form.add_error(None, "Choose one of those who are shown.")
        return None
    said, (version, resident, session) = form.cleaned_data, mine
    one = next((partner for partner in shown if partner.key == said["partner"]), None)
    if one is None:
        form.add_error(None, "This swap is not possible any more. Choose one of those who are shown now.")
        return None
    pair = Pair(resident, session, one.other, one.session)
    try:
        key = key_of_sent(said)
        made = ask_swap(version=version, pair=pair, key=key, actor=request.user, note=said["note"])
    except RequestRefused as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, f"{one.other.full_name} is asked. You are told of the answer.")
    return made


@require_safe
@login_required
def swap(request: UserRequest, swap_id: int) -> HttpResponse:
    """One swap: how it stands, what it does to both, and what I can do."""
    return _page(request, get_own_swap(request.user, swap_id))


@require_POST
@login_required
def step(request: UserRequest, swap_id: int) -> HttpResponse:
    """Accept, decline or cancel."""
    own = get_own_swap(request.user, swap_id)
    is_asked = own.other.user_id == request.user.pk
    steps = {"accept": accept_swap, "decline": decline_swap} if is_asked else {}
    form = StepForm(request.POST, steps=[*steps, "cancel"])
    if not form.is_valid():
        return _page(request, own, refusal=OLD_PAGE, status=422)
    said = form.cleaned_data
    take = {**steps, "cancel": cancel_swap}[said["step"]]
    answer = {"answer": said["answer"]} if said["step"] == "decline" else {}
    try:
        done = take(swap=own, actor=request.user, edition=said["edition"], **answer)
    except RequestRefused as refused:
        now = own_swaps(request.user).filter(pk=own.pk).first() or own
        return _page(request, now, refusal=str(refused), status=409)
    messages.success(request, f"{done.get_state_display()}.")
    return redirect("requests:swap", own.pk)


def _page(request: UserRequest, own: SwapRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    today = program_today(own.year.program)
    is_asked = own.other.user_id == request.user.pk
    me, other = (own.other, own.resident) if is_asked else (own.resident, own.other)
    is_open = own.is_open(today)
    known = judgement_of(own) if is_open else None
    context = {
        "swap": own,
        "other": other,
        "is_asked": is_asked,
        "is_open": is_open,
        "state": _state(own, today, is_asked=is_asked),
        "gives": place_words(own.other_session if is_asked else own.session),
        "takes": place_words(own.session if is_asked else own.other_session),
        "words": swap_words(known[1], reader=me.pk) if known else None,
        "refusal": refusal,
        "unknown": UNKNOWN if is_open and known is None else "",
    }
    return render(request, "scheduling/requests/swap.html", context, status=status)


def _state(own: SwapRequest, today: date, *, is_asked: bool) -> str:
    waits_for_me = is_asked and own.is_open(today) and own.state == SwapState.ASKED
    return "Waits for your answer" if waits_for_me else own.state_words(today)

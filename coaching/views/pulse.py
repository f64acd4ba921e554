"""Answering the pulse, by a link that asks for no sign-in; and what a coach's residents said over years.

What is answered never shows in a report of an error, and nothing here asks who is signed in.
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from coaching.access import get_invitation_by_token, own_invitation
from coaching.domain.pulse import Kind
from coaching.forms.pulse import AnswerForm
from coaching.models import PulseInvitation
from coaching.selectors.pulse.pages import span_figures
from coaching.services.pulse.answering import AnswerRefused, answer
from connectedness.accounts.role_choice import chosen_program
from connectedness.web.requests import UserRequest
from scheduling.access import own_faculty_or_404


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer_page(request: HttpRequest, token: str) -> HttpResponse:
    """The questions; sent, they are counted. Looking changes nothing: mail scanners open links too."""
    invitation = get_invitation_by_token(token)
    now = timezone.now()
    if invitation.is_answered or not invitation.round.takes_answers(now):
        return render(request, "coaching/pulse/over.html", {"invitation": invitation}, status=410)
    form = AnswerForm(request.POST if request.method == "POST" else None, invitation=invitation)
    if not form.is_valid():
        return _page(request, invitation, form, status=422 if form.is_bound else 200)
    try:
        answer(invitation=invitation, paper=form.paper(), now=now)
    except AnswerRefused as refused:
        return _page(request, invitation, form, refusal=str(refused), status=409)
    return redirect("coaching:pulse_thanks")


@require_safe
@login_required
def mine(request: UserRequest) -> HttpResponse:
    """To one's own link, so that no page that may be kept on a device has to hold it; 404 where one is not asked."""
    invitation = own_invitation(request.user, chosen_program(request))
    if invitation is None:
        raise Http404
    return redirect("coaching:pulse_answer", invitation.token)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """That it was counted; the same page for everybody."""
    return render(request, "coaching/pulse/thanks.html")


@require_safe
@login_required
def of_coach(request: UserRequest) -> HttpResponse:
    """What my residents said, over several years at once."""
    faculty = own_faculty_or_404(request.user, chosen_program(request))
    context = {"program": faculty.program, "spans": span_figures(faculty.program, faculty)}
    return render(request, "coaching/pulse/coach.html", context)


def _page(
    request: HttpRequest, invitation: PulseInvitation, form: AnswerForm, *, status: int, refusal: str = ""
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "round": invitation.round,
        "form": form,
        "asks_about_coach": any(question.about_coach for _, question in form.asked),
        "asks_for_words": any(question.kind == Kind.WORDS for _, question in form.asked),
        "refusal": refusal,
    }
    return render(request, "coaching/pulse/answer.html", context, status=status)

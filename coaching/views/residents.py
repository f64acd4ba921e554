"""A resident's own pages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from coaching.access import own_invitation
from coaching.forms.looks import LookForm
from coaching.selectors.agenda import resident_agenda
from coaching.selectors.changes import changes_for
from coaching.selectors.meetings import meeting_lines
from coaching.selectors.month import resident_month
from coaching.selectors.my_year import my_year
from coaching.selectors.pairing_history import pairing_history
from coaching.selectors.record import unseen_glass
from coaching.selectors.resident_home import resident_home
from coaching.selectors.teams import teams_at_hand
from coaching.services.looks import note_look
from connectedness.accounts.role_choice import chosen_program
from connectedness.web.kept import keeps_pages, may_be_kept
from connectedness.web.requests import UserRequest
from scheduling.access import own_resident_or_404, own_swaps
from scheduling.selectors.requests.lines import how_many_ask
from scheduling.selectors.years import program_today


@require_safe
@login_required
@may_be_kept
def home(request: UserRequest) -> HttpResponse:
    """Who is my coach, when do we meet next, whom can I ask now, what changed."""
    resident = own_resident_or_404(request.user, chosen_program(request))
    now = timezone.now()
    context = {
        "page": resident_home(resident, now),
        "asked": how_many_ask(own_swaps(request.user), resident, program_today(resident.program, now)),
        "broken_glass": unseen_glass(resident),
        "meetings": meeting_lines(request.user, [resident.program], now),
        "pulse": own_invitation(request.user, chosen_program(request)),
        "changes": changes_for(request.user, resident.program, now),
        "looked_at": now.isoformat(),
        "keeps": keeps_pages(request),
        "teams": teams_at_hand(request.user, resident.program),
    }
    return render(request, "coaching/resident_home.html", context)


@require_POST
@login_required
def looked(request: UserRequest) -> JsonResponse:
    """The home was on the screen, as it was at that moment: what it said is no longer new."""
    own_resident_or_404(request.user, chosen_program(request))
    form = LookForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"refused": ["Say when the page was made."]}, status=422)
    note_look(user=request.user, seen=form.cleaned_data["seen"], now=timezone.now())
    return JsonResponse({"said": "Noted."})


@require_safe
@login_required
def calendar(request: UserRequest) -> HttpResponse:
    """The resident's month."""
    resident = own_resident_or_404(request.user, chosen_program(request))
    page = resident_month(resident, timezone.now(), request.GET.get("month", ""))
    return render(request, "coaching/month.html", {"page": page})


@require_safe
@login_required
def agenda(request: UserRequest) -> HttpResponse:
    """The resident's coming weeks as a list."""
    resident = own_resident_or_404(request.user, chosen_program(request))
    page = resident_agenda(resident, request.user, timezone.now(), request.GET.get("from", ""))
    return render(request, "coaching/agenda.html", {"page": page})


@require_safe
@login_required
def year(request: UserRequest) -> HttpResponse:
    """How often we are together this year, where, and why not more often."""
    resident = own_resident_or_404(request.user, chosen_program(request))
    page = my_year(resident, timezone.now())
    context = {"page": page, "history": pairing_history(resident, page.today)}
    return render(request, "coaching/my_year.html", context)

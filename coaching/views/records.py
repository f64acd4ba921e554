"""A resident's record: one's own whole, others' as far as one may."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from coaching.exchange.record_file import write_record
from coaching.selectors.meeting_dates import meeting_dates
from coaching.selectors.record import readers, record
from coaching.selectors.record_file import record_sheets
from connectedness.accounts.recent import recent_sign_in_before_file
from connectedness.accounts.role_choice import chosen_program
from connectedness.web.requests import UserRequest
from scheduling.access import (
    get_own_glass,
    get_visible_resident,
    may_read_reasons,
    own_resident_or_404,
    visible_absences,
)
from scheduling.models import Resident
from scheduling.services.glass import acknowledge, note_reading

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def own(request: UserRequest) -> HttpResponse:
    """Everything the program keeps about me, and who has read it."""
    return _own_page(request, own_resident_or_404(request.user, chosen_program(request)))


@require_safe
@recent_sign_in_before_file("coaching:own_record")
def download(request: UserRequest) -> HttpResponse:
    """The same as a file, with the words of my meetings that I may read."""
    resident = own_resident_or_404(request.user, chosen_program(request))
    now = timezone.now()
    content = write_record(record_sheets(resident, request.user, now))
    response = HttpResponse(content, content_type=XLSX)
    day = now.astimezone(resident.program.zone).date()
    response["Content-Disposition"] = f'attachment; filename="my-record-{day}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@login_required
def of_resident(request: UserRequest, program_id: int, resident_id: int) -> HttpResponse:
    """Another's record; that it was opened is on the trail before a word of it is shown."""
    resident = get_visible_resident(request.user, resident_id)
    if resident.program_id != program_id:
        raise Http404
    if resident.user_id == request.user.pk:
        at_hand = own_resident_or_404(request.user, chosen_program(request))
        if resident == at_hand:
            return redirect("coaching:own_record")
        return _own_page(request, resident, is_elsewhere=True)
    note_reading(resident=resident, reader=request.user)
    reasons = may_read_reasons(request.user, resident)
    page = record(resident, visible_absences(request.user, resident), timezone.now(), reasons=reasons)
    return render(request, "coaching/record.html", {"page": page, "held": meeting_dates(resident)})


@require_POST
@login_required
def seen(request: UserRequest, glass_id: int) -> HttpResponseRedirect:
    """I know that my record was opened: the notice goes, the line in the record stays."""
    acknowledge(glass=get_own_glass(request.user, glass_id))
    return redirect("coaching:own_record")


def _own_page(request: UserRequest, resident: Resident, *, is_elsewhere: bool = False) -> HttpResponse:
    """One's own record; elsewhere than in the program worked in, which alone the file is about."""
    page = record(resident, visible_absences(request.user, resident), timezone.now(), reasons=True)
    context = {
        "page": page,
        "readers": readers(resident),
        "held": meeting_dates(resident),
        "is_own": True,
        "is_elsewhere": is_elsewhere,
    }
    return render(request, "coaching/record.html", context)

"""Who has access to a program: the page of those who let people in."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from connectedness.accounts.models import Role
from connectedness.joining.access import (
    get_leaver,
    get_membership_to_end,
    get_pending_invitation,
    get_program_to_let_in,
    roles_beyond,
    roles_to_give,
)
from connectedness.joining.forms import EndForm, InviteForm, RosterForm
from connectedness.joining.models import Invitation
from connectedness.joining.selectors import access_page, person_of, roster, roster_is_empty
from connectedness.joining.services.inviting import CannotInvite, invite, renew, send, withdraw
from connectedness.web.requests import UserRequest
from scheduling.models import Program
from scheduling.selectors.years import program_today
from scheduling.services.leaving import end_role, leave, stay

LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class Scope:
    """The program, and the roles that the user may give there."""

    program: Program
    roles: list[Role]


@require_safe
@login_required
def access(request: UserRequest, program_id: int) -> HttpResponse:
    """Who has which role, who is invited, what was before."""
    return _page(request, _scope(request, program_id))


@require_POST
@login_required
def invite_one(request: UserRequest, program_id: int) -> HttpResponse:
    """Invite one address; what cannot be done is said beside the form, which keeps what was typed."""
    scope = _scope(request, program_id)
    form = _invite_form(scope, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            invitation = invite(
                program=scope.program, role=Role(said["role"]), email=said["email"], person=said["person"],
                actor=request.user,
            )  # fmt: skip
        except CannotInvite as refusal:
            form.add_error(None, str(refusal))
        else:
            return _sent(request, scope.program, [invitation])
    return _page(request, scope, form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite_roster(request: UserRequest, program_id: int) -> HttpResponse:
    """Whom of the roster an invitation would reach and whom not; then invite those who were ticked."""
    scope = _scope(request, program_id)
    lines = roster(scope.program, scope.roles)
    form = RosterForm(request.POST if request.method == "POST" else None, lines=lines)
    if form.is_valid():
        invited = [
            invite(program=scope.program, role=line.role, email=line.person.email, person=line.person, actor=request.user)
            for line in form.chosen()
        ]  # fmt: skip
        return _sent(request, scope.program, invited)
    context = {
        "scope": scope,
        "form": form,
        "lines": lines,
        "open": [line for line in lines if not line.why_not],
        "is_empty": not lines and roster_is_empty(scope.program),
    }
    return render(request, "joining/roster.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def send_again(request: UserRequest, program_id: int, invitation_id: int) -> HttpResponse:
    """The same link once more, valid from today."""
    scope = _scope(request, program_id)
    invitation = get_pending_invitation(request.user, scope.program, invitation_id)
    return _sent(request, scope.program, [renew(invitation=invitation, actor=request.user)])


@require_POST
@login_required
def withdraw_one(request: UserRequest, program_id: int, invitation_id: int) -> HttpResponse:
    """Its link opens nothing any more."""
    scope = _scope(request, program_id)
    invitation = get_pending_invitation(request.user, scope.program, invitation_id)
    withdraw(invitation=invitation, actor=request.user)
    messages.success(request, f"The invitation to {invitation.email} is withdrawn. Its link opens nothing.")
    return redirect("joining:access", program_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: UserRequest, program_id: int, membership_id: int) -> HttpResponse:
    """End somebody's role, at once or with the day on which they leave."""
    scope = _scope(request, program_id)
    held = get_membership_to_end(request.user, scope.program, membership_id)
    today, beyond = program_today(scope.program), roles_beyond(scope.program, scope.roles)
    person = person_of(held.user, scope.program, held.role)
    other = beyond.filter(user=held.user).first() if person else None
    person = None if other else person
    form = EndForm(request.POST if request.method == "POST" else None, person=person, today=today)
    if not form.is_valid():
        context = {"scope": scope, "held": held, "person": person, "other": other, "form": form}
        return render(request, "joining/end.html", context, status=422 if form.errors else 200)
    day = form.cleaned_data.get("on")
    if person is not None and day:
        leave(person=person, on=day, actor=request.user)
    else:
        end_role(membership=held, actor=request.user)
    when = f"ends on {day:%a} {day.day} {day:%b}" if day and day > today else "has ended"
    messages.success(request, f"{held.user}: access {when}.")
    return redirect("joining:access", program_id)


@require_POST
@login_required
def they_stay(request: UserRequest, program_id: int, role: str, person_id: int) -> HttpResponse:
    """Take back the day on which somebody leaves or left."""
    scope = _scope(request, program_id)
    person = get_leaver(request.user, scope.program, role, person_id)
    stay(person=person, actor=request.user)
    messages.success(request, f"{person} stays. A role that had ended is given again by an invitation.")
    return redirect("joining:access", program_id)


def _scope(request: UserRequest, program_id: int) -> Scope:
    """404 for everybody who does not let people into this program."""
    program = get_program_to_let_in(request.user, program_id)
    return Scope(program, roles_to_give(request.user, program))


def _invite_form(scope: Scope, data: object = None) -> InviteForm:
    waiting = roster(scope.program, scope.roles)
    return InviteForm(data, roles=scope.roles, waiting=waiting)


def _page(request: UserRequest, scope: Scope, form: InviteForm | None = None) -> HttpResponse:
    find = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    page = access_page(scope.program, request.user, scope.roles, find=find)
    context = {"scope": scope, "page": page, "find": find, "form": form or _invite_form(scope)}
    name = "joining/access.html#found" if request.htmx else "joining/access.html"
    return render(request, name, context, status=422 if form else 200)


def _sent(request: UserRequest, program: Program, invitations: list[Invitation]) -> HttpResponse:
    """Mail them and say how many went: an invitation whose mail failed waits on the page to be sent again."""
    sent = send(invitations=invitations, site=f"{request.scheme}://{request.get_host()}")
    if sent:
        whom = invitations[0].email if len(invitations) == 1 else f"{sent} people"
        messages.success(request, f"Invited {whom}. The link works for some days and can be sent again.")
    if failed := len(invitations) - sent:
        messages.error(
            request,
            f"{failed} of {len(invitations)} could not be mailed: the mail server did not take them. "
            "They wait below, marked “not sent”; send them again, or ask the site administrator to look at the mail.",
        )
    return redirect("joining:access", program.pk)

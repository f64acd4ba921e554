"""The page behind the link of an invitation."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from connectedness.accounts.models import User
from connectedness.joining.access import account_invited, get_invitation_by_token
from connectedness.joining.forms import JoinForm
from connectedness.joining.models import Invitation, InvitationState
from connectedness.joining.services.accepting import CannotJoin, accept, join_as_new
from connectedness.web.requests import PageRequest


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join(request: PageRequest, token: str) -> HttpResponse:
    """Accept, as who one is or with a new account. Looking changes nothing: mail scanners open links too."""
    invitation = get_invitation_by_token(token)
    account = account_invited(invitation)
    if invitation.state is not InvitationState.OPEN:
        return render(request, "joining/over.html", {"invitation": invitation}, status=410)
    if isinstance(request.user, User):
        return _as_myself(request, invitation, request.user)
    if account is not None:
        return render(request, "joining/sign_in_first.html", {"invitation": invitation, "account": account})
    return _as_somebody_new(request, invitation)


def _as_myself(request: PageRequest, invitation: Invitation, user: User) -> HttpResponse:
    """Somebody signed in accepts, if it is they who were invited."""
    refusal = ""
    if user.email != invitation.email:
        return render(request, "joining/not_you.html", {"invitation": invitation}, status=403)
    if request.method == "POST":
        try:
            membership = accept(invitation=invitation, user=user)
        except CannotJoin as error:
            refusal = str(error)
        else:
            messages.success(
                request, f"You joined {membership.program} as {membership.get_role_display().lower()}."
            )
            return redirect("home")
    context = {"invitation": invitation, "refusal": refusal}
    return render(request, "joining/accept.html", context, status=409 if refusal else 200)


def _as_somebody_new(request: PageRequest, invitation: Invitation) -> HttpResponse:
    """A new account for the invited address, signed in at once: whoever has the link reads mail there."""
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        email=invitation.email,
        initial={"name": invitation.name},
    )
    if form.is_valid():
        said = form.cleaned_data
        try:
            user = join_as_new(invitation=invitation, name=said["name"], password=said["password"] or None)
        except CannotJoin as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Welcome to {invitation.program}.")
            record_authentication(request, user, method="code", email=user.email)
            return perform_login(request, user, email_verification="none")  # type: ignore[no-any-return]
    context = {"invitation": invitation, "form": form}
    return render(request, "joining/join.html", context, status=422 if form.errors else 200)

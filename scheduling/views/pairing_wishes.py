"""Wishes and exclusions for pairing: noted by coordinators, whose reasons nobody else reads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from connectedness.web.requests import UserRequest
from scheduling.access import may_read_wishes
from scheduling.forms.pairing import WishForm
from scheduling.models import PairingWish, WishKind
from scheduling.selectors.pairing_wishes import people_to_wish_for, wish_lines
from scheduling.services.pairing_wishes import WishRefused, add_wish, is_current_pair, remove_wish
from scheduling.views.scope import Scope, coordinated_scope, managed_scope, wish_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def wishes(request: UserRequest, program_id: int) -> HttpResponse:
    """The list; for coordinators with the reasons and a form."""
    is_post = request.method == "POST"
    scope = (coordinated_scope if is_post else managed_scope)(request, program_id)
    may_read = is_post or may_read_wishes(request.user, scope.program)
    form = _form(request, scope) if may_read else None
    if form is not None and form.is_bound and _add(request, scope, form):
        return redirect("scheduling:pairing_wishes", program_id)
    context = {
        "scope": scope,
        "form": form,
        "lines": wish_lines(scope.program, with_reasons=may_read),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "scheduling/pairing_wishes.html", context, status=status)


@require_POST
@login_required
def remove(request: UserRequest, program_id: int, wish_id: int) -> HttpResponse:
    """Take a wish or an exclusion back."""
    wish = wish_in(request, program_id, wish_id)
    remove_wish(wish=wish, actor=request.user)
    messages.success(request, f"Taken back for {wish.resident} and {wish.faculty.short_name}.")
    return redirect("scheduling:pairing_wishes", program_id)


def _form(request: UserRequest, scope: Scope) -> WishForm:
    people = people_to_wish_for(scope.program)
    data = request.POST if request.method == "POST" else None
    return WishForm(data, residents=people.residents, faculty=people.faculty)


def _add(request: UserRequest, scope: Scope, form: WishForm) -> bool:
    """Whether it was noted; if not, the form says why."""
    if not form.is_valid():
        return False
    try:
        wish = add_wish(program=scope.program, actor=request.user, **form.said())
    except WishRefused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"Noted for {wish.resident} and {wish.faculty.short_name}.")
    _warn_of_current(request, wish)
    return True


def _warn_of_current(request: UserRequest, wish: PairingWish) -> None:
    if wish.kind == WishKind.EXCLUSION and is_current_pair(wish):
        messages.warning(
            request,
            f"{wish.resident} is with {wish.faculty.short_name} now and stays so until you hand over: "
            "lift the resident off the panel on the board.",
        )

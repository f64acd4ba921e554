"""Which of several roles somebody works in now: it decides where they land and what is around their pages.

It opens and closes nothing: what they may is the sum of their roles, whichever is chosen.
"""

from django.http import HttpRequest
from django.utils import timezone

from connectedness.accounts.models import Membership

KEY = "role_choice"


def choose_role(request: HttpRequest, held: Membership) -> None:
    """Kept for as long as the session lasts; its program stands before others in the next one, too."""
    request.session[KEY] = {"membership": held.pk, "program": held.program_id}
    Membership.objects.filter(pk=held.pk).update(chosen_at=timezone.now())


def chosen_membership(request: HttpRequest) -> int | None:
    """The role chosen, if one was."""
    return _chosen(request).get("membership")


def chosen_program(request: HttpRequest) -> int | None:
    """The program of the role chosen, if one was."""
    return _chosen(request).get("program")


def _chosen(request: HttpRequest) -> dict[str, int]:
    session = getattr(request, "session", None)
    chosen = session.get(KEY, {}) if session is not None else {}
    return chosen if isinstance(chosen, dict) else {}

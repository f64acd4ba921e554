"""When somebody's access ends, the invitations that rest on it end too."""

from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from connectedness.accounts.models import User
from connectedness.joining.access import roles_to_give
from connectedness.joining.models import Invitation
from connectedness.joining.services.inviting import withdraw
from scheduling.services.leaving import access_ended


@receiver(access_ended, dispatch_uid="joining.withdraw_invitations")
def withdraw_invitations(*, user: User, program_id: int | None, actor: User | None, **_: Any) -> None:
    """Those to their own address there, and those they sent for a role that they may not give any more."""
    waiting = Invitation.objects.pending().filter(Q(invited_by=user) | Q(email=user.email))
    if program_id is not None:
        waiting = waiting.filter(program_id=program_id)
    for invitation in waiting.select_related("program", "resident", "faculty"):
        if invitation.email == user.email or invitation.role not in roles_to_give(user, invitation.program):
            withdraw(invitation=invitation, actor=actor)

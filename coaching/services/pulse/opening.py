"""Opening a round: everybody is asked at once; and asking those once more who have not answered."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from coaching.domain.pulse import Tally
from coaching.domain.pulse_groups import coarse_groups
from coaching.models import PulseBox, PulseInvitation, PulseRound, RoundState
from coaching.selectors.pulse.invited import Invited, invited_to
from coaching.services.pulse.clearing import notice_key
from coaching.services.pulse.planning import cancel_round, note
from coaching.services.pulse.sealing import seal
from scheduling.domain.notice_wording import NoticeKind
from scheduling.domain.notice_wording import pulse as notice_of
from scheduling.models import Resident
from scheduling.services.notices.writing import Wanted, write_notices

TOO_FEW = "Fewer people could be asked than a figure needs, so nobody was."
MISSED = "Nothing opened it before its end, so nobody was asked."


@transaction.atomic
def open_round(*, pk: int, now: datetime) -> PulseRound:
    """Invite everybody who is here, in groups so coarse that none points at anybody. Once, however often it is asked for."""
    held = (
        PulseRound.objects.select_for_update(no_key=True, of=("self",)).select_related("program").get(pk=pk)
    )
    if held.state != RoundState.PLANNED or held.opens_at > now:
        return held
    if held.closes_at <= now:
        return cancel_round(held=held, actor=None, why=MISSED)
    asked = invited_to(held.program, now, with_faculty=held.with_faculty)
    if len(asked) < held.smallest_cell:
        return cancel_round(held=held, actor=None, why=TOO_FEW)
    _invite(held, asked)
    note(held, None)
    return held


def _invite(held: PulseRound, asked: list[Invited]) -> None:
    wanted = {place: person.label(held.breakdown) for place, person in enumerate(asked)}
    group_of = coarse_groups(wanted, held.smallest_cell)
    invitations = [_invitation(held, person, group_of[place]) for place, person in enumerate(asked)]
    PulseInvitation.objects.bulk_create(invitations)
    PulseBox.objects.create(round=held, sealed=seal(asdict(Tally())))
    held.state, held.invited = RoundState.OPEN, len(asked)
    held.groups = sorted(set(group_of.values()))
    held.save(update_fields=["state", "invited", "groups"])
    _tell(held, invitations, is_reminder=False)


def _invitation(held: PulseRound, asked: Invited, group: str) -> PulseInvitation:
    who = "resident" if isinstance(asked.person, Resident) else "faculty"
    made = PulseInvitation(round=held, group=group, coach_id=asked.coach, **{who: asked.person})
    made.digest = sha256(made.token.encode()).hexdigest()
    return made


@transaction.atomic
def remind(*, pk: int) -> int:
    """Tell those once more who have not answered; how many. Their notices go when the round closes."""
    held = (
        PulseRound.objects.select_for_update(no_key=True, of=("self",)).select_related("program").get(pk=pk)
    )
    if held.state != RoundState.OPEN or held.reminded:
        return 0
    left = held.invitations.filter(is_answered=False)
    waiting = list(left.select_related("resident__user", "faculty__user"))
    _tell(held, waiting, is_reminder=True)
    held.reminded = True
    held.save(update_fields=["reminded"])
    return len(waiting)


def _tell(held: PulseRound, invitations: Sequence[PulseInvitation], *, is_reminder: bool) -> None:
    wanted = [
        Wanted(
            person=invitation.person,
            kind=NoticeKind.PULSE,
            key=notice_key(held, f"{invitation.key}{'/again' if is_reminder else ''}"),
            data=notice_of(str(invitation.key), held.until, is_reminder=is_reminder),
        )
        for invitation in invitations
    ]
    write_notices(held.program, wanted)

"""Destroying what an ended round must not leave behind."""

from coaching.models import PulseBox, PulseRound
from scheduling.domain.notice_wording import NoticeKind
from scheduling.models import Notice


def notice_key(held: PulseRound, what: str = "") -> str:
    """How the keys of a round's notices begin."""
    return f"pulse/{held.pk}/{what}"


def clear(held: PulseRound) -> None:
    """The box, the invitations with their links and who had used them, and the notices that carried them."""
    PulseBox.objects.filter(round=held).delete()
    held.invitations.all().delete()
    Notice.objects.filter(kind=NoticeKind.PULSE, key__startswith=notice_key(held)).delete()

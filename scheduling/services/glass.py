"""Breaking the glass of a record, and telling its owner."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import BrokenGlass, Resident

AT_ONCE = 20

logger = logging.getLogger(__name__)


@transaction.atomic
def break_glass(*, resident: Resident, actor: User, why: str) -> BrokenGlass:
    """Open a record to its ``actor`` for a while; its owner is told by a mail that the reaper sends."""
    now = timezone.now()
    glass = BrokenGlass.objects.create(
        resident=resident, opened_by=actor, why=why, opened_at=now, until=now + settings.GLASS_STAYS_OPEN
    )
    record(
        kind=EventKind.GLASS_BROKEN,
        actor=actor,
        subject=f"Record of {resident}",
        program_id=resident.program_id,
        about=resident.user,
        after={"why": why, "until": f"{glass.until:%Y-%m-%d %H:%M} UTC"},
        record_of=resident.record_key,
    )
    return glass


@transaction.atomic
def tell_owners() -> int:
    """Mail those whose record was opened and who were not told yet; how many were. Mail that fails is tried again."""
    waiting = BrokenGlass.objects.select_for_update(skip_locked=True, of=("self",)).filter(told_at=None)
    told = 0
    for glass in waiting.select_related("resident__program", "resident__user", "opened_by")[:AT_ONCE]:
        told += _tell(glass)
    return told


def _tell(glass: BrokenGlass) -> int:
    owner = glass.resident
    address = owner.user.email if owner.user else owner.email
    if address:
        words = render_to_string("scheduling/glass_mail.txt", {"glass": glass, "zone": owner.program.zone})
        try:
            send_mail("Your record was opened", words, None, [address])
        except (SMTPException, OSError) as error:
            logger.warning("The owner of an opened record could not be told yet: %s", error)
            return 0
    glass.told_at = timezone.now()
    glass.save(update_fields=["told_at"])
    return int(bool(address))


def note_reading(*, resident: Resident, reader: User) -> None:
    """Somebody else than its owner opened a record: its owner can see who and on which day."""
    if resident.user_id == reader.pk:
        return
    record(
        kind=EventKind.RECORD_READ,
        actor=reader,
        subject=f"Record of {resident}",
        program_id=resident.program_id,
        about=resident.user,
        record_of=resident.record_key,
    )


def acknowledge(*, glass: BrokenGlass) -> None:
    """Its owner has seen that the record was opened."""
    BrokenGlass.objects.filter(pk=glass.pk, seen_at=None).update(seen_at=timezone.now())

"""New addresses for many feeds at once, when old ones got into other hands."""

import secrets
from collections.abc import Sequence
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import CalendarFeed
from scheduling.services.feeds import NONCE_BYTES

WORDS = """Hello {name},

the address of your calendar feed was changed to keep it yours alone, so the calendars that you subscribed with it no
longer get anything. Sign in, open Feed, take the new address, and subscribe once more.

Nothing else changed. Questions? Ask your program's office.
"""


@transaction.atomic
def rotate_feeds(*, feeds: Sequence[CalendarFeed], reason: str) -> list[CalendarFeed]:
    """Revoke them and make each owner a new one that carries what theirs did: all or none."""
    live = CalendarFeed.objects.live().filter(pk__in=[feed.pk for feed in feeds])
    old = list(live.select_for_update(of=("self",)).select_related("user"))
    live.update(revoked_at=timezone.now())
    made = CalendarFeed.objects.bulk_create(
        CalendarFeed(user=feed.user, nonce=secrets.token_urlsafe(NONCE_BYTES), with_teams=feed.with_teams)
        for feed in old
    )
    record(
        kind=EventKind.FEEDS_RENEWED, actor=None, subject="Calendar feeds",
        after={"feeds": len(made), "why": reason.strip()[:500]},
    )  # fmt: skip
    return made


def tell_owners(*, feeds: Sequence[CalendarFeed]) -> int:
    """Mail the owners that they must subscribe anew; how many messages went."""
    told = 0
    try:
        with get_connection() as connection:
            for feed in feeds:
                told += EmailMessage(
                    subject="Your calendar feed has a new address",
                    body=WORDS.format(name=feed.user),
                    to=[feed.user.email],
                    connection=connection,
                ).send()
    except (OSError, SMTPException):
        return told
    return told

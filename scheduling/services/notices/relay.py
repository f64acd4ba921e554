"""The relay: notices become letters, and letters leave, each once however many relays there are.

A letter is claimed by one UPDATE that compares before it sets, so of two relays one sends it. A relay that dies between
handing a letter to the mail server and noting so leaves it to the next one when its lease has run out; that second copy
carries the same Message-ID, by which mail programs show it once.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone

from scheduling.domain.notice_wording import NoticeKind, NoticeText
from scheduling.models import Letter, Notice
from scheduling.selectors.notice_links import said_with_link
from scheduling.selectors.telling import address_of
from scheduling.selectors.years import program_today

LEASE = timedelta(seconds=45)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
GATHERED_AT_ONCE, SENT_AT_ONCE = 2000, 200
ROUND_SECONDS = 5.0
# What a mail server says, that there is none, and an address or a name that no mail can carry.
UNDELIVERABLE = (SMTPException, OSError, ValueError)

logger = logging.getLogger(__name__)


def relay_notices() -> int:
    """One round: gather what is due, and send for some seconds; how many letters left."""
    gather()
    stop_at = time.monotonic() + ROUND_SECONDS
    sent = 0
    for pk in Letter.objects.due(timezone.now()).values_list("pk", flat=True)[:SENT_AT_ONCE]:
        if claim(pk):
            sent += _deliver(pk)
        if time.monotonic() > stop_at:
            break
    return sent


@transaction.atomic
def gather() -> int:
    """Put what is due to one person in one program into one letter; how many letters."""
    due = Notice.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        letter=None, due_at__lte=timezone.now()
    )
    by_person: dict[tuple[object, ...], list[Notice]] = defaultdict(list)
    for notice in due[:GATHERED_AT_ONCE]:
        person = (notice.program_id, notice.user_id, notice.resident_id, notice.faculty_id)
        by_person[person].append(notice)
    for notices in by_person.values():
        letter = Letter.objects.create(program_id=notices[0].program_id)
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(letter=letter)
    return len(by_person)


def claim(pk: int) -> bool:
    """Hold a letter for the time that sending takes; of two who try, one succeeds."""
    now = timezone.now()
    return bool(
        Letter.objects.due(now).filter(pk=pk).update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    )


def _deliver(pk: int) -> bool:
    """Send a letter that is held, and note what became of it."""
    letter = Letter.objects.select_related("program").get(pk=pk)
    notices = letter.notices.select_related("user", "resident__user", "faculty__user").order_by("pk")
    message = _message(letter, list(notices))
    if message is None:
        return _drop(letter)
    try:
        message.send()
    except UNDELIVERABLE as error:
        _put_off(letter, str(error))
        return False
    Letter.objects.filter(pk=pk).update(sent_at=timezone.now(), lease_until=None, failure="")
    return True


def _drop(letter: Letter) -> bool:
    """Its reader has gone since: what it carries is read in the app, if ever."""
    with transaction.atomic():
        letter.notices.update(due_at=None)
        letter.delete()
    return False


def _put_off(letter: Letter, failure: str) -> None:
    """Try again later, each time after a longer wait."""
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (letter.attempts - 1))
    logger.warning("Letter %s could not be sent yet, at try %s: %s", letter.key, letter.attempts, failure)
    Letter.objects.filter(pk=letter.pk).update(
        try_at=timezone.now() + wait, lease_until=None, failure=" ".join(failure.split())[:300]
    )


def _message(letter: Letter, notices: list[Notice]) -> EmailMessage | None:
    """The mail; None where its reader has gone since, or every notice with them."""
    address = _address(letter, notices[0]) if notices else ""
    if not address:
        return None
    texts = [said_with_link(notice.kind, notice.data) for notice in notices]
    words = render_to_string(
        "scheduling/notice_mail.txt",
        {
            "name": notices[0].user or notices[0].person,
            "program": letter.program,
            "texts": texts,
            "site": settings.SITE_ADDRESS,
        },
    )
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    headers = {"Message-ID": f"<{letter.key}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(
        _subject(texts, {notice.kind for notice in notices}), words, None, [address], headers=headers
    )


def _address(letter: Letter, notice: Notice) -> str:
    if notice.user is not None:
        return notice.user.email if notice.user.is_active else ""
    return address_of(notice.person, program_today(letter.program)) if notice.person else ""


def _subject(texts: Iterable[NoticeText], kinds: AbstractSet[str]) -> str:
    titles = [text.title for text in texts]
    of = "notes on your coaching meetings" if kinds == {NoticeKind.MEETING} else "changes to your schedule"
    of = "notes for you" if kinds & {NoticeKind.PULSE, NoticeKind.TEAM} else of
    subject = titles[0] if len(titles) == 1 else f"{len(titles)} {of}"
    return " ".join(subject.split())

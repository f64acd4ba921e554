"""When swaps are asked for, what was told of them, and who attends what."""

from datetime import datetime

from scheduling.domain.notice_wording import notice_text
from scheduling.models import Notice, Session
from tests.services.swapping import Swapping

BEFORE = datetime.fromisoformat("2026-06-22T14:00+00:00")


def told() -> list[tuple[str, str]]:
    """Who was told what of requests."""
    rows = Notice.objects.filter(kind="request").order_by("pk").select_related("resident", "user")
    return [(str(row.resident or row.user), notice_text(row.kind, row.data).title) for row in rows]


def mine(s: Swapping) -> list[Session]:
    """Nadia's half-days."""
    return s.attends(s.at.nadia)


def theirs(s: Swapping) -> list[Session]:
    """Tomas's half-days."""
    return s.attends(s.at.tomas)

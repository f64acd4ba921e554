"""What changed for somebody since they last looked at their home."""

from dataclasses import dataclass, replace
from datetime import datetime

from coaching.access import own_last_look
from coaching.domain.wording import counted
from connectedness.accounts.models import User
from scheduling.access import own_notices, unread_notices
from scheduling.domain.calendar import day_label
from scheduling.domain.notice_wording import NoticeKind, NoticeLine, changes_told, notice_text
from scheduling.models import Notice, Program

LOOKED_THROUGH = 40
LINES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new: how many changes, since when, the first of them in words, and how many lines are left out.

    ``notices`` tell of them; ``unread`` are all that the bell counts, older ones and the pulse's among them.
    """

    count: int
    since: str
    lines: tuple[NoticeLine, ...]
    more: int
    notices: int
    unread: int

    @property
    def title(self) -> str:
        """``1 change since Thu 19 Nov``; where nobody looked before, or nothing is new, it says so."""
        if not self.count:
            return "Nothing has changed" + (f" since {self.since}" if self.since else "")
        since = f" since {self.since}" if self.since else " you have not seen"
        return f"{counted(self.count, 'change')}{since}"

    @property
    def source(self) -> str:
        """``From 1 of 3 notices that you have not read``: how this goes with the number at the bell."""
        if not self.unread:
            return ""
        unread = f"{counted(self.unread, 'notice')} that you have not read"
        if not self.notices:
            return f"The bell still counts {unread}."
        if self.notices >= self.unread:
            return f"From {unread}."
        return f"From {self.notices} of {unread}."


def changes_for(user: User, program: Program, now: datetime) -> Changes:
    """Unread notices since the last visit, the newest first, as somebody in ``program`` reads them. Two queries.

    Without the pulse, which is no change and has a line of its own.
    """
    look = own_last_look(user)
    since = look.since(now) if look else None
    notices = own_notices(user).filter(read_at=None).exclude(kind=NoticeKind.PULSE)
    if since is not None:
        notices = notices.filter(made_at__gt=since)
    found = list(notices.select_related("program").only("kind", "data", "program__name")[:LOOKED_THROUGH])
    lines = [line for notice in found for line in _lines_from(notice, program)]
    return Changes(
        count=sum(changes_told(notice.data) for notice in found),
        since=day_label(since.astimezone(program.zone).date()) if since else "",
        lines=tuple(lines[:LINES_SHOWN]),
        more=max(0, len(lines) - LINES_SHOWN),
        notices=len(found),
        unread=unread_notices(user),
    )


def _lines_from(notice: Notice, program: Program) -> tuple[NoticeLine, ...]:
    """The lines of a notice; of another program, with its name."""
    lines = _lines(notice.kind, notice.data)
    if notice.program_id == program.pk:
        return lines
    return tuple(replace(line, text=f"{notice.program}: {line.text}") for line in lines)


def _lines(kind: str, data: dict[str, object]) -> tuple[NoticeLine, ...]:
    """The lines of a notice; where a title is needed to understand them, with it."""
    text = notice_text(kind, data)
    if "step" in data or data.get("is_first"):
        rest = " ".join(line.text for line in text.lines)
        return (
            NoticeLine(f"{text.title}. {rest}" if not text.title.endswith("?") else f"{text.title} {rest}"),
        )
    return text.lines

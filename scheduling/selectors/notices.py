"""What somebody was told, and how they want to be told."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from connectedness.accounts.models import User
from scheduling.domain.notice_wording import NoticeText
from scheduling.domain.telling import Choice
from scheduling.domain.wording import moment_text
from scheduling.models import Faculty, Notice, NoticeChoice, Program, Resident
from scheduling.selectors.notice_links import said_with_link
from scheduling.selectors.telling import USUAL

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in words, and its primary key; ``when`` is by the clock of the program."""

    key: int
    program: Program
    text: NoticeText
    when: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """How somebody is told in one program: as chosen, or as usual for who they are."""

    program: Program
    choice: Choice


def latest(notices: QuerySet[Notice]) -> list[Told]:
    """The newest notices. One query."""
    now = timezone.now()
    rows = notices.select_related("program")[:SHOWN]
    return [
        Told(
            row.pk,
            row.program,
            said_with_link(row.kind, row.data),
            moment_text(row.made_at.astimezone(row.program.zone), now.astimezone(row.program.zone)),
            row.read_at is None,
        )
        for row in rows
    ]


def chosen(user: User, programs: Iterable[Program]) -> list[Chosen]:
    """How a user is told, program by program. Three queries."""
    own = {row.program_id: row.choice for row in NoticeChoice.objects.filter(user=user)}
    coaches_in = set(Faculty.objects.filter(user=user).values_list("program_id", flat=True))
    return [
        Chosen(program, own.get(program.pk) or USUAL[Faculty if program.pk in coaches_in else Resident])
        for program in programs
    ]

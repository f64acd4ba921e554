"""Who is told of a request: its people, and those who build the schedule; in the transaction of what it tells of."""

from collections.abc import Mapping, Sequence

from connectedness.accounts.models import User
from scheduling.domain.notice_wording import NoticeKind
from scheduling.domain.notice_wording import request as notice_of
from scheduling.models import Faculty, Program, Resident
from scheduling.selectors.telling import builders_of
from scheduling.services.notices.writing import write_notices

Lines = Sequence[str]


def tell_people(told: Mapping[Resident | Faculty, Lines], *, key: str, step: str, who: str = "") -> None:
    """Tell those of one program whom it concerns, each in their lines; ``key`` names the step: told once."""
    data = [(person, notice_of(step, who, lines)) for person, lines in told.items()]
    program = data[0][0].program
    write_notices(program=program, kind=NoticeKind.REQUEST, key=key, told=data)


def tell_builders(
    program: Program, *, key: str, step: str, who: str, lines: Lines, actor: User | None
) -> None:
    """Tell all who build the schedule, except who did it."""
    readers = [user for user in builders_of(program) if actor is None or user.pk != actor.pk]
    data = notice_of(step, who, lines)
    write_notices(program=program, kind=NoticeKind.REQUEST, key=key, told=[(user, data) for user in readers])

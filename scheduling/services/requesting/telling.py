"""Who is told of a request: its people, and those who build the schedule; in the transaction of what it tells of."""

from collections.abc import Mapping, Sequence

from connectedness.accounts.models import User
from scheduling.domain.notice_wording import NoticeKind
from scheduling.domain.notice_wording import request as notice_of
from scheduling.models import Faculty, Program, Resident
from scheduling.selectors.telling import builders_of
from scheduling.services.notices.writing import Wanted, write_notices

Lines = Sequence[str]


def tell_people(told: Mapping[Resident | Faculty, Lines], *, key: str, step: str, who: str = "") -> None:
    """Tell those of one program whom it concerns, each in their lines; ``key`` names the step: told once."""
    wanted = [
        _wanted(
            person,
            f"{key}/{'resident' if isinstance(person, Resident) else 'faculty'}/{person.pk}",
            notice_of(step, who, lines),
        )
        for person, lines in told.items()
    ]
    write_notices(next(iter(told)).program, wanted)


def tell_builders(
    program: Program, *, key: str, step: str, who: str, lines: Lines, actor: User | None
) -> None:
    """Tell all who build the schedule, except who did it."""
    data = notice_of(step, who, lines)
    readers = (user for user in builders_of(program) if actor is None or user.pk != actor.pk)
    write_notices(program, [_wanted(user, f"{key}/user/{user.pk}", data) for user in readers])


def _wanted(person: Resident | Faculty | User, key: str, data: Mapping[str, object]) -> Wanted:
    return Wanted(person=person, kind=NoticeKind.REQUEST, key=key, data=data)

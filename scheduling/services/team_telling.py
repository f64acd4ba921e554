"""Who joins or leaves a team is told, and so are those who stay: by what changes from before a step to after it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from connectedness.accounts.models import Membership, User
from scheduling.domain.notice_wording import NoticeKind
from scheduling.domain.notice_wording import team as notice_of
from scheduling.models import Faculty, Notice, Nurse, Program, Resident, Team, TeamMember
from scheduling.selectors.years import program_today
from scheduling.services.notices.withdrawing import NOT_MAILED, withdraw
from scheduling.services.notices.writing import Wanted, write_notices

Member = Resident | Faculty | Nurse
Members = dict[Team, set[Member]]


@contextmanager
def telling_the_teams(program: Program, actor: User | None) -> Iterator[None]:
    """Tell, at the end of a step in the caller's transaction, who was told of none of it by doing it."""
    before = _members(program)
    yield
    after = _members(program)
    wanted = [
        one
        for team in {*before, *after}
        for one in _told(team, before.get(team, set()), after.get(team, set()))
        if actor is None or one.user != actor
    ]
    write_notices(program, [one for one in wanted if not _takes_back(one)])


def _members(program: Program) -> Members:
    """Who belongs to each team that lasts."""
    found: Members = defaultdict(set)
    rows = TeamMember.objects.on(program_today(program)).filter(
        team__program=program, team__last_date=None, last_date=None
    )
    for row in rows.select_related(
        "team", "resident__user", "resident__program", "faculty__user", "faculty__program",
        "nurse__membership__user",
    ):  # fmt: skip
        found[row.team].add(row.who)
    return found


def _told(team: Team, before: set[Member], after: set[Member]) -> Iterator[Wanted]:
    joined, left = after - before, before - after
    is_over = bool(left) and not Team.objects.filter(pk=team.pk, last_date=None).exists()
    for person in joined:
        yield _wanted(team, person, person, "you_joined", others=after - {person})
        yield from (_wanted(team, person, other, "joined") for other in after - joined)
    for person in left:
        if _holds_a_role(person):
            yield _wanted(team, person, person, "ended" if is_over else "you_left")
        yield from (_wanted(team, person, other, "left") for other in after & before)


def _holds_a_role(person: Member) -> bool:
    """Whether they can read what they are told; a nurse leaves teams with the role, too."""
    return not isinstance(person, Nurse) or Membership.objects.current().filter(pk=person.pk).exists()


def _wanted(team: Team, of: Member, to: Member, step: str, others: Iterable[Member] = ()) -> Wanted:
    data = notice_of(step, team.name, _name(of), sorted(map(_name, others)))
    step_key = uuid4().hex[:12]  # a step is made once, and may be made again after it was taken back
    reader = to.membership.user if isinstance(to, Nurse) else to
    return Wanted(
        person=reader, kind=NoticeKind.TEAM, key=f"{_begin(team, of)}{step_key}/{_key(to)}", data=data
    )


def _takes_back(wanted: Wanted) -> bool:
    """Whether the step before it did not reach its reader: then both are as if they had not been."""
    begin, reader = wanted.key.rsplit("/", 2)[0], wanted.key.rsplit("/", 1)[1]
    waiting = Notice.objects.filter(
        NOT_MAILED, key__startswith=f"{begin}/", key__endswith=f"/{reader}", read_at=None
    )
    is_there = waiting.exists()
    withdraw(waiting)
    return is_there


def _begin(team: Team, of: Member) -> str:
    return f"team/{team.pk}/{_key(of)}/"


def _key(person: Member) -> str:
    return f"{type(person).__name__.lower()}-{person.pk}"


def _name(person: Member) -> str:
    return str(person.membership.user) if isinstance(person, Nurse) else person.full_name

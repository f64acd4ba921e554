"""Who joins or leaves a team is told, and so are those who stay: by what changes from before a step to after it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from connectedness.accounts.models import Membership, User
from scheduling.domain.notice_wording import NoticeKind
from scheduling.domain.notice_wording import team as notice_of
from scheduling.models import Faculty, Notice, Nurse, Program, Resident, Team, TeamMember
from scheduling.models.teams import TeamMemberQuerySet
from scheduling.selectors.years import program_today
from scheduling.services.data_edits import lock_data
from scheduling.services.notices.withdrawing import NOT_MAILED, withdraw
from scheduling.services.notices.writing import Wanted, write_notices

Member = Resident | Faculty | Nurse
Members = dict[Team, set[Member]]
# Who left longer ago is no news; so long this may be late.
STILL_NEWS = timedelta(days=7)


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


def tell_of_those_who_left() -> int:
    """Tell the teams of residents and faculty whose day of leaving has come by itself; how many notices there are.

    Whoever says today that somebody left has told them by that.
    """
    programs = Program.objects.filter(pk__in=_gone().values("team__program"))
    return sum(_told_of_those_who_left(program) for program in programs)


@transaction.atomic
def _told_of_those_who_left(program: Program) -> int:
    lock_data(program)
    return told_under_lock(program)


def told_under_lock(program: Program) -> int:
    """The same in one program, for who holds its lock: of two who tell, the second sees what the first has told."""
    members = _members(program)
    wanted = [
        _wanted(row.team, row.who, other, "left")
        for row in _gone().filter(team__program=program).with_people().select_related("team")
        if not _was_told(program, row)
        for other in members[row.team]
    ]
    return write_notices(program, wanted)


def _gone() -> TeamMemberQuerySet:
    """Whoever left a short while ago and was in a team that lasts."""
    late = timezone.now().date() - STILL_NEWS
    return TeamMember.objects.filter(
        Q(resident__in=Resident.objects.gone(), resident__left_on__gte=late)
        | Q(faculty__in=Faculty.objects.gone(), faculty__left_on__gte=late),
        last_date=None,
        team__last_date=None,
    )


def _was_told(program: Program, row: TeamMember) -> bool:
    """Whether anybody was told of it since the day on which they left began."""
    person = row.resident or row.faculty
    assert person is not None
    assert person.left_on is not None  # they are gone
    since = datetime.combine(person.left_on, time(), tzinfo=program.zone)
    told = Notice.objects.filter(key__startswith=_begin(row.team, person), made_at__gte=since)
    return told.filter(data__step="left").exists()


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
    """Whether they can read what they are told: a nurse leaves teams with the role, others with the program, too."""
    if isinstance(person, Nurse):
        return Membership.objects.current().filter(pk=person.pk).exists()
    return type(person).objects.here().filter(pk=person.pk).exists()


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

"""Longitudinal teams as those who build the schedule see them, and whom they give to a year's problem."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from connectedness.accounts.models import Membership, Role
from scheduling.domain.wording import counted
from scheduling.models import (
    AcademicYear,
    Faculty,
    NurseAway,
    NurseHalfDay,
    Program,
    Resident,
    Team,
    TeamMember,
)
from scheduling.selectors.years import program_today


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """Somebody in a team; ``nurse`` is the key of a nurse's role, ``lacks_week`` where no half-day was entered."""

    pk: int
    kind: str
    name: str
    since: date
    until: date | None
    nurse: int | None
    lacks_week: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLine:
    """A team with who belongs to it today and who did before."""

    team: Team
    members: tuple[MemberLine, ...]
    past: tuple[MemberLine, ...]

    @property
    def lacks(self) -> tuple[str, ...]:
        """Which of the three kinds of people nobody is of."""
        there = {member.kind for member in self.members}
        kinds = (("resident", "a resident"), ("faculty", "a faculty member"), ("nurse", "a nurse"))
        return tuple(words for kind, words in kinds if kind not in there)

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.team.last_date is not None


@dataclass(frozen=True, slots=True)
class TeamsPage:
    """All teams of a program, those that last first."""

    teams: tuple[TeamLine, ...]

    @property
    def lasting(self) -> list[TeamLine]:
        """Those that have not ended."""
        return [line for line in self.teams if not line.is_over]

    @property
    def over(self) -> list[TeamLine]:
        """Those that have ended."""
        return [line for line in self.teams if line.is_over]

    @property
    def title(self) -> str:
        """Whether the teams are whole, in a sentence."""
        lasting = self.lasting
        if not lasting:
            return "There is no longitudinal team yet"
        short = [line for line in lasting if line.lacks]
        if not short:
            whole = "The team has" if len(lasting) == 1 else f"All {len(lasting)} teams have"
            return f"{whole} a resident, a faculty member and a nurse"
        if len(short) == 1:
            return f"Team {short[0].team.name} has no {_bare(short[0].lacks[0])} yet"
        return f"{counted(len(short), 'team')} of {len(lasting)} lack somebody"


@dataclass(frozen=True, slots=True)
class MayJoin:
    """Who can be added to a team: all who are here."""

    residents: Sequence[Resident]
    faculty: Sequence[Faculty]
    nurses: Sequence[Membership]


def teams_page(program: Program) -> TeamsPage:
    """Every team of the program. Four queries."""
    return TeamsPage(tuple(_lines(program, Q(team__program=program), Q(program=program))))


def team_line(team: Team) -> TeamLine | None:
    """One team; None where it is gone by now. Four queries."""
    return next(iter(_lines(team.program, Q(team=team), Q(pk=team.pk))), None)


def may_join(program: Program) -> MayJoin:
    """Three queries."""
    nurses = Membership.objects.current().filter(program=program, role=Role.NURSE)
    return MayJoin(
        list(Resident.objects.here().filter(program=program)),
        list(Faculty.objects.here().filter(program=program)),
        list(nurses.select_related("user").order_by("user__name", "pk")),
    )


def nurse_away(membership: Membership, today: date) -> list[NurseAway]:
    """Days on which a nurse is away, from today on. One query."""
    return list(NurseAway.objects.filter(nurse=membership.pk, last_date__gte=today))


def team_faculty(year: AcademicYear) -> dict[int, tuple[int, ...]]:
    """By resident the faculty of their teams, as the year ends: for whom sessions with the team count. One query.

    Coaches are among them; who is somebody's coach, a problem says elsewhere.
    """
    there = TeamMember.objects.on_roster_on(year.last_date).filter(team__program=year.program_id)
    residents: dict[int, list[int]] = defaultdict(list)
    faculty: dict[int, list[int]] = defaultdict(list)
    for team, resident, member in there.values_list("team_id", "resident_id", "faculty_id"):
        if resident:
            residents[team].append(resident)
        if member:
            faculty[team].append(member)
    found: dict[int, set[int]] = defaultdict(set)
    for team, members in residents.items():
        for resident in members:
            found[resident].update(faculty[team])
    return {resident: tuple(sorted(members)) for resident, members in found.items() if members}


def _lines(program: Program, of_members: Q, of_teams: Q) -> list[TeamLine]:
    today = program_today(program)
    rows = list(TeamMember.objects.filter(of_members).with_people())
    current = set(TeamMember.objects.on(today).filter(of_members).values_list("pk", flat=True))
    nurses = NurseHalfDay.objects.filter(nurse__membership__program=program)
    with_week = set(nurses.values_list("nurse", flat=True))
    of_team: dict[int, list[TeamMember]] = defaultdict(list)
    for row in rows:
        of_team[row.team_id].append(row)
    return [
        TeamLine(
            team=team,
            members=_members(of_team[team.pk], with_week, current, are_current=True),
            past=_members(of_team[team.pk], with_week, current, are_current=False),
        )
        for team in Team.objects.filter(of_teams)
    ]


def _members(
    rows: Sequence[TeamMember], with_week: set[int], current: set[int], *, are_current: bool
) -> tuple[MemberLine, ...]:
    lines = [_line(row, with_week) for row in rows if (row.pk in current) == are_current]
    order = ("faculty", "nurse", "resident")
    return tuple(sorted(lines, key=lambda line: (order.index(line.kind), line.name)))


def _line(row: TeamMember, with_week: set[int]) -> MemberLine:
    kind = "resident" if row.resident else "faculty" if row.faculty else "nurse"
    return MemberLine(
        pk=row.pk,
        kind=kind,
        name=row.faculty.formal_name if row.faculty else _name(row),
        since=row.first_date,
        until=row.last_date,
        nurse=row.nurse_id,
        lacks_week=row.nurse_id is not None and row.nurse_id not in with_week,
    )


def _name(row: TeamMember) -> str:
    return row.resident.full_name if row.resident else str(row.who)


def _bare(words: str) -> str:
    return words.partition(" ")[2]

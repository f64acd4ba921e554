"""Teams with their people and everybody's clinics, as pages, feeds and “Whom can I ask now?” read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coaching.domain.clinics import Clinic
from coaching.domain.contact import Contact, dialled
from coaching.domain.teams import CoachOf, Joint, Kind, Mate, joint_half_days
from coaching.selectors.people import contact_of
from coaching.selectors.presence import Presence, Somebody, presence
from coaching.selectors.published import published_schedules
from connectedness.accounts.models import User
from scheduling.models import Pairing, Program, Schedule, Team, TeamMember
from scheduling.selectors.years import program_today


@dataclass(frozen=True, slots=True)
class OwnTeam:
    """A team with its people, as one of them is shown it."""

    team: Team
    mates: tuple[Mate, ...]
    coaches: dict[int, CoachOf]
    joints: tuple[Joint, ...]


def teams_on_the_clock(
    program: Program,
    teams: Sequence[Team],
    schedules: Sequence[Schedule],
    *,
    user: User | None,
    now: datetime,
) -> list[OwnTeam]:
    """Teams of one program, as they are today, with everybody's clinics from ``now`` until the published years end.

    Eleven queries at most.
    """
    today = program_today(program)
    members = list(TeamMember.objects.on(today).filter(team__in=teams).with_people())
    pairings = _coaches(members, today)
    coaches = {(Kind.FACULTY, pairing.faculty_id) for pairing in pairings.values()}
    there = presence(
        program,
        {key_of(member) for member in members} | coaches,
        schedules,
        first=now.date(),
        last=max((schedule.year.last_date for schedule in schedules), default=today),
    )
    return [
        _own_team(
            team,
            [one for one in members if one.team_id == team.pk],
            pairings,
            there=there,
            user=user,
            now=now,
        )
        for team in teams
    ]


def mate_of(member: TeamMember, clinics: Iterable[Clinic], user: User | None) -> Mate:
    """A member as others turn to them."""
    kind, person = key_of(member)
    theirs: int | None
    if member.nurse:
        account = member.nurse.membership.user
        name = full_name = str(account)
        contact = Contact(account.email, dialled(member.nurse.phone), dialled(member.nurse.pager))
        initials, theirs = account.initials, account.pk
    else:
        on_roster = member.faculty or member.resident
        assert on_roster is not None  # the database says that it is one person
        name = member.faculty.short_name if member.faculty else on_roster.full_name
        full_name = member.faculty.formal_name if member.faculty else name
        contact, initials, theirs = contact_of(on_roster), on_roster.initials, on_roster.user_id
    return Mate(
        kind=kind,
        person=person,
        name=name,
        full_name=full_name,
        initials=initials,
        contact=contact,
        is_me=user is not None and theirs == user.pk,
        clinics=tuple(clinics),
    )


def teams_by_program(own: Iterable[Team], now: datetime) -> list[tuple[Program, list[Team], list[Schedule]]]:
    """Teams by their program, with its published years. Two queries for one program."""
    programs: dict[int, Program] = {}
    teams: dict[int, list[Team]] = {}
    for team in own:
        programs[team.program_id] = team.program
        teams.setdefault(team.program_id, []).append(team)
    return [
        (program, teams[pk], published_schedules(program, now.astimezone(program.zone).date()))
        for pk, program in programs.items()
    ]


def key_of(member: TeamMember) -> Somebody:
    """Who it is."""
    if member.resident_id is not None:
        return Kind.RESIDENT, member.resident_id
    if member.faculty_id is not None:
        return Kind.FACULTY, member.faculty_id
    return Kind.NURSE, member.nurse_id or 0


def _coaches(members: Sequence[TeamMember], today: date) -> dict[int, Pairing]:
    residents = [member.resident_id for member in members if member.resident_id is not None]
    rows = Pairing.objects.on(today).filter(resident__in=residents).select_related("faculty")
    return {row.resident_id: row for row in rows} if residents else {}


def _own_team(
    team: Team,
    members: Sequence[TeamMember],
    pairings: dict[int, Pairing],
    *,
    there: Presence,
    user: User | None,
    now: datetime,
) -> OwnTeam:
    mates = [mate_of(member, there.of(*key_of(member)), user) for member in members]
    mates.sort(key=lambda mate: (mate.kind.order, mate.name))
    coaches = {
        mate.person: CoachOf(
            pairing.faculty.short_name,
            there.of(Kind.FACULTY, pairing.faculty_id),
            there.away_of(Kind.FACULTY, pairing.faculty_id),
        )
        for mate in mates
        if mate.kind == Kind.RESIDENT and (pairing := pairings.get(mate.person))
    }
    return OwnTeam(team, tuple(mates), coaches, tuple(joint_half_days(mates, now)))

"""Longitudinal teams are made, joined, left and ended; every step can be taken back, and history stays."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from connectedness.accounts.models import Membership, User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.domain.wording import dates_words
from scheduling.models import DataArea, DataEdit, Faculty, Nurse, Program, Resident, Team, TeamMember
from scheduling.selectors.years import program_today
from scheduling.services.data_edits import EditLog, lock_data, record_edit
from scheduling.services.program_data import Change, fingerprint, make_again, save_change, take_back
from scheduling.services.team_rows import (
    TeamRows,
    away_key,
    member_key,
    member_value,
    nurse_key,
    team_key,
    team_value,
)
from scheduling.services.team_telling import telling_the_teams

Person = Resident | Faculty | Membership
"""Who can belong to a team; a nurse by the role that they hold."""


class TeamRefused(Exception):
    """Nothing was changed; the message says why and what to do."""


def team_log(program: Program, actor: User | None) -> EditLog:
    """The steps of one person in the program's teams, whatever the year."""
    return EditLog(program, None, DataArea.TEAMS, actor)


@transaction.atomic
def make_team(*, program: Program, name: str, actor: User | None) -> Team:
    """Make a team that begins today. Raises ``TeamRefused`` where the name is taken."""
    lock_data(program)
    _refuse_taken(program, name)
    team = Team.objects.create(program=program, name=name, first_date=program_today(program))
    _keep(team.program, actor, f"Made {team}", [team_key(team)])
    return team


@transaction.atomic
def rename_team(*, team: Team, name: str, seen: str, actor: User | None) -> DataEdit | None:
    """Another name, None if it has that name. ``seen`` is the name that the page showed.

    Raises ``TeamRefused`` where the name is taken, ``SeenIsOld`` where somebody renamed it since.
    """
    lock_data(team.program)
    _refuse_taken(team.program, name, but=team)
    shown = fingerprint({team_key(team): team_value(seen, team.first_date, team.last_date)})
    wanted = {team_key(team): team_value(name, team.first_date, team.last_date)}
    return _save(team.program, actor, wanted, f"Renamed team {seen}: {name}", seen=shown)


@transaction.atomic
def add_member(*, team: Team, person: Person, actor: User | None) -> TeamMember:
    """Somebody joins a team today. Raises ``TeamRefused`` for who belongs to it already, and for an ended team."""
    lock_data(team.program)
    return added_under_lock(team=team, person=person, actor=actor)


def added_under_lock(*, team: Team, person: Person, actor: User | None) -> TeamMember:
    """As ``add_member``, for who holds the program's lock."""
    held = _held(team)
    if held is None:
        raise TeamRefused(f"{_capital(team)} is gone: somebody took back that it was made. Make it again.")
    if held.last_date is not None:
        raise TeamRefused(f"{_capital(held)} has ended. Take that back first, or make another team.")
    team.name = held.name
    try:
        with transaction.atomic(), telling_the_teams(team.program, actor):
            member = TeamMember.objects.create(
                team=team, first_date=program_today(team.program), **_fields(person)
            )
    except IntegrityError as twice:
        raise TeamRefused(f"{_name(person)} is in {team} already.") from twice
    _keep(team.program, actor, f"Added {_name(person)} to {team}", [member_key(member)])
    return member


@transaction.atomic
def remove_member(*, member: TeamMember, actor: User | None) -> DataEdit | None:
    """Somebody leaves a team: yesterday was their last day in it. Who joined today was never in it."""
    program = member.team.program
    lock_data(program)
    if not TeamMember.objects.filter(pk=member.pk, last_date__isnull=True).exists():
        return None
    wanted = {member_key(member): _ended_member(member, program_today(program))}
    with telling_the_teams(program, actor):
        return _save(program, actor, wanted, f"Took {member.who} out of {member.team}")


@transaction.atomic
def end_team(*, team: Team, actor: User | None) -> DataEdit | None:
    """A team ends, and everybody's time in it; one that was made today is as if it had never been."""
    lock_data(team.program)
    held = _held(team)
    if held is None or held.last_date is not None:
        return None
    today = program_today(team.program)
    yesterday = today - timedelta(days=1)
    members = {member_key(one): _ended_member(one, today) for one in _open_members(held)}
    ended = held.first_date < today or any(members.values())
    value = team_value(held.name, held.first_date, max(yesterday, held.first_date)) if ended else None
    with telling_the_teams(team.program, actor):
        return _save(team.program, actor, {team_key(held): value, **members}, f"Ended {held}")


@transaction.atomic
def save_nurse(
    *, membership: Membership, value: dict[str, Any], seen: str, actor: User | None
) -> DataEdit | None:
    """A nurse's week and numbers; raises ``SeenIsOld`` where somebody changed them since the page was made."""
    label = f"Week of {membership.user}"
    return _save(membership.program, actor, {nurse_key(membership.pk): value}, label, seen=seen)


@transaction.atomic
def set_nurse_away(
    *, membership: Membership, first: date, last: date, away: bool, actor: User | None
) -> DataEdit | None:
    """A nurse is away on those dates, both included, or is not after all; None where it is so already."""
    lock_data(membership.program)
    verb = "Away" if away else "Not away"
    label = f"{verb}: {membership.user}, {dates_words(first, last, '')}"
    return _save(membership.program, actor, {away_key(membership.pk, first, last): away or None}, label)


@transaction.atomic
def undo_team_step(*, program: Program, actor: User, again: bool, step: int | None) -> DataEdit | None:
    """Take back one's last step, or make it again; raises ``StepRefused``."""
    turn = make_again if again else take_back
    lock_data(program)
    with telling_the_teams(program, actor):
        return turn(
            log=team_log(program, actor),
            rows=TeamRows(program),
            kind=EventKind.TEAMS_CHANGED,
            expected=step,
        )


def end_nurse_in_teams(membership: Membership) -> None:
    """A role that ends ends the nurse's time in teams with that day. In the caller's transaction."""
    rows = TeamMember.objects.filter(nurse=membership.pk, last_date__isnull=True)
    today = program_today(membership.program)
    for row in rows:
        row.last_date = max(row.first_date, today)
        row.save(update_fields=["last_date"])


def _held(team: Team) -> Team | None:
    """The team as it is now; None where somebody took back that it was made."""
    return Team.objects.filter(pk=team.pk).first()


def _save(
    program: Program, actor: User | None, values: dict[str, Any], label: str, *, seen: str | None = None
) -> DataEdit | None:
    rows = TeamRows(program)
    return save_change(
        log=team_log(program, actor),
        rows=rows,
        change=Change(values, label, EventKind.TEAMS_CHANGED),
        seen=fingerprint(rows.held(values)) if seen is None else seen,
    )


def _keep(program: Program, actor: User | None, label: str, made: list[str]) -> None:
    """Keep the step that made new rows, and tell the trail."""
    rows = TeamRows(program)
    held = rows.held(made)
    rows.note_change(held)
    record_edit(team_log(program, actor), label=label, before=dict.fromkeys(made), after=held)
    record(kind=EventKind.TEAMS_CHANGED, actor=actor, subject=label, program_id=program.pk)


def _refuse_taken(program: Program, name: str, but: Team | None = None) -> None:
    others = Team.objects.filter(program=program, name__iexact=name)
    other = (others.exclude(pk=but.pk) if but else others).first()
    if other is not None:
        ended = " It has ended, and its name stays its own." if other.last_date else ""
        raise TeamRefused(f"There is a team {other.name} already.{ended} Choose another name.")


def _open_members(team: Team) -> list[TeamMember]:
    return list(TeamMember.objects.filter(team=team, last_date__isnull=True))


def _ended_member(member: TeamMember, today: date) -> list[Any] | None:
    return member_value(member, today - timedelta(days=1)) if member.first_date < today else None


def _fields(person: Person) -> dict[str, Any]:
    if isinstance(person, Resident):
        return {"resident": person}
    if isinstance(person, Faculty):
        return {"faculty": person}
    return {"nurse": Nurse.objects.get_or_create(membership=person)[0]}


def _name(person: Person) -> str:
    return str(person.user) if isinstance(person, Membership) else person.full_name


def _capital(team: Team) -> str:
    return f"Team {team.name}"

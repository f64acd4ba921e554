"""My longitudinal teams: who is in them, when all of us are in clinic, and who covers while a coach is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from coaching.access import own_teams
from coaching.domain.teams import Cover, Joint, Mate, next_joint, without_coach
from coaching.domain.wording import day_away, joined, sentence_case
from coaching.selectors.program_book import ProgramBook, book_of
from coaching.selectors.team_people import OwnTeam, teams_by_program, teams_on_the_clock
from connectedness.accounts.models import Role, User
from scheduling.access import own_row_keys, roles_of
from scheduling.domain.calendar import day_label
from scheduling.models import Program, Team

JOINTS_SHOWN = 5
COVERS_SHOWN = 6
COVER_LOOKS_AHEAD = timedelta(weeks=4)


def teams_at_hand(user: User, program: Program | None = None) -> QuerySet[Team]:
    """The user's teams in a program where they are on the roster, or in all. No query for the many who never were in one."""
    programs = [program] if program else {held.program_id: held.program for held in roles_of(user)}.values()
    was = any(_was_ever_in_a_team(user, book_of(one)) for one in programs)
    return own_teams(user, program.pk if program else None) if was else Team.objects.none()


def _was_ever_in_a_team(user: User, book: ProgramBook) -> bool:
    own = own_row_keys(user)
    nurses = [held.pk for held in roles_of(user) if held.role == Role.NURSE]
    return (
        any(book.was_ever_in_a_team(resident=key) for key in own.residents)
        or any(book.was_ever_in_a_team(faculty=key) for key in own.faculty)
        or any(book.was_ever_in_a_team(nurse=key) for key in nurses)
    )


@dataclass(frozen=True, slots=True)
class MateLine:
    """Somebody of the team, and where they are today."""

    mate: Mate
    state: str
    is_there_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCard:
    """One team on the page. ``why_none`` says why no half-day with all lies ahead."""

    pk: int
    name: str
    mates: tuple[MateLine, ...]
    next: Joint | None
    is_on: bool
    away: str
    later: tuple[Joint, ...]
    why_none: str
    has_coach: bool
    covers: tuple[Cover, ...]
    more_covers: int


@dataclass(frozen=True, slots=True)
class TeamsOfMine:
    """The page; its title answers when all of us are in clinic."""

    title: str
    now: str
    cards: tuple[TeamCard, ...]


def my_teams(own: QuerySet[Team], user: User, now: datetime) -> TeamsOfMine:
    """The page of the user's own teams at ``now``. Thirteen queries at most for one program."""
    cards: list[TeamCard] = []
    clock = ""
    for program, teams, schedules in teams_by_program(own, now):
        here = now.astimezone(program.zone)
        clock = clock or f"{day_label(here.date())}, {here:%H:%M}"
        found = teams_on_the_clock(program, teams, schedules, user=user, now=here)
        cards += [_card(team, here, is_published=bool(schedules)) for team in found]
    cards.sort(key=lambda card: (card.next is None, card.next.starts if card.next else now, card.name))
    return TeamsOfMine(_title(cards), clock, tuple(cards))


def _card(own: OwnTeam, now: datetime, *, is_published: bool) -> TeamCard:
    next_one = next_joint(own.joints)
    covers = without_coach(own.mates, own.coaches, now=now, until=now.date() + COVER_LOOKS_AHEAD)
    later = [joint for joint in own.joints if joint is not next_one]
    return TeamCard(
        pk=own.team.pk,
        name=own.team.name,
        mates=tuple(_line(mate, now) for mate in own.mates),
        next=next_one,
        is_on=next_one is not None and next_one.is_on(now),
        away=sentence_case(day_away(next_one.half_day.date, now.date())) if next_one else "",
        later=tuple(later[:JOINTS_SHOWN]),
        why_none=_why_none(own, is_published=is_published),
        has_coach=bool(own.coaches),
        covers=tuple(covers[:COVERS_SHOWN]),
        more_covers=max(0, len(covers) - COVERS_SHOWN),
    )


def _line(mate: Mate, now: datetime) -> MateLine:
    today = [clinic for clinic in mate.clinics if clinic.date == now.date()]
    on = next((clinic for clinic in today if clinic.is_on(now)), None)
    if on:
        return MateLine(mate, f"In clinic now: {on.site}, until {on.ends:%H:%M}", is_there_now=True)
    to_come = [clinic for clinic in today if not clinic.is_over(now)]
    if to_come:
        where = joined([f"{clinic.half_day.period} at {clinic.site}" for clinic in to_come])
        return MateLine(mate, f"Today {where}", is_there_now=False)
    ahead = next((clinic for clinic in mate.clinics if not clinic.is_over(now)), None)
    state = f"Next {ahead.half_day}, {ahead.site}" if ahead else "No clinic ahead"
    return MateLine(mate, state, is_there_now=False)


def _why_none(own: OwnTeam, *, is_published: bool) -> str:
    if own.joints:
        return ""
    if len(own.mates) < 2:
        return "Nobody but you is in this team yet. Your coordinator adds the others."
    if not is_published:
        return "The schedule is not published yet. The half-days on which all are in clinic will stand here once it is."
    missing = [mate.name for mate in own.mates if not mate.clinics]
    if missing:
        have = "has" if len(missing) == 1 else "have"
        return (
            f"{joined(missing)} {have} no clinic half-day ahead. Ask your coordinator whether one is missing."
        )
    return "No half-day ahead has all of you in clinic. Ask your coordinator whether a half-day can be moved."


def _title(cards: Sequence[TeamCard]) -> str:
    if not cards:
        return "You are in no team yet"
    first = cards[0]
    with_team = f" with team {first.name}" if len(cards) > 1 else ""
    if first.next is None:
        return (
            "No half-day ahead has all of your team in clinic"
            if len(cards) == 1
            else "No team has all in clinic"
        )
    where = first.next.place
    if first.is_on:
        return f"You are all in clinic now{with_team}: {where}, until {first.next.ends:%H:%M}"
    return f"You are all in clinic next on {first.next.half_day},{with_team} at {where}"

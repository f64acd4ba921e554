"""Today, and how a step on teams is taken back."""

from datetime import date, timedelta

from connectedness.accounts.models import User
from scheduling.access import own_notices
from scheduling.domain.notice_wording import notice_text
from scheduling.models import Program, Team, TeamMember
from scheduling.services.teams import undo_team_step

TODAY = date(2026, 11, 23)


YESTERDAY = TODAY - timedelta(days=1)


def undo(program: Program, actor: User, *, again: bool = False) -> object:
    """Take one's last step back, or make it again."""
    return undo_team_step(program=program, actor=actor, again=again, step=None)


def people(team: Team, day: date = TODAY) -> set[str]:
    """Who is in a team on a day."""
    return {str(member.who) for member in TeamMember.objects.on(day).filter(team=team)}


def told(user: User) -> list[str]:
    """What somebody has not read, the newest first."""
    return [notice_text(row.kind, row.data).title for row in own_notices(user).filter(read_at=None)]

"""The half-days on which all of a team are in clinic, as a member's calendar carries them."""

from datetime import UTC, datetime, time

from coaching.domain.teams import Joint
from coaching.domain.wording import clinic_words, joined
from coaching.selectors.team_people import OwnTeam, teams_by_program, teams_on_the_clock
from coaching.selectors.teams import teams_at_hand
from connectedness.accounts.models import User
from scheduling.exchange.calendar_feed import FeedEvent
from scheduling.models import Program, Schedule

SEQUENCE_BEGINS = datetime(2020, 1, 1, tzinfo=UTC)


def team_events(user: User, now: datetime) -> list[tuple[Program, FeedEvent]]:
    """An event for each half-day of the published years on which all of one of the user's teams are in clinic.

    Each with its program.

    One query for who is in no team; thirteen more at most for one program.
    """
    found = []
    for program, teams, schedules in teams_by_program(teams_at_hand(user), now):
        if not schedules:
            continue
        published = {schedule.pk: changed_at(schedule) for schedule in schedules}
        begins = datetime.combine(schedules[0].year.first_monday, time.min, tzinfo=program.zone)
        for own in teams_on_the_clock(program, teams, schedules, user=user, now=begins):
            found += [
                (program, _event(own, joint, published[joint.clinics[0].schedule])) for joint in own.joints
            ]
    return found


def changed_at(schedule: Schedule) -> datetime:
    """When what it says became what people see."""
    return schedule.published_at or schedule.created_at


def sequence_of(moment: datetime) -> int:
    """Rises with every publication, also where an earlier draft is published later; fits 32 bits until 2088."""
    return int((moment - SEQUENCE_BEGINS).total_seconds())


def _event(own: OwnTeam, joint: Joint, published_at: datetime) -> FeedEvent:
    """The same team on the same half-day is the same event, wherever it is and whatever the team is called."""
    moment = max(published_at, own.team.changed_at)
    return FeedEvent(
        uid=f"team-{own.team.pk}-{joint.half_day.date.isoformat()}-{joint.half_day.period}@connectedness",
        title=f"Team {own.team.name}, all in clinic, {joint.place}",
        place=joined([clinic_words(clinic.site) for clinic in joint.clinics]),
        words=f"In clinic: {joined([mate.name for mate in own.mates])}.",
        starts=joint.starts,
        ends=joint.ends,
        sequence=sequence_of(moment),
        changed_at=moment,
    )

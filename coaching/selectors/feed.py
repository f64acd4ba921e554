"""What a calendar feed carries: its owner's own half-days in published schedules, their meetings and their teams'.

Of all their programs; where there are several, each event says of which it is.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from coaching.access import IN_TEAMS, get_program_of_feed, own_meeting_dates
from coaching.domain.clinics import Clinic
from coaching.domain.wording import clinic_words, joined
from coaching.models import Meeting, MeetingState
from coaching.selectors.clinics import (
    coaches_counted,
    faculty_clinics,
    preceptors,
    resident_clinics,
    together_with,
)
from coaching.selectors.panel_rows import panel_residents
from coaching.selectors.program_book import book_of
from coaching.selectors.published import published_schedules
from coaching.selectors.team_feed import changed_at, sequence_of, team_events
from connectedness.accounts.models import User
from scheduling.access import own_people, roles_of
from scheduling.exchange.calendar_feed import Feed, FeedEvent
from scheduling.models import CalendarFeed, Faculty, Program, Resident, Schedule

MEETINGS_KEPT = timedelta(days=366)
MEETING_STATUS = {MeetingState.PROPOSED: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}


@dataclass(frozen=True, slots=True)
class OwnFeed:
    """A feed, with what a calendar compares before it fetches again.

    ``changed_at`` is None with teams and of several programs: leave, a member who goes, teams left out and a role that ends take
    half-days away, and no date of what is left would say so.
    """

    feed: Feed
    changed_at: datetime | None

    @property
    def etag(self) -> str:
        """The same for the same contents, and for no others."""
        return f'"{hashlib.sha256(repr(self.feed).encode()).hexdigest()[:32]}"'


def own_feed(row: CalendarFeed, now: datetime) -> OwnFeed:
    """The half-days of the feed's owner from the year of ``now`` on. 404 for one who is nobody in a clinic.

    The number of queries does not depend on the number of half-days.
    """
    user, people = row.user, own_people(row.user)
    main = people[0].program if people else get_program_of_feed(user)
    schedules = {program: _published(program, now) for program in {person.program for person in people}}
    joint = team_events(user, now) if row.with_teams else []
    found = [
        *(
            (person.program, event)
            for person in people
            for event in _clinic_events(person, _today(person.program, now), schedules[person.program])
        ),
        *_meeting_events(user, _today(main, now) - MEETINGS_KEPT),
        *joint,
    ]
    several = len({held.program_id for held in roles_of(user) if held.role in IN_TEAMS}) > 1
    events = tuple(_named(event, program) if several else event for program, event in found)
    changes = [changed_at(schedule) for rows in schedules.values() for schedule in rows]
    changes += [event.changed_at for event in events]
    return OwnFeed(
        Feed(name="Connectedness", time_zone=main.time_zone, events=events),
        None if joint or several else max(changes, default=None),
    )


def _published(program: Program, now: datetime) -> list[Schedule]:
    return published_schedules(program, _today(program, now))


def _today(program: Program, now: datetime) -> date:
    return now.astimezone(program.zone).date()


def _named(event: FeedEvent, program: Program) -> FeedEvent:
    return replace(event, words=f"{event.words} {program}.".strip())


def _clinic_events(person: Resident | Faculty, today: date, schedules: Sequence[Schedule]) -> list[FeedEvent]:
    if isinstance(person, Resident):
        return _resident_events(person, schedules)
    return _faculty_events(person, today, schedules)


def _resident_events(resident: Resident, schedules: Sequence[Schedule]) -> list[FeedEvent]:
    book = book_of(resident.program)
    coaches = {
        schedule: book.member(counted.faculty).short_name
        for schedule, counted in coaches_counted(book, resident, schedules).items()
    }
    clinics = resident_clinics(resident, schedules)
    precepting = preceptors(book, schedules, [clinic.session for clinic in clinics])
    published = {schedule.pk: schedule for schedule in schedules}
    return [
        _event(
            f"resident-{resident.pk}",
            clinic,
            published[clinic.schedule],
            title=_title("Clinic", clinic, coaches[clinic.schedule] if clinic.is_together else ""),
            words=_precepting(precepting.get(clinic.session, [])),
        )
        for clinic in clinics
    ]


def _faculty_events(faculty: Faculty, today: date, schedules: Sequence[Schedule]) -> list[FeedEvent]:
    residents: dict[int, Resident] = {}
    for schedule in schedules:
        residents |= panel_residents(faculty, today, schedule.year)
    sharing: dict[tuple[int, int], list[Resident]] = defaultdict(list)
    for shares in together_with(faculty, schedules):
        if shares.resident in residents:
            sharing[shares.clinic.schedule, shares.clinic.session].append(residents[shares.resident])
    published = {schedule.pk: schedule for schedule in schedules}
    found = []
    for clinic in faculty_clinics(faculty, schedules):
        there = sharing.get((clinic.schedule, clinic.session), [])
        title = _title("In clinic", clinic, joined([resident.family_name for resident in there]))
        words = f"From your panel: {joined([resident.full_name for resident in there])}." if there else ""
        found.append(
            _event(f"faculty-{faculty.pk}", clinic, published[clinic.schedule], title=title, words=words)
        )
    return found


def _meeting_events(user: User, since: date) -> Iterator[tuple[Program, FeedEvent]]:
    for meeting in own_meeting_dates(user).filter(date__gte=since):
        yield meeting.resident.program, _meeting_event(meeting, user)


def _meeting_event(meeting: Meeting, user: User) -> FeedEvent:
    """One event for as long as the meeting is one, however often it moves."""
    is_resident = meeting.resident.user_id == user.pk
    other = meeting.faculty.short_name if is_resident else meeting.resident.full_name
    return FeedEvent(
        uid=f"meeting-{meeting.key}@connectedness",
        title=f"Coaching meeting with {other}",
        place=meeting.place,
        words="Not agreed yet." if meeting.state == MeetingState.PROPOSED else "",
        starts=meeting.starts,
        ends=meeting.starts + timedelta(minutes=meeting.minutes),
        sequence=meeting.edition,
        changed_at=meeting.changed_at,
        status=MEETING_STATUS.get(MeetingState(meeting.state), "CONFIRMED"),
    )


def _event(person: str, clinic: Clinic, schedule: Schedule, *, title: str, words: str) -> FeedEvent:
    """The same person in the same half-day is the same event, wherever it is held."""
    return FeedEvent(
        uid=f"{person}-{clinic.date.isoformat()}-{clinic.half_day.period}@connectedness",
        title=title,
        place=clinic_words(clinic.site),
        words=words,
        starts=clinic.starts,
        ends=clinic.ends,
        sequence=sequence_of(changed_at(schedule)),
        changed_at=changed_at(schedule),
    )


def _title(what: str, clinic: Clinic, together_with_whom: str) -> str:
    title = f"{what}, {clinic.site}"
    return f"{title} · together with {together_with_whom}" if together_with_whom else title


def _precepting(names: Sequence[str]) -> str:
    return f"Precepting: {joined(names)}." if names else ""

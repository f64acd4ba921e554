"""Where each pair stands with its meetings: the last, the next, the one that is due, and the one next step."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coaching.access import of_own_pairings, own_meeting_dates
from coaching.domain.meeting_rhythm import Need, Rhythm, rhythm
from coaching.domain.wording import counted, day_away, sentence_case, short_date
from coaching.models import Meeting, MeetingState
from coaching.selectors.program_book import book_of
from connectedness.accounts.models import User
from scheduling.domain.calendar import day_label
from scheduling.models import Pairing, Program
from scheduling.selectors.years import current_year

LISTED = 60
ASKING = ("Note it", "Answer")
_CONCERNS = {Need.OVERDUE: "bad", Need.DUE: "warn"}


@dataclass(frozen=True, slots=True)
class OpenMeeting:
    """A meeting that is proposed or agreed, and the reader's one next step with it."""

    meeting: Meeting
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """One pair as one of the two sees it; ``next`` may have begun and wait to be noted.

    Of several that are open ``next`` is the first that asks something of the reader, and ``others`` stand beside it.
    """

    resident: int
    program: str
    other: str
    is_resident: bool
    last: date | None
    next: Meeting | None
    others: tuple[OpenMeeting, ...]
    rhythm: Rhythm
    step: str
    today: date

    @property
    def last_words(self) -> str:
        """``Wed 14 Oct``, or that they have not met yet."""
        return day_label(self.last) if self.last else "not yet"

    @property
    def due_words(self) -> str:
        """``Due by Mon 4 Jan``, ``Overdue since Mon 4 Jan``; empty without a rule or where it is booked."""
        due, need = self.rhythm.due, self.rhythm.need
        if due is None or need == Need.BOOKED:
            return ""
        verb = "Overdue since" if need == Need.OVERDUE else "Due by"
        return f"{verb} {day_label(due)}"

    @property
    def due_phrase(self) -> str:
        """The same within a sentence: ``overdue since Mon 4 Jan``."""
        return self.due_words[:1].lower() + self.due_words[1:]

    @property
    def concern(self) -> str:
        """``bad`` where it is overdue, ``warn`` where it is due soon, else empty."""
        return _CONCERNS.get(self.rhythm.need, "")

    @property
    def is_asked(self) -> bool:
        """Whether the reader should do something: answer, note, or find a time."""
        return self.step in ASKING or (self.next is None and self.rhythm.asks)

    @property
    def next_away(self) -> str:
        """``In 3 days``."""
        return sentence_case(day_away(self.next.date, self.today)) if self.next else ""


@dataclass(frozen=True, slots=True)
class Meetings:
    """The page: where each pair stands, and the meetings there were; of which program, where there are several."""

    title: str
    names_programs: bool
    lines: tuple[MeetingLine, ...]
    all: tuple[Meeting, ...]


def meetings_page(user: User, programs: Sequence[Program], now: datetime) -> Meetings:
    """Everything about the user's own meetings in some programs. Four queries for one program."""
    lines = meeting_lines(user, programs, now)
    found = own_meeting_dates(user).filter(resident__program__in=programs)[:LISTED]
    return Meetings(_title(lines), len(set(programs)) > 1, lines, tuple(found))


def meeting_lines(user: User, programs: Sequence[Program], now: datetime) -> tuple[MeetingLine, ...]:
    """A line for each of the user's pairings of today in some programs, those that ask something first.

    Two queries for one program.
    """
    pairings = _pairings_today(user, programs, now)
    people = {(pairing.resident_id, pairing.faculty_id): pairing for pairing in pairings}
    by_pair: dict[tuple[int, int], list[Meeting]] = defaultdict(list)
    rows = own_meeting_dates(user).select_related(None).exclude(state=MeetingState.CANCELLED)
    for meeting in rows if pairings else ():
        pair = (meeting.resident_id, meeting.faculty_id)
        if pair in people:
            meeting.resident, meeting.faculty = people[pair].resident, people[pair].faculty
            by_pair[pair].append(meeting)
    begins = _year_begins(pairings, now)
    lines = [
        _line(pairing, by_pair[pairing.resident_id, pairing.faculty_id], user, now, begins)
        for pairing in pairings
    ]
    return tuple(sorted(lines, key=_order))


def _pairings_today(user: User, programs: Sequence[Program], now: datetime) -> list[Pairing]:
    """With the two people, but not their accounts."""
    found: list[Pairing] = []
    for program in programs:
        today = now.astimezone(program.zone).date()
        found += (
            pairing
            for pairing in of_own_pairings(user, book_of(program).pairings_on(today))
            if not pairing.resident.has_left_by(today)
        )
    return found


def _year_begins(pairings: Sequence[Pairing], now: datetime) -> dict[int, date]:
    """The first day of each program's present year: what was before it was not counted here."""
    programs: dict[int, Program] = {
        pairing.resident.program_id: pairing.resident.program for pairing in pairings
    }
    found = {}
    for pk, program in programs.items():
        today = now.astimezone(program.zone).date()
        year = current_year(program, today)
        if year is not None:
            found[pk] = min(year.first_monday, today)
    return found


def _line(
    pairing: Pairing, meetings: Sequence[Meeting], user: User, now: datetime, begins: dict[int, date]
) -> MeetingLine:
    resident = pairing.resident
    here = now.astimezone(resident.program.zone)
    held = [meeting.date for meeting in meetings if meeting.state == MeetingState.HELD]
    ahead = _open_ones(meetings, user, here)
    agreed = [
        one.meeting.date
        for one in ahead
        if one.meeting.state == MeetingState.AGREED and one.meeting.date >= here.date()
    ]
    is_resident = resident.user_id == user.pk
    upcoming = ahead[0].meeting if ahead else None
    return MeetingLine(
        resident=resident.pk,
        program=resident.program.name,
        other=pairing.faculty.short_name if is_resident else resident.full_name,
        is_resident=is_resident,
        last=max(held, default=None),
        next=upcoming,
        others=tuple(ahead[1:]),
        rhythm=rhythm(
            per_year=resident.program.meetings_per_year,
            since=max(pairing.first_date, begins.get(resident.program_id, pairing.first_date)),
            last=max(held, default=None),
            booked=min(agreed, default=None),
            today=here.date(),
        ),
        step=step_of(upcoming, user, here),
        today=here.date(),
    )


def _open_ones(meetings: Sequence[Meeting], user: User, now: datetime) -> list[OpenMeeting]:
    """Those that ask something of the reader first, each kind by its time."""
    found = [OpenMeeting(one, step_of(one, user, now)) for one in meetings if one.is_open]
    return sorted(found, key=lambda one: (one.step not in ASKING, one.meeting.date, one.meeting.begins))


def step_of(meeting: Meeting | None, user: User, now: datetime) -> str:
    """The one next step of one of the two, as the label of its link."""
    if meeting is None:
        return "Find a time"
    if meeting.starts <= now:
        return "Note it"
    if meeting.state == MeetingState.PROPOSED and meeting.proposed_by_id != user.pk:
        return "Answer"
    return "Open"


def _order(line: MeetingLine) -> tuple[bool, date, str]:
    return not line.is_asked, line.rhythm.due or date.max, line.other


def _title(lines: Sequence[MeetingLine]) -> str:
    if not lines:
        return "Nobody to meet yet"
    if len(lines) == 1:
        return _of_one(lines[0])
    asked = sum(line.is_asked for line in lines)
    if asked == 0:
        return "Your meetings are on time"
    return f"{counted(asked, 'meeting needs', 'meetings need')} you"


def _of_one(line: MeetingLine) -> str:
    if line.step == "Note it":
        return f"Note your meeting with {line.other}"
    if line.next is not None:
        day = day_label(line.next.date)
        is_open = line.next.state == MeetingState.PROPOSED
        return f"Meet {line.other} on {day}?" if is_open else f"You meet {line.other} on {day}"
    if line.rhythm.due is None:
        return f"No meeting with {line.other} is planned"
    return (
        f"Meet {line.other} by {short_date(line.rhythm.due)}"
        if line.rhythm.need != Need.OVERDUE
        else (f"You should have met {line.other} by {short_date(line.rhythm.due)}")
    )

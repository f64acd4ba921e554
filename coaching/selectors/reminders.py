"""Which pairs of a program are to be reminded to meet, and who of them was not yet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Q

from coaching.domain.meeting_rhythm import SOON, rhythm
from coaching.domain.reminding import Away, Reminder, reminder_of
from coaching.models import OPEN_STATES, Meeting, MeetingState
from scheduling.domain.calendar import day_label
from scheduling.models import Absence, Faculty, Holiday, Notice, Pairing, Program, Resident
from scheduling.selectors.years import current_year

Pair = tuple[int, int]
LONGEST_LEAVE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class ToRemind:
    """One person of a pair, of what, in a notice with this key; ``other`` as they know the other of the two."""

    resident: int
    faculty: int
    person: Resident | Faculty
    other: str
    reminder: Reminder
    when: str
    key: str


def key_of_pair(resident: int, faculty: int) -> str:
    """How the keys of all reminders of a pair begin."""
    return f"remind/{resident}/{faculty}/"


def to_remind(program: Program, now: datetime) -> list[ToRemind]:
    """Whoever is to be reminded at ``now`` and has not been; nobody on a holiday. Eight queries at most."""
    today = now.astimezone(program.zone).date()
    if program.meetings_per_year < 1 or Holiday.objects.filter(program=program, date=today).exists():
        return []
    pairings = list(
        Pairing.objects.on(today)
        .filter(resident__in=Resident.objects.here_on(today).filter(program=program))
        .select_related("resident__user", "faculty__user")
        .order_by("resident__name")
    )
    wanted = list(_wanted(program, pairings, today, now))
    told = set(Notice.objects.filter(key__in=[one.key for one in wanted]).values_list("key", flat=True))
    return [one for one in wanted if one.key not in told]


def _wanted(program: Program, pairings: Sequence[Pairing], today: date, now: datetime) -> Iterator[ToRemind]:
    year = current_year(program, today)
    begins = min(year.first_monday, today) if year else None
    held, open_ones, away = _held(program), _open(program), _away(pairings, today)
    for pairing in pairings:
        pairing.resident.program = pairing.faculty.program = program
        pair = (pairing.resident_id, pairing.faculty_id)
        last, planned = held.get(pair), open_ones[pair]
        stands = rhythm(
            per_year=program.meetings_per_year,
            since=max(pairing.first_date, begins or pairing.first_date),
            last=last,
            booked=None,
            today=today,
        )
        passed = [one for one in planned if one.starts <= now]
        reminder = reminder_of(
            stands,
            away=away[pairing.resident_id, 0] + away[0, pairing.faculty_id],
            waits=len(passed) < len(planned),
            unnoted=max((one.date for one in passed), default=None),
            today=today,
        )
        day = max(one.date for one in passed) if reminder == Reminder.UNNOTED else stands.due
        if reminder != Reminder.NONE and day is not None:
            yield from _both(pairing, reminder, day)


def _both(pairing: Pairing, reminder: Reminder, day: date) -> Iterator[ToRemind]:
    pair = (pairing.resident_id, pairing.faculty_id)
    begin = f"{key_of_pair(*pair)}{day.isoformat()}/{reminder}"
    resident, faculty = pairing.resident, pairing.faculty
    yield ToRemind(*pair, resident, faculty.short_name, reminder, day_label(day), f"{begin}/resident")
    yield ToRemind(*pair, faculty, resident.full_name, reminder, day_label(day), f"{begin}/coach")


def _held(program: Program) -> dict[Pair, date]:
    rows = Meeting.objects.filter(resident__program=program, state=MeetingState.HELD).order_by()
    found = rows.values("resident", "faculty").annotate(last=Max("date"))
    return {(row["resident"], row["faculty"]): row["last"] for row in found}


def _open(program: Program) -> Mapping[Pair, list[Meeting]]:
    found: dict[Pair, list[Meeting]] = defaultdict(list)
    rows = Meeting.objects.filter(resident__program=program, state__in=OPEN_STATES)
    for meeting in rows.dates_only().select_related("resident__program"):
        found[meeting.resident_id, meeting.faculty_id].append(meeting)
    return found


def _away(pairings: Iterable[Pairing], today: date) -> Mapping[Pair, list[Away]]:
    """Whole days away of residents, by ``(resident, 0)``, and of coaches, by ``(0, faculty)``; never why."""
    found: dict[Pair, list[Away]] = defaultdict(list)
    rows = Absence.objects.filter(
        Q(resident__in=[one.resident_id for one in pairings])
        | Q(faculty__in={one.faculty_id for one in pairings}),
        period="",
        first_date__lte=today,
        last_date__gte=today - SOON - LONGEST_LEAVE,
    )
    for absence in rows.defer("reason"):
        stretch = Away(absence.first_date, absence.last_date)
        found[absence.resident_id or 0, absence.faculty_id or 0].append(stretch)
    return found

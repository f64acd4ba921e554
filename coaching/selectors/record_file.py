"""What a resident takes away of their own record: all that its page says, and the words of meetings that they may read."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from coaching.access import own_meetings, own_reflections_on
from coaching.exchange.record_file import Line, RecordSheet
from coaching.models import PROMPTS, Goal, Meeting, NextStep
from coaching.selectors.record import Readers, Record, readers, record
from connectedness.accounts.models import User
from scheduling.access import visible_absences
from scheduling.models import Resident

LONGEST_CELL = 32_000
MEETING_HEADINGS = (
    "Date", "Begins", "Minutes", "Coach", "State", "Place",
    "Relationship", "Reaction", "Content", "Coaching", "Summary", "My reflection",
)  # fmt: skip


def record_sheets(resident: Resident, user: User, now: datetime) -> list[RecordSheet]:
    """The sheets, of a resident for themselves. A fixed number of queries."""
    page = record(resident, visible_absences(user, resident), now, reasons=True)
    meetings = list(own_meetings(user).filter(resident=resident).prefetch_related("goals", "steps"))
    opened = readers(resident)
    return [
        RecordSheet("Roster", ("What", "Is"), list(_roster(page))),
        RecordSheet("Years", ("Year", "PGY", "Row", "Clinics, least", "Clinics, most"), _years(page)),
        RecordSheet("Coaches", ("Coach", "From", "To", "Why"), _coaches(page)),
        RecordSheet("Teams", ("Team", "From", "To"), _teams(page)),
        RecordSheet("Rotations", ("Rotation", "From", "To"), _rotations(page)),
        RecordSheet("Clinics", ("Date", "Half-day", "Site", "Together"), _clinics(page)),
        RecordSheet("Away", ("From", "To", "Half-day", "Why"), _absences(page)),
        RecordSheet("Meetings", MEETING_HEADINGS, _meetings(user, meetings)),
        RecordSheet("Goals", ("Meeting", "Goal", "Measure", "By", "State"), _goals(meetings)),
        RecordSheet("Next steps", ("Meeting", "Step", "Whose", "By", "Done"), _steps(meetings)),
        RecordSheet("Readers", ("Who", "On", "Times"), _readers(opened)),
        RecordSheet("Glass broken", ("By", "From", "Until", "Reason given"), _broken(resident, opened)),
    ]


def _roster(page: Record) -> Iterator[Line]:
    resident = page.resident
    yield "Name", resident.full_name
    yield "Pronouns", resident.pronouns
    yield "Program", resident.program.name
    yield "Since", resident.program_start
    yield "Off-cycle", "yes" if resident.off_cycle else "no"
    yield "Left", resident.left_on
    yield "E-mail", resident.email
    yield "Phone", resident.phone
    yield "Pager", resident.pager


def _years(page: Record) -> list[Line]:
    return [
        (place.year.name, place.pgy, place.row_code, place.clinics_min, place.clinics_max)
        for place in page.years
    ]


def _coaches(page: Record) -> list[Line]:
    return [(row.faculty.formal_name, row.first_date, row.last_date, row.reason) for row in page.pairings]


def _teams(page: Record) -> list[Line]:
    return [(row.team.name, row.first_date, row.last_date) for row in page.teams]


def _rotations(page: Record) -> list[Line]:
    return [(stretch.label, stretch.first, stretch.last) for stretch in page.rotations]


def _clinics(page: Record) -> list[Line]:
    clinics = [*reversed(page.past), *page.ahead]
    return [
        (one.date, str(one.half_day.period), one.site, "yes" if one.is_together else "no") for one in clinics
    ]


def _absences(page: Record) -> list[Line]:
    return [(one.first_date, one.last_date, one.period, one.reason) for one in page.absences]


def _meetings(user: User, meetings: Sequence[Meeting]) -> list[Line]:
    reflections = {row.meeting_id: row.text for row in own_reflections_on(user, meetings)}
    return [
        (
            one.date, f"{one.begins:%H:%M}", one.minutes, one.faculty.short_name,
            one.get_state_display(), one.place, *(_words(getattr(one, name)) for name in PROMPTS),
            _words(one.summary), _words(reflections.get(one.pk, "")),
        )
        for one in meetings
    ]  # fmt: skip


def _goals(meetings: Sequence[Meeting]) -> list[Line]:
    rows: list[Goal] = [goal for one in meetings for goal in one.goals.all()]
    days = {one.pk: one.date for one in meetings}
    return [
        (days[goal.meeting_id], _words(goal.text), _words(goal.measure), goal.due, goal.get_state_display())
        for goal in rows
    ]


def _steps(meetings: Sequence[Meeting]) -> list[Line]:
    rows: list[NextStep] = [step for one in meetings for step in one.steps.all()]
    days = {one.pk: one.date for one in meetings}
    return [
        (
            days[step.meeting_id],
            _words(step.text),
            step.get_whose_display(),
            step.due,
            "yes" if step.done else "no",
        )
        for step in rows
    ]


def _readers(opened: Readers) -> list[Line]:
    return [(reading.name, reading.day, reading.times) for reading in opened.readings]


def _broken(resident: Resident, opened: Readers) -> list[Line]:
    """When a site administrator broke the glass, by the clock of the program, and why."""
    zone = resident.program.zone
    return [
        (
            str(glass.opened_by),
            *(f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for at in (glass.opened_at, glass.until)),
            _words(glass.why),
        )
        for glass in opened.broken
    ]


def _words(text: str) -> str:
    """As a cell can hold it: no cell is longer."""
    return text[:LONGEST_CELL]

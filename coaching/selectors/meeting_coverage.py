"""Whether residents and coaches meet, for those who oversee: dates and counts, never a word of what was said."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from coaching.domain.meeting_rhythm import Need, Rhythm, rhythm
from coaching.domain.wording import counted, short_date
from coaching.models import Meeting, MeetingState
from scheduling.models import Pairing, Program, Resident
from scheduling.selectors.years import current_year, program_today


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One resident: the coach, the dates of the year's meetings, and how things stand."""

    name: str
    coach: str
    held: tuple[date, ...]
    rhythm: Rhythm

    @property
    def dates(self) -> str:
        """``14 Oct, 9 Feb``; a dash before the first."""
        return ", ".join(short_date(day) for day in self.held) or "–"

    @property
    def is_overdue(self) -> bool:
        """Whether the next meeting should have been."""
        return self.rhythm.need == Need.OVERDUE


@dataclass(frozen=True, slots=True)
class Coverage:
    """All residents with a coach, those who are overdue first."""

    per_year: int
    rows: tuple[CoverageRow, ...]

    @property
    def held(self) -> int:
        """Meetings in the year."""
        return sum(len(row.held) for row in self.rows)

    @property
    def met(self) -> int:
        """Residents with at least one."""
        return sum(bool(row.held) for row in self.rows)

    @property
    def overdue(self) -> int:
        """Residents who should have met their coach by now."""
        return sum(row.is_overdue for row in self.rows)

    @property
    def rule(self) -> str:
        """``The program asks for two meetings a year.``"""
        if self.per_year < 1:
            return "The program sets no number of meetings."
        return f"The program asks for {counted(self.per_year, 'meeting')} a year, evenly spread."


def meeting_coverage(program: Program, now: datetime) -> Coverage:
    """Meetings held in the year of ``now``, resident by resident. Three queries."""
    today = program_today(program, now)
    year = current_year(program, today)
    begins = min(year.first_monday, today) if year else today
    held: dict[tuple[int, int], list[date]] = defaultdict(list)
    dates = Meeting.objects.filter(resident__program=program, state=MeetingState.HELD).order_by("date")
    for resident, faculty, day in dates.values_list("resident", "faculty", "date"):
        held[resident, faculty].append(day)
    pairings = Pairing.objects.on(today).filter(
        resident__in=Resident.objects.here_on(today).filter(program=program)
    )
    rows = []
    for pairing in pairings.select_related("resident", "faculty"):
        met = held[pairing.resident_id, pairing.faculty_id]
        stands = rhythm(
            per_year=program.meetings_per_year,
            since=max(pairing.first_date, begins),
            last=met[-1] if met else None,
            booked=None,
            today=today,
        )
        this_year = tuple(day for day in met if day >= begins)
        rows.append(CoverageRow(pairing.resident.name, pairing.faculty.short_name, this_year, stands))
    return Coverage(program.meetings_per_year, tuple(sorted(rows, key=_overdue_first)))


def _overdue_first(row: CoverageRow) -> tuple[bool, str]:
    return not row.is_overdue, row.name

"""The residents of a panel, those who need the coach first at the top."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coaching.domain.clinics import Clinic, over, still_to_come
from coaching.domain.contact import Contact
from coaching.domain.needs import Wait, concern, need
from coaching.domain.wording import day_away, sentence_case
from coaching.selectors.clinics import Together
from coaching.selectors.heat import Heat, Week
from coaching.selectors.meetings import MeetingLine
from coaching.selectors.people import contact_of
from coaching.selectors.program_book import ProgramBook, book_of
from coaching.selectors.rotations import Stretch, leave_on, rotation_stretches, stretch_on
from scheduling.domain.calendar import day_label
from scheduling.models import AcademicYear, Faculty, Program, Resident, Schedule
from scheduling.selectors.years import day_looked_at


@dataclass(frozen=True, slots=True)
class HalfDaysTogether:
    """A resident's half-days with the coach in the published year, seen from now; ``next`` may be in the year after."""

    last: date | None
    next: Clinic | None
    so_far: int
    to_come: int
    wait: Wait
    concern: str
    ago: str

    @property
    def count(self) -> int:
        """In the whole year."""
        return self.so_far + self.to_come

    @property
    def last_day(self) -> str:
        """``Wed 14 Oct``, empty before the first."""
        return day_label(self.last) if self.last else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRow:
    """One resident, as the coach sees them. ``attainable`` is unknown until a schedule is published."""

    resident: int
    name: str
    initials: str
    pgy: str
    contact: Contact
    rotation: Stretch | None
    together: HalfDaysTogether
    meeting: MeetingLine | None
    attainable: int | None
    weeks: tuple[Week, ...]
    strip: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class PanelYear:
    """The year that a panel's page speaks of; ``now`` is in the program's time zone, ``meetings`` go by the resident."""

    program: Program
    year: AcademicYear | None
    schedule: Schedule | None
    now: datetime
    meetings: Mapping[int, MeetingLine]

    @property
    def today(self) -> date:
        """The date in the program's time zone."""
        return self.now.date()


def panel_residents(faculty: Faculty, today: date, year: AcademicYear | None = None) -> dict[int, Resident]:
    """The residents whose coach this is today, or when the year begins, by key, in the order of names.

    With a year, those who take part in it: not those who graduated before. Nobody has said of a resident in no year
    at all that they have gone.
    """
    day = today if year is None else day_looked_at(year, today)
    book = book_of(faculty.program)
    return {
        pairing.resident_id: pairing.resident
        for pairing in book.pairings_on(day)
        if pairing.faculty_id == faculty.pk
        and not pairing.resident.has_left_by(day)
        and (year is None or year.pk in book.classes.get(pairing.resident_id, {year.pk: 0}))
    }


def panel_rows(
    shared: PanelYear,
    faculty: Faculty,
    residents: dict[int, Resident],
    together: Sequence[Together],
    heat: Heat | None,
) -> tuple[PanelRow, ...]:
    """A row for each resident, who needs the coach most first; ``together`` of this year and later ones."""
    book = book_of(shared.program)
    pgys = {pk: book.classes.get(pk, {}).get(shared.year.pk) for pk in residents} if shared.year else {}
    counted = book.timetable(shared.schedule).coaches if shared.schedule else {}
    ceilings = {pk: one.attainable for pk, one in counted.items() if one.faculty == faculty.pk}
    clinics: dict[int, list[Clinic]] = defaultdict(list)
    for shares in together:
        clinics[shares.resident].append(shares.clinic)
    rows = [
        PanelRow(
            resident=pk,
            name=resident.full_name,
            initials=resident.initials,
            pgy=f"PGY-{pgy}" if (pgy := pgys.get(pk)) else "",
            contact=contact_of(resident),
            rotation=_rotation_today(book, shared, pk),
            together=half_days_together(clinics[pk], shared),
            meeting=shared.meetings.get(pk),
            attainable=ceilings.get(pk),
            weeks=heat.weeks_of(pk) if heat else (),
            strip=heat.strip_of(pk) if heat else (),
        )
        for pk, resident in residents.items()
    ]
    return tuple(sorted(rows, key=lambda row: _need(row, shared.today)))


def half_days_together(clinics: Sequence[Clinic], shared: PanelYear) -> HalfDaysTogether:
    """What was and what is to come in the year, from all half-days together in it and in later ones."""
    past, ahead = over(clinics, shared.now), still_to_come(clinics, shared.now)
    last = past[-1].date if past else None
    wait = Wait(
        last=last,
        next=ahead[0].date if ahead else None,
        today=shared.today,
        year_begins=shared.year.first_monday if shared.year else shared.today,
        year_ends=shared.year.last_date if shared.year else shared.today,
    )
    return HalfDaysTogether(
        last=last,
        next=ahead[0] if ahead else None,
        so_far=len(past),
        to_come=sum(clinic.schedule == shared.schedule.pk for clinic in ahead if shared.schedule is not None),
        wait=wait,
        concern=concern(wait, shared.program.contact_window_weeks, shared.program.max_gap_weeks),
        ago=sentence_case(day_away(last, shared.today)) if last else "Not yet",
    )


def _rotation_today(book: ProgramBook, shared: PanelYear, resident: int) -> Stretch | None:
    """Leave before the rotation that it interrupts."""
    leave = leave_on(book, resident, shared.today)
    rotations = rotation_stretches(book, resident, shared.year) if shared.year else ()
    return leave or stretch_on(shared.today, rotations)


def _need(row: PanelRow, today: date) -> tuple[float, date, str]:
    """The greatest need first; of equal needs the wait that began earlier."""
    wait = row.together.wait
    needed = need(wait, row.meeting.rhythm if row.meeting else None, today)
    return -needed.days, wait.last or date.min, row.name

"""What a roll-over would do, read from the year that ends; nothing is written."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from scheduling.domain.calendar import MONTHS, WEEKDAYS, Period
from scheduling.domain.next_year import weekly_value
from scheduling.exchange.intern_list import Intern
from scheduling.exchange.names import name_key
from scheduling.models import (
    AcademicYear,
    Block,
    Faculty,
    FacultyHalfDay,
    Holiday,
    Pairing,
    ProtectedTeaching,
    Resident,
    ResidentYear,
    Session,
    Site,
)

DATED = re.compile(rf"\d[/.-]\d|\b({'|'.join(MONTHS)})", re.IGNORECASE)
NO_TARGET = (0, 365)


class Going(StrEnum):
    """What becomes of a resident."""

    UP = "up"
    STAYS = "stays"
    GRADUATES = "graduates"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a coordinator decides: the new year, what becomes of whom, who comes in, and the dates without clinic."""

    first_monday: date
    weeks: int
    name: str
    going: Mapping[int, Going] = field(default_factory=dict)
    interns: tuple[Intern, ...] = ()
    holidays: tuple[tuple[date, str], ...] = ()

    @property
    def last_date(self) -> date:
        """The last Sunday of the new year."""
        return self.first_monday + timedelta(weeks=self.weeks, days=-1)


@dataclass(frozen=True, slots=True)
class Mover:
    """A resident who is in the new year, with the class and the yearly targets there."""

    resident: Resident
    before: int
    pgy: int
    targets: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Panel:
    """A coach's panel on the first day of the new year."""

    faculty: Faculty
    before: int
    after: int

    @property
    def room(self) -> int:
        """How many more the coach may take."""
        return max(self.faculty.panel_max - self.after, 0)

    @property
    def lacks(self) -> int:
        """How many are missing for the least."""
        return max(self.faculty.panel_min - self.after, 0)


@dataclass(frozen=True, slots=True)
class WeeklyRooms:
    """The rooms of a half-day of the week."""

    site: Site
    weekday: int
    period: str
    rooms: int


@dataclass(frozen=True, slots=True)
class NewBlock:
    """A block of the new year."""

    label: str
    first: date
    last: date


class Plan:
    """The roll-over of a year as asked for; each part is read once."""

    def __init__(self, year: AcademicYear, asked: Asked) -> None:
        self.year = year
        self.asked = asked
        self.program = year.program

    @property
    def leaves_on(self) -> date:
        """The first day without access of those who graduate."""
        return self.year.last_date + timedelta(days=1)

    @cached_property
    def places(self) -> list[ResidentYear]:
        """The places of the year that ends, of residents who are still here when it has ended."""
        rows = ResidentYear.objects.filter(year=self.year).select_related(
            "resident__user", "resident__program"
        )
        return [row for row in rows if not self._is_gone(row.resident)]

    @cached_property
    def left(self) -> list[Resident]:
        """Residents of the year who leave before the new one begins, whatever their class."""
        rows = ResidentYear.objects.filter(year=self.year).select_related("resident")
        return [row.resident for row in rows if self._is_gone(row.resident)]

    def going(self, place: ResidentYear) -> Going:
        """What becomes of a resident: as asked, else by class; off-cycle residents of the final class stay."""
        asked = self.asked.going.get(place.resident_id)
        if asked is not None:
            return asked
        if place.pgy < self.program.final_pgy:
            return Going.UP
        return Going.STAYS if place.resident.off_cycle else Going.GRADUATES

    @cached_property
    def graduates(self) -> list[Resident]:
        """Who graduates."""
        return [row.resident for row in self.places if self.going(row) == Going.GRADUATES]

    @cached_property
    def movers(self) -> list[Mover]:
        """Who is in the new year, those in the highest class first."""
        found = [
            self._mover(row, self.going(row)) for row in self.places if self.going(row) != Going.GRADUATES
        ]
        return sorted(found, key=lambda one: (-one.pgy, one.resident.name))

    @cached_property
    def off_cycle(self) -> list[ResidentYear]:
        """Residents who move up at another time than the class: people decide about each."""
        return [row for row in self.places if row.resident.off_cycle]

    @cached_property
    def targets(self) -> dict[int, tuple[int, int]]:
        """The yearly targets that most residents of each class have."""
        counts: dict[int, Counter[tuple[int, int]]] = defaultdict(Counter)
        for row in self.places:
            counts[row.pgy][row.clinics_min, row.clinics_max] += 1
        return {pgy: found.most_common(1)[0][0] for pgy, found in counts.items()}

    def targets_of(self, pgy: int) -> tuple[int, int]:
        """The targets of a class in the new year."""
        return self.targets.get(pgy, NO_TARGET)

    @cached_property
    def pairings(self) -> list[Pairing]:
        """Those that hold when the year has ended."""
        rows = Pairing.objects.on(self.year.last_date).filter(resident__program=self.program)
        return list(rows.select_related("resident", "faculty").order_by("faculty__name", "resident__name"))

    @cached_property
    def ending(self) -> list[Pairing]:
        """Pairings of those who graduate: they end with the year, and stay as history."""
        graduates = {resident.pk for resident in self.graduates}
        return [pairing for pairing in self.pairings if pairing.resident_id in graduates]

    @cached_property
    def panels(self) -> list[Panel]:
        """Panels on the first day of the new year, beside today's size."""
        ending = {pairing.pk for pairing in self.ending}
        before: Counter[int] = Counter(pairing.faculty_id for pairing in self.pairings)
        after: Counter[int] = Counter(one.faculty_id for one in self.pairings if one.pk not in ending)
        coaches = {pairing.faculty_id: pairing.faculty for pairing in self.pairings}
        return [Panel(coach, before[pk], after[pk]) for pk, coach in coaches.items()]

    @cached_property
    def leaving_coaches(self) -> list[Panel]:
        """Coaches who leave before the new year ends, while residents are paired with them."""
        return [
            panel
            for panel in self.panels
            if panel.after and panel.faculty.left_on and panel.faculty.left_on <= self.asked.last_date
        ]

    @cached_property
    def half_days(self) -> list[FacultyHalfDay]:
        """The weekly patterns that are copied: of faculty who are here when the new year begins."""
        here = Faculty.objects.filter(program=self.program).here_on(self.asked.first_monday)
        rows = FacultyHalfDay.objects.filter(year=self.year, faculty__in=here).select_related(
            "faculty", "site"
        )
        return list(rows.order_by("faculty__name", "weekday", "period", "pk"))

    @cached_property
    def rooms(self) -> list[WeeklyRooms]:
        """The usual rooms of each half-day of the week; single dates with a note are not usual."""
        found, _ = self._weekly
        return found

    @cached_property
    def not_weekly(self) -> list[str]:
        """Half-days with clinic in fewer than half of the weeks, which are not copied."""
        _, rare = self._weekly
        return rare

    @cached_property
    def teaching(self) -> list[ProtectedTeaching]:
        """Holds on as it is."""
        return list(ProtectedTeaching.objects.filter(program=self.program))

    @cached_property
    def blocks(self) -> list[NewBlock]:
        """The same shape, moved to the new year and cut at its end; labels that hold dates are numbered instead."""
        moved = self.asked.first_monday - self.year.first_monday
        rows = Block.objects.filter(year=self.year).order_by("first_date", "last_date")
        return [
            NewBlock(
                f"Block {number}" if DATED.search(row.label) else row.label,
                row.first_date + moved,
                min(row.last_date + moved, self.asked.last_date),
            )
            for number, row in enumerate(rows, 1)
            if row.first_date + moved <= self.asked.last_date
        ]

    @cached_property
    def holidays(self) -> list[tuple[date, str]]:
        """Dates without clinic that are not held yet."""
        there = set(Holiday.objects.filter(program=self.program).values_list("date", flat=True))
        return [(day, name) for day, name in self.asked.holidays if day not in there]

    @cached_property
    def faults(self) -> list[str]:
        """Why it cannot be done as asked, a sentence each."""
        asked, found = self.asked, []
        if asked.first_monday.weekday() != 0:
            found.append(f"{asked.first_monday:%d %b %Y} is not a Monday. A year starts on a Monday.")
        if asked.first_monday <= self.year.last_date:
            found.append(
                f"The year {self.year} lasts until {self.year.last_date:%d %b %Y}. Choose a later Monday."
            )
        for other in AcademicYear.objects.filter(program=self.program):
            if other.name == asked.name:
                found.append(f"There is a year {other} already. Give the new one another name.")
            if other.pk != self.year.pk and other.last_date >= asked.first_monday:
                found.append(
                    f"The year {other} is there already. Roll over from the last year of the program."
                )
        names = {
            name_key(name): name
            for name in Resident.objects.filter(program=self.program).values_list("name", flat=True)
        }
        found += [
            f"{intern.name} is on the roster already. Take them out of the list, or tell the two names apart."
            for intern in asked.interns
            if name_key(intern.name) in names
        ]
        high = [intern for intern in asked.interns if intern.pgy > self.program.final_pgy]
        found += [
            f"{intern.name} would come in as PGY-{intern.pgy}, after the final year." for intern in high
        ]
        return found

    @property
    def digest(self) -> str:
        """Tells one plan from another, so that only what was looked at is done."""
        parts = [
            str(self.asked.first_monday), self.asked.weeks, self.asked.name,
            [one.pk for one in self.graduates], [one.pk for one in self.left],
            [(one.resident.pk, one.pgy, one.targets) for one in self.movers],
            [one.pk for one in self.ending],
            [(one.faculty_id, one.site_id, one.weekday, one.period, one.duty, one.weeks_of_month) for one in self.half_days],
            [(one.site.pk, one.weekday, one.period, one.rooms) for one in self.rooms],
            [(one.label, str(one.first), str(one.last)) for one in self.blocks],
            [(str(day), name) for day, name in self.holidays],
            [(one.name, one.email, one.pgy) for one in self.asked.interns],
        ]  # fmt: skip
        return sha256(json.dumps(parts).encode()).hexdigest()

    def _is_gone(self, resident: Resident) -> bool:
        return resident.left_on is not None and resident.left_on <= self.asked.first_monday

    def _mover(self, place: ResidentYear, going: Going) -> Mover:
        if going == Going.STAYS:
            return Mover(place.resident, place.pgy, place.pgy, (place.clinics_min, place.clinics_max))
        return Mover(place.resident, place.pgy, place.pgy + 1, self.targets_of(place.pgy + 1))

    @cached_property
    def _weekly(self) -> tuple[list[WeeklyRooms], list[str]]:
        closed = set(Holiday.objects.filter(program=self.program).values_list("date", flat=True))
        rows = Session.objects.filter(
            site__program=self.program, date__range=(self.year.first_monday, self.year.last_date)
        ).select_related("site")
        held: dict[tuple[int, int, str], list[int]] = defaultdict(list)
        sites: dict[int, Site] = {}
        for row in rows:
            sites[row.site_id] = row.site
            if not row.note and row.date not in closed:
                held[row.site_id, row.date.weekday(), row.period].append(row.rooms)
        found, rare = [], []
        for (site, weekday, period), rooms in sorted(held.items(), key=lambda slot: _week_order(slot[0])):
            usual = weekly_value(rooms, self.year.weeks)
            if usual is None:
                rare.append(f"{WEEKDAYS[weekday]} {period}, {sites[site]}")
            elif usual:
                found.append(WeeklyRooms(sites[site], weekday, period, usual))
        return found, rare


def _week_order(slot: tuple[int, int, str]) -> tuple[int, int, int]:
    site, weekday, period = slot
    return (site, weekday, Period(period).order)

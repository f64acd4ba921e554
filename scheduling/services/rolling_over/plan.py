"""What a roll-over would do, read from the year that ends; nothing is written."""

import json
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256

from scheduling.domain.calendar import MONTHS
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
)
from scheduling.services.rolling_over.asked import Asked, Going
from scheduling.services.rolling_over.faults import faults_of_interns, faults_of_year
from scheduling.services.rolling_over.parts import Mover, NewBlock, Panel
from scheduling.services.rolling_over.weekly_rooms import Weekly, WeeklyRooms, weekly_rooms

DATED = re.compile(rf"\d[/.-]\d|\b({'|'.join(MONTHS)})", re.IGNORECASE)
NO_TARGET = (0, 365)


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
        return self._weekly.rooms

    @cached_property
    def not_weekly(self) -> list[str]:
        """Half-days with clinic in fewer than half of the weeks, which are not copied."""
        return self._weekly.rare

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
        return [*faults_of_year(self.year, self.asked), *faults_of_interns(self.program, self.asked.interns)]

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
    def _weekly(self) -> Weekly:
        return weekly_rooms(self.year)

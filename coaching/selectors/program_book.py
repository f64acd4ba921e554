"""What everybody's pages read of a program, read once for all of them and kept while nothing of it changes.

A page asks the database for what is its reader's own, and this book for what it would tell everybody alike: sites, days
off, who coaches whom, who is in clinic. The database says when any of it changed (`scheduling.kept`).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeVar, cast

from django.db.models import QuerySet

from coaching.selectors.timetable import Timetable
from connectedness.web.once import once_while_reading
from scheduling.access import programs_known
from scheduling.kept import kept, marks_seen
from scheduling.models import (
    Absence,
    AcademicYear,
    Faculty,
    FacultyHalfDay,
    Holiday,
    Pairing,
    Program,
    ResidentYear,
    Schedule,
    Site,
    TeamMember,
)

T = TypeVar("T")


class ProgramBook:
    """One program, chapter by chapter, each read when it is first asked for and handed to everybody: nobody may change it.

    Of people it holds what is on the roster. Their accounts are not in it: the marks do not speak of those.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._read: dict[Hashable, Any] = {}

    @cached_property
    def sites(self) -> Mapping[int, Site]:
        """The program's sites by key."""
        return Site.objects.filter(program=self._program).in_bulk()

    @cached_property
    def holidays(self) -> Mapping[date, str]:
        """Days without clinic, by their names."""
        return dict(Holiday.objects.filter(program=self._program).values_list("date", "name"))

    @cached_property
    def faculty(self) -> Mapping[int, Faculty]:
        """Everybody who is or was on the faculty, by key."""
        return Faculty.objects.filter(program=self._program).in_bulk()

    def member(self, key: int) -> Faculty:
        """Somebody of the faculty; who came since the others were read is looked up by themselves."""
        return self.faculty.get(key) or self.once(("member", key), lambda: Faculty.objects.get(pk=key))

    def was_ever_in_a_team(
        self, *, resident: int | None = None, faculty: int | None = None, nurse: int | None = None
    ) -> bool:
        """Whether somebody, by one of the three keys, is or was in a team. Most people never were."""
        return (resident, faculty, nurse) in self._ever_in_a_team

    @cached_property
    def _ever_in_a_team(self) -> frozenset[tuple[int | None, int | None, int | None]]:
        rows = TeamMember.objects.filter(team__program=self._program).order_by()
        return frozenset(rows.values_list("resident_id", "faculty_id", "nurse_id"))

    @cached_property
    def pairings(self) -> Sequence[Pairing]:
        """All there were, are and are agreed, with their two people, in the order of the residents' names."""
        return self._pairings(Pairing.objects.all())

    def pairings_on(self, day: date) -> Sequence[Pairing]:
        """Those that hold on a day, of residents who have left too."""
        return self.once(("pairings", day), lambda: self._pairings(Pairing.objects.on(day)))

    def _pairings(self, rows: QuerySet[Pairing]) -> Sequence[Pairing]:
        mine = rows.filter(resident__program=self._program).select_related("resident", "faculty")
        found = list(mine.defer("reason").order_by("resident__name", "first_date"))
        for pairing in found:
            pairing.resident.program = pairing.faculty.program = self._program
        return found

    def coach_on(self, resident: int, day: date) -> Pairing | None:
        """A resident's pairing on a day."""
        return next((one for one in self.pairings_on(day) if one.resident_id == resident), None)

    def absences_from(self, day: date) -> Mapping[tuple[int | None, int | None], Sequence[Absence]]:
        """Who is away on a day or later, by the keys of resident and faculty, of which each has one. Without reasons."""
        return self.once(("absences", day), lambda: self._absences_from(day))

    def _absences_from(self, day: date) -> Mapping[tuple[int | None, int | None], Sequence[Absence]]:
        found: dict[tuple[int | None, int | None], list[Absence]] = defaultdict(list)
        away = Absence.objects.filter(last_date__gte=day).defer("reason").order_by("first_date")
        for model in ("resident", "faculty"):
            for absence in away.filter(**{f"{model}__program": self._program}):
                found[absence.resident_id, absence.faculty_id].append(absence)
        return dict(found)

    @cached_property
    def classes(self) -> Mapping[int, Mapping[int, int]]:
        """In which years each resident takes part, and in which PGY."""
        rows = ResidentYear.objects.filter(resident__program=self._program).order_by()
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for resident, year, pgy in rows.values_list("resident_id", "year_id", "pgy"):
            found[resident][year] = pgy
        return dict(found)

    def half_days(self, year: AcademicYear) -> Mapping[int, Sequence[FacultyHalfDay]]:
        """The weekly pattern of a year, by faculty member."""
        return self.once(("half-days", year.pk), lambda: self._half_days(year))

    def _half_days(self, year: AcademicYear) -> Mapping[int, Sequence[FacultyHalfDay]]:
        found: dict[int, list[FacultyHalfDay]] = defaultdict(list)
        for row in FacultyHalfDay.objects.filter(year=year, faculty__program=self._program):
            found[row.faculty_id].append(row)
        return dict(found)

    def timetable(self, schedule: Schedule) -> Timetable:
        """Who is where in one version. Whoever edits it raises its edition."""
        seen = (schedule.edition, schedule.created_at)
        return self.once(
            ("timetable", schedule.pk, seen),
            lambda: Timetable(schedule, self.sites, self._program.zone),
        )

    def once(self, what: Hashable, read: Callable[[], T]) -> T:
        """What was made of the book when it was first asked for by that key: the same whoever asks."""
        if what not in self._read:
            self._read[what] = read()
        return cast("T", self._read[what])


def book_of(program: Program) -> ProgramBook:
    """The program's book as it is now, the same for a whole page. One query, and that of each chapter once."""
    return once_while_reading(("book", program.pk), lambda: _kept_book(program.pk))


def _kept_book(program: int) -> ProgramBook:
    """With the program as it is for these marks, not as whoever asks read it earlier."""
    return kept("book", program, marks_seen(), lambda: ProgramBook(_program(program)))


def _program(key: int) -> Program:
    return programs_known().get(key) or Program.objects.get(pk=key)

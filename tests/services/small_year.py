"""A year so small that its schedules can be written by hand: one site, two weeks, two residents, two coaches."""

import gzip
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from scheduling.domain.calendar import Period
from scheduling.domain.ids import FacultyId, ResidentId, SessionId, Status
from scheduling.domain.problem_building import build_problem
from scheduling.domain.solution import Outcome, Solution
from scheduling.exchange.problem_file import write_problem
from scheduling.exchange.solution_file import write_solution
from scheduling.models import (
    AcademicYear,
    ClinicRule,
    Faculty,
    FacultyHalfDay,
    Program,
    Resident,
    Rotation,
    RotationAssignment,
    RunState,
    Session,
    Site,
    SolveRun,
)
from scheduling.selectors.program_year import faculty_id, program_year, resident_id
from tests.factories import (
    make_block,
    make_faculty,
    make_pairing,
    make_program,
    make_resident,
    make_resident_year,
    make_rotation,
    make_session,
    make_site,
    make_year,
)

MONDAY, NEXT_MONDAY = date(2026, 6, 29), date(2026, 7, 6)


@dataclass(frozen=True)
class SmallYear:
    """Kofi is with Ingrid, who precepts on Monday mornings; the intern Ana has no coach; Omar precepts too."""

    program: Program
    year: AcademicYear
    site: Site
    kofi: Resident
    ana: Resident
    ingrid: Faculty
    omar: Faculty
    sessions: tuple[Session, Session]

    def outcome(self, *, kofi: tuple[int, ...] = (0, 1), ana: tuple[int, ...] = (0, 1)) -> Outcome:
        """A solver's answer in which both attend the numbered sessions and Ana is paired with Omar."""
        keys = [SessionId(session.key) for session in self.sessions]
        attended = {self.kofi: kofi, self.ana: ana}
        solution = Solution(
            coach={
                ResidentId(resident_id(self.kofi.pk)): FacultyId(faculty_id(self.ingrid.pk)),
                ResidentId(resident_id(self.ana.pk)): FacultyId(faculty_id(self.omar.pk)),
            },
            assignments={
                resident_id(who.pk): tuple(keys[n] for n in which) for who, which in attended.items()
            },
            precepting={faculty_id(member.pk): tuple(keys) for member in (self.ingrid, self.omar)},
        )
        return Outcome("small", Status.OPTIMAL, solution, 32.0, 32.0, "by hand", 1)

    def finished_run(self, outcome: Outcome | None = None, number: int = 1) -> SolveRun:
        """A run that ended with an outcome."""
        answer = outcome or self.outcome()
        return SolveRun.objects.create(
            year=self.year,
            number=number,
            state=RunState.FINISHED,
            ended_at=timezone.now(),
            problem=gzip.compress(write_problem(build_problem(program_year(self.year))).encode()),
            problem_sha256="0" * 64,
            outcome=gzip.compress(write_solution(answer).encode()),
            status=answer.status,
            objective=answer.objective,
            bound=answer.bound,
        )


def make_small_year() -> SmallYear:
    """Save it all."""
    program = make_program("Small Program")
    year = make_year(program, weeks=2)
    site = make_site(program, code="MAIN")
    sessions = (make_session(site, day=MONDAY), make_session(site, day=NEXT_MONDAY))
    kofi, ana = make_resident(program, "Boateng, Kofi"), make_resident(program, "Silva, Ana")
    ingrid, omar = make_faculty(program, "Dahl, Ingrid"), make_faculty(program, "Reyes, Omar")
    for member in (ingrid, omar):
        FacultyHalfDay.objects.create(
            faculty=member, year=year, site=site, weekday=0, period=Period.AM, duty="precepts"
        )
    rotation = make_rotation(program, code="AMB", clinic_rule=ClinicRule.ANY, min_per_week=0, max_per_week=5)
    block = make_block(year, first=MONDAY, weeks=2)
    for resident, pgy in ((kofi, 2), (ana, 1)):
        make_resident_year(resident, year, pgy=pgy, clinics_min=0, clinics_max=10)
        RotationAssignment.objects.create(resident=resident, block=block, rotation=rotation)
    make_pairing(kofi, ingrid)
    return SmallYear(program, year, site, kofi, ana, ingrid, omar, sessions)


def rotation_of(small: SmallYear) -> Rotation:
    """The one rotation."""
    return Rotation.objects.get(program=small.program)

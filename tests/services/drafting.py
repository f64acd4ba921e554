"""A draft of a small year that people edit: Mondays with the coach, Tuesdays with somebody else who precepts."""

from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.domain.calendar import HalfDay, Period
from scheduling.models import EditKind, FacultyHalfDay, Program, Resident, Schedule, Session
from scheduling.selectors.workbench.cells import CellChange, Place, State, states_at
from scheduling.services.editing.steps import Step
from tests.factories import assign, make_faculty, make_program, precept
from tests.scheduling_pages.years import SmallYear, make_small_schedule, make_small_year

LATER = 4  # the week of another clinic with the coach, so that nobody goes without for too long


@dataclass(frozen=True)
class Drafting:
    """The draft, and where its residents can be."""

    small: SmallYear
    draft: Schedule

    @property
    def nadia(self) -> Resident:
        """The first resident."""
        return self.small.residents[0]

    @property
    def tomas(self) -> Resident:
        """The second resident."""
        return self.small.residents[1]

    def monday(self, week: int = 0) -> Session:
        """With the coach."""
        return self.small.session(self.day(week))

    def tuesday(self, week: int = 0) -> Session:
        """Without the coach."""
        return self.small.session(self.day(week) + timedelta(days=1))

    def day(self, week: int) -> date:
        """The Monday of a week, counted from 0."""
        return self.small.year.first_monday + timedelta(weeks=week)

    def state(self, resident: Resident, session: Session) -> State:
        """What stands in the resident's cell of the session's half-day."""
        place = place_of(resident, session)
        return states_at(self.draft, [place])[place]

    def add(self, resident: Resident, session: Session, key: str = "") -> Step:
        """The step of adding a clinic to a free cell."""
        changes = [CellChange(place_of(resident, session), State(), State(session.pk))]
        return step(changes, EditKind.ADD, key or f"add-{resident.pk}-{session.pk}")

    def move(self, resident: Resident, source: Session, target: Session, key: str = "") -> Step:
        """The step of moving a clinic to a free cell."""
        changes = [
            CellChange(place_of(resident, source), State(source.pk), State()),
            CellChange(place_of(resident, target), State(), State(target.pk)),
        ]
        return step(changes, EditKind.MOVE, key or f"move-{resident.pk}-{source.pk}-{target.pk}")


def place_of(resident: Resident, session: Session) -> Place:
    """The resident's cell on the session's half-day."""
    return Place(resident.pk, HalfDay(session.date, Period(session.period)))


def step(changes: list[CellChange], kind: EditKind, key: str, *, reason: str = "we agreed") -> Step:
    """A step with a reason, so that what only costs is not in the way."""
    return Step(kind=kind, label=f"{kind.label} something", changes=changes, key=key, reason=reason)


def make_drafting(program: Program | None = None, *, residents: int = 2, **year_fields: object) -> Drafting:
    """Save it all."""
    small = make_small_year(program or make_program(), residents=residents, **year_fields)
    other = make_faculty(small.program, "Okafor, Ada", panel_max=9)
    FacultyHalfDay.objects.create(
        faculty=other, year=small.year, site=small.site, weekday=1, period=Period.AM, duty="precepts"
    )
    at = Drafting(small, make_small_schedule(small))
    precept(at.draft, small.coach, at.monday(LATER))
    for resident in small.residents:
        assign(at.draft, resident, at.monday(LATER))
    return at

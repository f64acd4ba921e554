"""Who fits into a session, and which sessions fit a resident's week, the best first."""

from collections.abc import Iterable
from dataclasses import dataclass

from scheduling.domain.calendar import day_label, monday_of, week_index
from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.wording import counted, signed_text
from scheduling.models import Resident, Schedule
from scheduling.selectors.program_year import key_of, resident_id
from scheduling.selectors.workbench.cells import Place, states_at
from scheduling.selectors.workbench.desk import Desk, NoAdvice, desk_of
from scheduling.selectors.workbench.questions import session_keys
from scheduling.selectors.workbench.words import Words
from scheduling.solver.advice import Add, Change, Drop, Fit, Move

MOST = 8


@dataclass(frozen=True, slots=True)
class FitShown:
    """One resident in one session: ``how`` it would come about, the overlaps gained by all concerned, what stands against it.

    ``clinics`` counts those of the resident's year as it is, ``goal`` is how many it asks for at least.
    """

    place: Place
    resident: str
    where: str
    how: str
    overlaps: int
    is_together: bool
    against: tuple[str, ...]
    clinics: int
    goal: int
    rooms_left: int

    @property
    def change(self) -> str:
        """``+1``, ``0`` or ``−1`` as people read it; a dash where it cannot be."""
        return "–" if self.against else signed_text(self.overlaps)


@dataclass(frozen=True, slots=True)
class FitsShown:
    """Who fits into a session, or with ``of_week`` which sessions fit a resident's week; a line about what all share."""

    title: str
    about: str
    rows: tuple[FitShown, ...]
    of_week: bool


def fits_at(schedule: Schedule, place: Place) -> FitsShown:
    """Who fits into the session of a cell; where the cell is free, what fits into the resident's week.

    Raises `NoAdvice`.
    """
    desk = desk_of(schedule)
    state = states_at(schedule, [place])[place]
    session = session_keys([state.session])[state.session] if state.session else None
    if session is not None and session in desk.problem.session_by_id:
        return _who_fits(schedule, desk, place, session)
    return _what_fits(schedule, desk, place)


def _who_fits(schedule: Schedule, desk: Desk, place: Place, session: SessionId) -> FitsShown:
    site = Words(desk.problem, schedule.year.program).sites[desk.problem.session_by_id[session].site]
    left = counted(desk.advisor.board.rooms_left(session), "room")
    rows = fits_shown(schedule, desk, session)
    return FitsShown(f"Who fits {place.half_day}?", f"{site} · {left} left", tuple(rows), of_week=False)


def _what_fits(schedule: Schedule, desk: Desk, place: Place) -> FitsShown:
    who = resident_id(place.resident)
    person = desk.problem.resident_by_id.get(who)
    if person is None:
        raise NoAdvice("This resident has no coach yet, so nothing can be said. Pair them first.")
    week = week_index(place.half_day.date, desk.problem.first_monday)
    name = Resident.objects.get(pk=place.resident).full_name
    return FitsShown(
        f"What fits the week of {day_label(monday_of(place.half_day.date))}?",
        f"{name} · {counted(_clinics(desk, who), 'clinic')} this year, target {person.year_min}",
        tuple(week_fits_shown(schedule, desk, place.resident, week)),
        of_week=True,
    )


def _clinics(desk: Desk, who: ResidentId) -> int:
    return len(desk.solution.assignments.get(who, ()))


def fits_shown(schedule: Schedule, desk: Desk, session: SessionId, *, most: int = MOST) -> list[FitShown]:
    """Residents who could attend the session in addition, the best first."""
    return _shown(schedule, desk, desk.advisor.who_fits(session, most=most))


def week_fits_shown(schedule: Schedule, desk: Desk, resident: int, week: int) -> list[FitShown]:
    """Sessions of a week (counted from 0) that a resident could attend in addition, the best first."""
    return _shown(schedule, desk, desk.advisor.fits(resident_id(resident), week))


def _shown(schedule: Schedule, desk: Desk, fits: Iterable[Fit]) -> list[FitShown]:
    listed = list(fits)
    words = Words(desk.problem, schedule.year.program)
    people = {key_of(fit.resident) for fit in listed}
    names = {one.pk: one.full_name for one in Resident.objects.filter(pk__in=people)}
    return [_fit(desk, fit, names[key_of(fit.resident)], words) for fit in listed]


def _fit(desk: Desk, fit: Fit, name: str, words: Words) -> FitShown:
    session = desk.problem.session_by_id[fit.session]
    repair = fit.price.repair
    price = repair.price if repair else fit.price
    hindered = bool(fit.against) and repair is None
    return FitShown(
        place=Place(key_of(fit.resident), session.half_day),
        resident=name,
        where=words.session(fit.session, " · "),
        how="not possible" if hindered else _how(desk, fit.resident, repair.changes if repair else ()),
        overlaps=sum(met.overlaps_after - met.overlaps_before for met in price.meetings),
        is_together=fit.overlap,
        against=tuple(words.sentences(fit.against)) if hindered else (),
        clinics=_clinics(desk, fit.resident),
        goal=desk.problem.resident_by_id[fit.resident].year_min,
        rooms_left=fit.rooms_left,
    )


def _how(desk: Desk, who: ResidentId, changes: Iterable[Change]) -> str:
    """What else would change, in short."""
    listed = list(changes)
    if not listed:
        return "as it is"
    if len(listed) > 1 or listed[0].resident != who:
        return f"with {counted(len(listed), 'further change')}"
    match listed[0]:
        case Drop(_, session):
            return f"moves from {desk.problem.session_by_id[session].half_day}"
        case Move(_, source, target):
            places = desk.problem.session_by_id
            return f"with {places[source].half_day} → {places[target].half_day}"
        case Add(_, session):
            return f"with {desk.problem.session_by_id[session].half_day} as well"

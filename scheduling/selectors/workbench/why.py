"""Why a cell is as it is, why not otherwise, who else would fit there, and what was done to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from scheduling.domain.calendar import HalfDay
from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.problem import ClinicSession, ResidentWeek
from scheduling.domain.wording import counted
from scheduling.models import Faculty, Resident, Schedule, ScheduleEdit
from scheduling.selectors.program_year import key_of, resident_id
from scheduling.selectors.workbench.cells import Place, State, states_at
from scheduling.selectors.workbench.desk import Desk, desk_of
from scheduling.selectors.workbench.fits import FitShown, fits_shown
from scheduling.selectors.workbench.history import cell_history
from scheduling.selectors.workbench.questions import session_keys
from scheduling.selectors.workbench.words import Words
from scheduling.solver.advice import Move

OTHERS_TRIED = 3
FITS_SHOWN = 3


class NobodyThere(Exception):
    """The resident is not of this program."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A session that the resident does not attend on that half-day, and what stands against it."""

    where: str
    reasons: tuple[str, ...]
    is_together: bool
    is_possible: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened to the cell."""

    at: datetime
    said: str


@dataclass(frozen=True, slots=True)
class Why:
    """Everything that the panel says about one cell."""

    place: Place
    resident: str
    where: str
    is_clinic: bool
    is_together: bool
    is_pinned: bool
    headline: str
    why_here: tuple[str, ...]
    why_not: tuple[WhyNot, ...]
    fits: tuple[FitShown, ...]
    rooms_left: int | None
    history: tuple[HistoryLine, ...]


def why(schedule: Schedule, place: Place) -> Why:
    """Raises `NoAdvice` where nothing can be said, `NobodyThere` for a resident of another program."""
    resident = Resident.objects.filter(pk=place.resident, program=schedule.year.program_id).first()
    if resident is None:
        raise NobodyThere
    desk = desk_of(schedule)
    state = states_at(schedule, [place])[place]
    view = _View(schedule, desk, resident, place, state)
    return Why(
        place=place,
        resident=resident.full_name,
        where=view.where(),
        is_clinic=state.session is not None,
        is_together=view.is_together(view.session),
        is_pinned=state.pinned,
        headline=view.headline(),
        why_here=tuple(view.why_here()),
        why_not=tuple(view.why_not()),
        fits=tuple(fits_shown(schedule, desk, view.session, most=FITS_SHOWN)) if view.session else (),
        rooms_left=desk.advisor.board.rooms_left(view.session) if view.session else None,
        history=tuple(view.history()),
    )


class _View:
    """One cell, looked at from all sides."""

    def __init__(
        self, schedule: Schedule, desk: Desk, resident: Resident, place: Place, state: State
    ) -> None:
        self.schedule, self.desk, self.resident, self.place, self.state = (
            schedule, desk, resident, place, state,
        )  # fmt: skip
        self.who: ResidentId = resident_id(resident.pk)
        self.words = Words(desk.problem, schedule.year.program)
        key = session_keys([state.session])[state.session] if state.session else None
        self.session: SessionId | None = key if key in desk.problem.session_by_id else None
        coach = desk.solution.coach.get(self.who)
        self.coach = Faculty.objects.filter(pk=key_of(coach)).first() if coach else None

    def where(self) -> str:
        """``Wed 2 Dec, AM · Main``."""
        half_day = str(self.place.half_day)
        return f"{half_day} · {self._site(self.session)}" if self.session else half_day

    def is_together(self, session: SessionId | None) -> bool:
        """Whether the resident's coach of that day is there."""
        person = self.desk.advisor.board.people.get(self.who)
        return session is not None and person is not None and person.meets(session)

    def headline(self) -> str:
        """What the cell is, in a sentence."""
        if not self._sessions_at(self.place.half_day):
            return "The clinic is closed on this half-day."
        if self.state.session is None:
            return "Free, and pinned so." if self.state.pinned else "No clinic on this half-day."
        if self.session is None:
            return "This clinic is closed by now. Move it or take it out."
        if not self.is_together(self.session) or self.coach is None:
            return f"{self._site(self.session)}, without the coach."
        met = self.desk.advisor.board.years[self.who].overlaps
        return (
            f"Together with {self.coach.short_name}, who is in clinic then. "
            f"One of {counted(met, 'half-day')} together this year."
        )

    def why_here(self) -> Iterator[str]:
        """What the week asks, and whether another half-day with the coach would have done."""
        week = self._week()
        if week is not None:
            yield self._asked(week)
        if self.session is not None and self.who in self.desk.problem.resident_by_id:
            yield from self._other_meetings(week)
        if self.state.pinned:
            yield "Pinned: a new solve leaves it as it is."
        elif self.session is not None:
            yield "Not pinned: a new solve may move it."

    def why_not(self) -> Iterator[WhyNot]:
        """Every other session of the half-day, with what stands against it."""
        if self.who not in self.desk.problem.resident_by_id:
            yield WhyNot(str(self.place.half_day), ("The resident has no coach yet. Pair them first.",),
                         is_together=False, is_possible=False)  # fmt: skip
            return
        for session in self._sessions_at(self.place.half_day):
            if session.id == self.session:
                continue
            hard, soft = self._against(session.id)
            yield WhyNot(
                f"{self.place.half_day} · {self._site(session.id)}",
                tuple(self.words.spoken(hard or soft)),
                is_together=self.is_together(session.id),
                is_possible=not hard,
            )

    def _against(self, other: SessionId) -> tuple[list[str], list[str]]:
        """Hard rules, and what else speaks against being there: instead of the clinic here, or in addition."""
        if self.session is None:
            reasons = self.desk.advisor.why_not(self.who, other)
            hard = [reason.message for reason in reasons if reason.rule is not None]
            return hard, [reason.message for reason in reasons]
        price = self.desk.advisor.price(Move(self.who, self.session, other), max_repairs=0)
        fewer = [f"The score would fall by {-price.gain:g}."] if price.gain < 0 else []
        return [violation.message for violation in price.broken], fewer

    def history(self) -> Iterator[HistoryLine]:
        """Who did what to the cell, the latest first; at the end where the version came from."""
        for edit in cell_history(self.schedule, self.place):
            yield HistoryLine(edit.undone_at or edit.made_at, _told(edit))
        run = self.schedule.run
        if run is not None and self.state.session is not None:
            yield HistoryLine(self.schedule.created_at, f"{run} placed what the draft began with")

    def _site(self, session: SessionId | None) -> str:
        if session is None:
            return ""
        site = self.desk.problem.session_by_id[session].site
        return self.words.sites.get(site, site)

    def _week(self) -> ResidentWeek | None:
        person = self.desk.problem.resident_by_id.get(self.who)
        week = (self.place.half_day.date - self.desk.problem.first_monday).days // 7
        return next((one for one in person.weeks if one.week == week), None) if person else None

    def _asked(self, week: ResidentWeek) -> str:
        count = str(week.min) if week.min == week.max else f"{week.min} to {week.max}"
        half_days = len({self.desk.problem.session_by_id[one].half_day for one in week.sessions})
        clinics = "clinic" if week.max == 1 else "clinics"
        return f"This week asks for {count} {clinics}; {counted(half_days, 'half-day is', 'half-days are')} allowed."

    def _other_meetings(self, week: ResidentWeek | None) -> Iterator[str]:
        """Other half-days of the week with the coach, and what stands against them."""
        assert self.session is not None
        attended = set(self.desk.solution.assignments.get(self.who, ()))
        others = [
            one for one in (week.sessions if week else ()) if self.is_together(one) and one not in attended
        ]
        for other in others[:OTHERS_TRIED]:
            price = self.desk.advisor.price(Move(self.who, self.session, other), max_repairs=0)
            where = f"{self.desk.problem.session_by_id[other].half_day} · {self._site(other)}"
            if price.broken:
                said = self.words.sentences(price.broken[:1])
                yield f"{where} would be together as well, but: {said[0]}"
            else:
                yield f"{where} would be together as well and is possible."

    def _sessions_at(self, half_day: HalfDay) -> list[ClinicSession]:
        return [one for one in self.desk.problem.sessions if one.half_day == half_day]


def _told(edit: ScheduleEdit) -> str:
    who = str(edit.actor or "Somebody")
    reason = f" ({edit.reason})" if edit.reason else ""
    return f"{who} took back: {edit.label}" if edit.undone_at else f"{who}: {edit.label}{reason}"

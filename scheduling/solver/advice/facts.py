"""What binds and rewards each resident and each session, laid out so that a change is judged in microseconds.

The search for repairs and the rankings count with these figures; what they propose is priced by the checkers.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scheduling.domain.ids import FacultyId, ResidentId, RuleId, SessionId
from scheduling.domain.overlap import Presence, coach_on, overlapping, piece_lengths, presence
from scheduling.domain.problem import Problem, Resident
from scheduling.domain.score import concave
from scheduling.domain.solution import Solution

Place = tuple[RuleId, str, object]
Breaches = dict[Place, int]


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """One resident's week: what is attended, what that breaks (by how much), and what it counts for."""

    attended: frozenset[SessionId]
    breaches: Breaches
    overlaps: int
    worth: float


@dataclass(frozen=True, slots=True)
class Year:
    """One resident's year, judged; the sums are kept, so that another week is judged without all others.

    ``in_weeks`` are those breaches that one week shows by itself; ``clinics`` and ``met`` hold as bits the weeks with
    clinic and those with the coach.
    """

    weeks: Mapping[int, WeekFacts]
    breaches: Breaches
    score: float
    overlaps: int
    load: int
    worth: float
    in_weeks: Breaches
    clinics: int
    met: int


NOTHING = frozenset[SessionId]()
NO_WEEK = WeekFacts(NOTHING, {}, 0, 0.0)
NO_YEAR = Year({}, {}, 0.0, 0, 0, 0.0, {}, 0, 0)


class Person:
    """A resident's rules and rewards under one coach."""

    def __init__(self, problem: Problem, there: Presence, resident: Resident, coach: FacultyId) -> None:
        self.problem, self.there, self.resident, self.coach = problem, there, resident, coach
        self.id, self.program = resident.id, resident.program
        self.weeks = {week.week: week for week in resident.weeks}
        self.listed = {session: week.week for week in resident.weeks for session in week.sessions}
        self.published = frozenset((problem.published or {}).get(self.id, ())) & problem.session_by_id.keys()
        self._attend = _by_week(problem, _cells(problem.pins.attend, self.id))
        self._avoid = _by_week(problem, _cells(problem.pins.avoid, self.id))
        self._past = _by_week(problem, filter(self._is_past, self.published))
        self.likes = {wish.session: wish.weight for wish in problem.preferences if wish.resident == self.id}
        pieces = piece_lengths(problem.objective, resident)
        self.earned = [concave(pieces, count) for count in range(sum(length for length, _ in pieces) + 1)]
        self.gaps = _windows(problem, problem.rules.max_gap_weeks) & _covered(
            _mask(self.listed.values()), problem.rules.max_gap_weeks
        )
        self._together = frozenset(overlapping(problem, there, resident, coach, self.listed))
        self.contacts = _windows(problem, problem.rules.contact_window_weeks) & _covered(
            _mask(self.listed[session] for session in self._together), problem.rules.contact_window_weeks
        )
        self._worths: dict[SessionId, float] = {}

    def meets(self, session: SessionId) -> bool:
        """Whether the coach is there."""
        if session in self.listed:
            return session in self._together
        return session in self.there[coach_on(self.resident, self.coach, self._day(session))]

    def year(self, attended: Iterable[SessionId]) -> Year:
        """The judgement of a year."""
        held = dict.fromkeys((*self.weeks, *self._attend, *self._past), NOTHING)
        known = (session for session in attended if session in self.problem.session_by_id)
        return self._judged(NO_YEAR, held | _by_week(self.problem, known))

    def changed(self, year: Year, drop: SessionId | None, add: SessionId | None) -> Year:
        """The judgement of a year with one session less, one more, or both."""
        held: dict[int, frozenset[SessionId]] = {}
        for session, wanted in ((drop, False), (add, True)):
            if session is not None:
                week = self.problem.week_of(session)
                before = held[week] if week in held else year.weeks.get(week, NO_WEEK).attended
                held[week] = before | {session} if wanted else before - {session}
        return self._judged(year, held)

    def _judged(self, year: Year, held: Mapping[int, frozenset[SessionId]]) -> Year:
        """The judgement of a year in which other sessions are attended in some weeks."""
        rules, weeks = self.problem.rules, dict(year.weeks)
        load, overlaps, worth = year.load, year.overlaps, year.worth
        in_weeks, clinics, met = year.in_weeks, year.clinics, year.met
        for week, attended in held.items():
            old, new, bit = weeks.get(week, NO_WEEK), self._week(week, attended), 1 << week
            weeks[week] = new
            load += len(new.attended) - len(old.attended)
            overlaps += new.overlaps - old.overlaps
            worth += new.worth - old.worth
            clinics = clinics | bit if new.attended else clinics & ~bit
            met = met | bit if new.overlaps else met & ~bit
            if old.breaches or new.breaches:
                kept = {place: over for place, over in in_weeks.items() if place not in old.breaches}
                in_weeks = kept | new.breaches
        breaches = in_weeks.copy()
        over = _outside(load, self.resident.year_min, self.resident.year_max)
        if over:
            breaches[RuleId.YEARLY_LOAD, self.id, 0] = over
        for first in _bits(self.gaps & ~_covered(clinics, rules.max_gap_weeks)):
            breaches[RuleId.GAP, self.id, first] = 1
        missed = (self.contacts & ~_covered(met, rules.contact_window_weeks)).bit_count()
        earned = self.earned[min(overlaps, len(self.earned) - 1)]
        score = earned + worth - self.problem.objective.missed_window * missed
        return Year(weeks, breaches, score, overlaps, load, worth, in_weeks, clinics, met)

    def _week(self, week: int, attended: frozenset[SessionId]) -> WeekFacts:
        overlaps = sum(map(self.meets, attended))
        return WeekFacts(
            attended, self._week_breaches(week, attended), overlaps, sum(map(self._worth, attended))
        )

    def _worth(self, session: SessionId) -> float:
        """What attending earns beside the overlap: wishes, the team, and keeping to what was published."""
        if session not in self._worths:
            self._worths[session] = self._sum_of_worth(session)
        return self._worths[session]

    def _sum_of_worth(self, session: SessionId) -> float:
        objective = self.problem.objective
        worth = self.likes.get(session, 0.0)
        if not self.meets(session) and any(session in self.there[member] for member in self.resident.team):
            worth += objective.team_overlap
        if self.problem.published is not None:
            worth += objective.changed_assignment * (1 if session in self.published else -1)
        return worth

    def _week_breaches(self, week: int, attended: frozenset[SessionId]) -> Breaches:
        found: Breaches = {}
        limits = self.weeks.get(week)
        over = _outside(len(attended), limits.min, limits.max) if limits else 0
        if over:
            found[RuleId.WEEKLY_LOAD, self.id, week] = over
        for session in attended:
            if session not in self.listed:
                found[RuleId.ELIGIBLE, self.id, session] = 1
        if len(attended) > 1:
            found |= self._clashes(attended)
        return found | self._unkept(week, attended)

    def _clashes(self, attended: frozenset[SessionId]) -> Breaches:
        if len({self._day(session) for session in attended}) == len(attended):
            return {}
        half_days = [self.problem.session_by_id[session].half_day for session in attended]
        most = self.problem.rules.max_sessions_per_day
        places: list[tuple[object, int]] = [(half, n - 1) for half, n in Counter(half_days).items()]
        places += [(day, n - most) for day, n in Counter(half.date for half in half_days).items()]
        return {(RuleId.ONE_PLACE, self.id, when): over for when, over in places if over > 0}

    def _unkept(self, week: int, attended: frozenset[SessionId]) -> Breaches:
        """Pins and the frozen past that a week does not keep."""
        found: Breaches = {}
        attend, avoid = self._attend.get(week, NOTHING), self._avoid.get(week, NOTHING)
        if attend or avoid:
            unkept = (attended & avoid) | (attend - attended)
            found |= {(RuleId.PINS, self.id, session): 1 for session in unkept}
        if self.problem.frozen_before is not None:
            unkept = frozenset(filter(self._is_past, attended)) ^ self._past.get(week, NOTHING)
            found |= {(RuleId.FROZEN, self.id, session): 1 for session in unkept}
        return found

    def _is_past(self, session: SessionId) -> bool:
        frozen_before: date | None = self.problem.frozen_before
        return frozen_before is not None and self._day(session) < frozen_before

    def _day(self, session: SessionId) -> date:
        return self.problem.session_by_id[session].half_day.date


def people(problem: Problem, solution: Solution, who: Iterable[Resident]) -> dict[ResidentId, Person]:
    """The residents under their coaches."""
    there = presence(problem, solution.precepting)
    return {resident.id: Person(problem, there, resident, solution.coach[resident.id]) for resident in who}


def _cells(cells: Iterable[tuple[ResidentId, SessionId]], who: ResidentId) -> frozenset[SessionId]:
    return frozenset(session for resident, session in cells if resident == who)


def _by_week(problem: Problem, sessions: Iterable[SessionId]) -> dict[int, frozenset[SessionId]]:
    found: dict[int, set[SessionId]] = {}
    for session in sessions:
        found.setdefault(problem.week_of(session), set()).add(session)
    return {week: frozenset(held) for week, held in found.items()}


def _outside(count: int, low: int, high: int) -> int:
    return max(low - count, count - high, 0)


def _mask(weeks: Iterable[int]) -> int:
    """Weeks as bits."""
    found = 0
    for week in weeks:
        found |= 1 << week
    return found


def _windows(problem: Problem, length: int) -> int:
    """The first weeks of all windows that lie wholly inside the problem, as bits."""
    return (1 << max(problem.weeks - length + 1, 0)) - 1


def _covered(weeks: int, length: int) -> int:
    """The first weeks of all windows that hold one of the weeks."""
    found = 0
    for shift in range(length):
        found |= weeks >> shift
    return found


def _bits(mask: int) -> Iterable[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest

"""What a stage of prices proves, in whole numbers: the worth of all that is shared, and of every pair.

At prices for what residents share, residents decouple. For any prices of the right sign the sum below is at least the
score of every legal schedule (weak duality), whoever chose the prices.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import lcm

from scheduling.domain.ids import FacultyId, ResidentId, SessionId
from scheduling.domain.problem import FacultyMember, Problem, Resident, ResidentWeek
from scheduling.solver.verifying.certificate import ByWeek, PairPrices, Stage
from scheduling.solver.verifying.exact import exact, overlap_pieces, score_weights
from scheduling.solver.verifying.presence import Presence
from scheduling.solver.verifying.weeks import Choice, PricedWeek, best_of_week, priced_week, settled

FREE = PairPrices(0, 0, None)
FREE_PRESENCE: Mapping[SessionId, int] = {}


@dataclass(frozen=True, slots=True)
class PricedResident:
    """A resident's weeks at the prices of a stage, and the windows that the stage prices for all their pairs."""

    resident: Resident
    weeks: tuple[PricedWeek, ...]
    contact: ByWeek


class Pricing:
    """A problem at the prices of one stage. All figures are whole numbers over ``unit``."""

    def __init__(self, problem: Problem, scale: int, stage: Stage) -> None:
        self.problem = problem
        self.stage = stage
        weights = score_weights(problem)
        loads = [exact(week.supervision_weight) for r in problem.residents for week in r.weeks]
        loads += [exact(program.supervision_ratio) for program in problem.programs]
        self.per_price = lcm(*{number.denominator for number in (*weights, *loads)})
        self.unit = scale * self.per_price
        self.presence = Presence(problem)
        self._missed = self.units(problem.objective.missed_window)
        self._team = self.units(problem.objective.team_overlap)
        self._wishes = {(w.resident, w.session): self.units(w.weight) for w in problem.preferences}
        self._matches = {(m.resident, m.faculty): self.units(m.weight) for m in problem.affinities}

    def units(self, number: float) -> int:
        """A weight of the problem as a whole number over ``unit``."""
        return int(exact(number) * self.unit)

    def shared(self) -> int:
        """The worth of all rooms and supervision, less what is paid to fill the gap windows, less all changes."""
        problem, stage = self.problem, self.stage
        total = sum(p * problem.session_by_id[session].rooms for session, p in stage.rooms.items())
        total *= self.per_price
        if not problem.decides_faculty:
            given = ((member, session) for member in problem.faculty for session in member.sessions)
            total += sum(self.supervising(member, session) for member, session in given)
        total -= sum(sum(row.values()) for row in stage.gap.values()) * self.per_price
        published = sum(len(set(sessions)) for sessions in (problem.published or {}).values())
        return total - self.units(problem.objective.changed_assignment) * published

    def supervising(self, member: FacultyMember, session: SessionId) -> int:
        """What one faculty member's supervision of a session is worth."""
        price = self.stage.supervision.get((member.program, session), 0)
        ratio = exact(self.problem.program_by_id[member.program].supervision_ratio)
        return int(price * self.per_price * ratio)

    def panels(self) -> int:
        """The most that all panels can pay for their residents at the prices of panels."""
        prices = ((member, self.stage.panels.get(member.id, 0)) for member in self.problem.faculty)
        return self.per_price * sum(max(v * member.panel_min, v * member.panel_max) for member, v in prices)

    def panel(self, coach: FacultyId) -> int:
        """What a place in a coach's panel costs."""
        return self.per_price * self.stage.panels.get(coach, 0)

    def resident(self, resident: Resident) -> PricedResident:
        """A resident's weeks at these prices."""
        gaps = _by_week(self.stage.gap.get(resident.id, {}), self.problem.rules.max_gap_weeks)
        decided = settled(self.problem, resident)
        weeks = tuple(
            priced_week(self.problem, week, dict(self._choices(resident, week, gaps[week.week])), decided)
            for week in resident.weeks
        )
        return PricedResident(resident, weeks, self.stage.contact.get(resident.id, {}))

    def _choices(
        self, resident: Resident, week: ResidentWeek, gap: int
    ) -> Iterator[tuple[SessionId, Choice]]:
        """The sessions of a week with their worth: wishes, changes and gap prices, less rooms and supervision."""
        stage, published = self.stage, set((self.problem.published or {}).get(resident.id, ()))
        change = (
            self.units(self.problem.objective.changed_assignment) if self.problem.published is not None else 0
        )
        weight = exact(week.supervision_weight)
        for session in week.sessions:
            worth = self._wishes.get((resident.id, session), 0) + (
                change if session in published else -change
            )
            worth += self.per_price * (gap - stage.rooms.get(session, 0))
            worth -= int(self.per_price * weight * stage.supervision.get((resident.program, session), 0))
            team = self.presence.beside(resident, session, self._team)
            yield session, Choice(session, worth, team, self.presence.on(resident, session))

    def pair(self, priced: PricedResident, coach: FacultyId) -> int:
        """The most that a resident can contribute with a coach at these prices."""
        resident = priced.resident
        prices = self.stage.pairs.get((resident.id, coach), FREE)
        contact = priced.contact if prices.contact is None else prices.contact
        bonus = _by_week(contact, self.problem.rules.contact_window_weeks)
        overlap, load = self.per_price * prices.overlap, self.per_price * prices.load
        total = self._matches.get((resident.id, coach), 0)
        total += max(load * resident.year_min, load * resident.year_max)
        for length, weight in overlap_pieces(self.problem, resident):
            total += length * max(0, int(weight * self.unit) - overlap)
        total -= self._windows(priced, coach, contact)
        for week in priced.weeks:
            gain = overlap + self.per_price * bonus[week.week]
            total += best_of_week(week, partial(self._worth, resident.id, coach, gain), load)
        return total

    def _worth(self, who: ResidentId, present: FacultyId, gain: int, choice: Choice) -> int:
        """What a session is worth: with the coach there, or else the team; meeting a coach who may be there has a price."""
        coach, session = choice.earlier or present, choice.session
        if session in self.presence.sure[coach]:
            return choice.worth + gain
        if session in self.presence.could[coach]:
            return choice.worth + max(gain - self.paid(who, coach, session), choice.team)
        return choice.worth + choice.team

    def paid(self, who: ResidentId, coach: FacultyId, session: SessionId) -> int:
        """What a resident pays to meet a coach in a session that the coach may be given."""
        return self.per_price * self.stage.presence.get((who, coach), FREE_PRESENCE).get(session, 0)

    def _windows(self, priced: PricedResident, coach: FacultyId, contact: ByWeek) -> int:
        """What the priced windows cost: a missed one costs no more than the score takes for it."""
        if not contact:
            return 0
        could = {week.week for week in priced.resident.weeks if self._meets(priced.resident, week, coach)}
        total = 0
        for first, price in contact.items():
            if not could.isdisjoint(range(first, first + self.problem.rules.contact_window_weeks)):
                total += min(self.per_price * price, self._missed)
        return total

    def _meets(self, resident: Resident, week: ResidentWeek, coach: FacultyId) -> bool:
        """Whether the coach of the day is there in some allowed session of a week, whatever is decided."""
        presence = self.presence
        return any(s in presence.sure[presence.on(resident, s) or coach] for s in week.sessions)


def _by_week(windows: ByWeek, length: int) -> Counter[int]:
    """The sum of the prices of all windows that hold a week."""
    found: Counter[int] = Counter()
    for first, price in windows.items():
        for week in range(first, first + length):
            found[week] += price
    return found


def faults(problem: Problem, stage: Stage) -> Iterable[str]:
    """Why prices prove nothing: a sign that is wrong, or a window that binds nobody."""
    for session, price in stage.rooms.items():
        if price < 0:
            yield f"the price of the rooms of {session} is below 0"
    for (program, session), price in stage.supervision.items():
        if price < 0:
            yield f"the price of supervision by {program} in {session} is below 0"
    for who, windows in stage.gap.items():
        open_weeks = {week.week for week in problem.resident_by_id[who].weeks if week.sessions}
        length = problem.rules.max_gap_weeks
        yield from _window_faults(problem, f"gap windows of {who}", windows, length)
        for first in windows:
            if open_weeks.isdisjoint(range(first, first + length)):
                yield f"no rule asks {who} for a session in the weeks from {first}"
    length = problem.rules.contact_window_weeks
    for who, windows in stage.contact.items():
        yield from _window_faults(problem, f"contact windows of {who}", windows, length)
    for (who, coach), prices in stage.pairs.items():
        place = f"contact windows of {who} with {coach}"
        yield from _window_faults(problem, place, prices.contact or {}, length)
    yield from presence_faults(problem, stage)


def presence_faults(problem: Problem, stage: Stage) -> Iterable[str]:
    """Prices of presence that are below 0, or of what is not offered and so cannot be decided."""
    could = Presence(problem).could
    for (who, member), prices in stage.presence.items():
        for session, price in prices.items():
            if price < 0:
                yield f"the price of {who} for the presence of {member} in {session} is below 0"
            if session not in could[member]:
                yield f"the presence of {member} in {session} is not to be decided"


def _window_faults(problem: Problem, place: str, windows: ByWeek, length: int) -> Iterable[str]:
    for first, price in windows.items():
        if price < 0:
            yield f"a price among the {place} is below 0"
        if not 0 <= first <= problem.weeks - length:
            yield f"a window among the {place} does not lie inside the file"

"""The best half-days of a faculty member, where each offered session is worth so much, in whole numbers."""

from collections.abc import Iterator, Mapping

from scheduling.domain.calendar import HalfDay
from scheduling.domain.ids import FacultyPattern, SessionId
from scheduling.domain.problem import FacultyMember, Problem, WeeklySlot

Limit = tuple[int, tuple[int, ...]]  # how much there is, and how much of it each slot takes


class HalfDays:
    """What one faculty member offers, and how much of it they may take."""

    def __init__(self, problem: Problem, member: FacultyMember) -> None:
        self.quota = member.weekly_quota
        self.by_year = problem.rules.faculty_pattern is FacultyPattern.YEAR
        self.weeks: dict[int, dict[HalfDay, list[SessionId]]] = {}
        slots: dict[WeeklySlot, list[SessionId]] = {}
        for offer in member.offers:
            session = problem.session_by_id[offer]
            week = self.weeks.setdefault(problem.week_of(offer), {})
            week.setdefault(session.half_day, []).append(offer)
            slots.setdefault(session.slot, []).append(offer)
        self.slots = list(slots.values())
        self.limits = sorted(set(self._limits()))

    def best(self, worth: Mapping[SessionId, int]) -> int:
        """The most that any legal half-days are worth; a session that is not named is worth nothing, none below 0."""
        if not self.by_year:
            return sum(self._best_of_week(half_days, worth) for half_days in self.weeks.values())
        values = [sum(worth.get(session, 0) for session in slot) for slot in self.slots]
        dearest = sorted((slot for slot, value in enumerate(values) if value), key=lambda slot: -values[slot])
        left = [most for most, _ in self.limits]
        return self._best_pattern([(slot, values[slot]) for slot in dearest], left, 0, 0)

    def _best_of_week(
        self, half_days: Mapping[HalfDay, list[SessionId]], worth: Mapping[SessionId, int]
    ) -> int:
        """The dearest session of each half-day, and the dearest half-days."""
        values = [max(worth.get(session, 0) for session in sessions) for sessions in half_days.values()]
        return sum(sorted(values, reverse=True)[: self.quota])

    def _limits(self) -> Iterator[Limit]:
        """The half-days and weeks that could hold too much of the weekly slots; weeks alike say it once."""
        for half_days in self.weeks.values():
            held = [session for sessions in half_days.values() for session in sessions]
            groups = [(1, sessions) for sessions in half_days.values()]
            if self.quota is not None:
                groups.append((self.quota, held))
            for most, group in groups:
                takes = tuple(len(set(slot) & set(group)) for slot in self.slots)
                if sum(takes) > most:
                    yield most, takes

    def _best_pattern(self, slots: list[tuple[int, int]], left: list[int], earned: int, best: int) -> int:
        """The best set of slots, dearest first: a set is tried unless all that is left could not make it the best."""
        best = max(best, earned)
        if earned + sum(value for _, value in slots) <= best:
            return best
        slot, value = slots[0]
        after = [there - takes[slot] for there, (_, takes) in zip(left, self.limits, strict=True)]
        if min(after, default=0) >= 0:
            best = self._best_pattern(slots[1:], after, earned + value, best)
        return self._best_pattern(slots[1:], left, earned, best)

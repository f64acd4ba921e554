"""What half-days that are to be decided are worth to the faculty at the prices of a stage, in exact numbers.

A resident pays for the presence of the coach of a day, and the faculty member earns it by being there, beside what
supervision is worth. What a resident with several possible coaches pays is added to each pair: with room for K such
residents, the best half-days are convex in what those residents pay, so together they add at most the sum of a K-th of
what each would add if all K were as that one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from scheduling.domain.ids import FacultyId, ResidentId, SessionId
from scheduling.domain.problem import Problem, Resident
from scheduling.solver.verifying.half_days import HalfDays
from scheduling.solver.verifying.pricing import Pricing

Pairs = Mapping[ResidentId, Sequence[FacultyId]]
Worth = Counter[SessionId]


class FacultyWorth:
    """The faculty's half-days at the prices of a stage, for the pairs that are left; nothing where they are given."""

    def __init__(self, pricing: Pricing, pairs: Pairs) -> None:
        self.problem: Problem = pricing.problem
        self.pricing, self.pairs = pricing, pairs
        faculty = self.problem.faculty if self.problem.decides_faculty else ()
        self.half_days = {member.id: HalfDays(self.problem, member) for member in faculty}
        self.base: dict[FacultyId, Worth] = {
            member.id: Counter({session: pricing.supervising(member, session) for session in member.offers})
            for member in faculty
        }
        self.places = {member.id: member.panel_max for member in faculty}
        for resident in self.problem.residents if faculty else ():
            self._settle(resident)
        self.best = {who: self.half_days[who].best(worth) for who, worth in self.base.items()}

    def _settle(self, resident: Resident) -> None:
        """What a resident pays in any case: earlier coaches, and the coach, where no other is left."""
        paid = self._paid(resident, None)
        left = self.pairs[resident.id]
        if len(left) == 1:
            paid += self._paid(resident, left[0])
            self.places[left[0]] -= 1
        for (member, session), price in paid.items():
            self.base[member][session] += price

    def _paid(self, resident: Resident, coach: FacultyId | None) -> Counter[tuple[FacultyId, SessionId]]:
        """What a resident pays for a coach on days of no earlier one; for earlier coaches if ``coach`` is None."""
        pricing, found = self.pricing, Counter[tuple[FacultyId, SessionId]]()
        for week in resident.weeks:
            for session in week.sessions:
                earlier = pricing.presence.on(resident, session)
                member = earlier if coach is None else None if earlier else coach
                if member is not None and session in pricing.presence.could[member]:
                    found[member, session] += pricing.paid(resident.id, member, session)
        return found

    def total(self) -> int:
        """The most that all half-days are worth, beside the residents whose coach is open."""
        return sum(self.best.values())

    def added(self, resident: Resident, coach: FacultyId) -> Fraction:
        """What a pair adds to its coach's half-days at most, if the resident has other possible coaches."""
        if coach not in self.base or len(self.pairs[resident.id]) == 1:
            return Fraction(0)
        places = max(self.places[coach], 1)
        worth = self.base[coach].copy()
        for (_, session), price in self._paid(resident, coach).items():
            worth[session] += places * price
        return Fraction(self.half_days[coach].best(worth) - self.best[coach], places)

"""Whether a certificate proves a bound: stage by stage, pairs that cannot beat the bound are dropped, the rest bounded."""

from dataclasses import dataclass
from fractions import Fraction

from scheduling.domain.ids import FacultyId, ResidentId
from scheduling.domain.problem import Problem
from scheduling.solver.verifying.certificate import Certificate, Stage
from scheduling.solver.verifying.exact import down_to_step, score_step
from scheduling.solver.verifying.links import FacultyWorth
from scheduling.solver.verifying.pricing import Pricing, faults

DIGITS = Fraction(1, 10**9)  # relative; a bound is printed in binary floating point
Pairs = dict[ResidentId, list[FacultyId]]


@dataclass(frozen=True, slots=True)
class Proof:
    """How a check of a bound ended. ``value`` is what the last stage proves, fallen to the step of the score."""

    holds: bool
    value: Fraction | None
    faults: tuple[str, ...] = ()


def prove(problem: Problem, certificate: Certificate, bound: Fraction) -> Proof:
    """Whether no legal schedule scores above ``bound``."""
    wrong = [fault for stage in certificate.stages for fault in faults(problem, stage)]
    if wrong:
        return Proof(holds=False, value=None, faults=tuple(wrong))
    limit = bound + DIGITS * max(Fraction(1), abs(bound))
    pairs: Pairs = {r.id: list(problem.candidates_of(r)) for r in problem.residents}
    value: Fraction | None = None
    for stage in certificate.stages:
        value, pairs = _apply(problem, certificate.scale, stage, pairs, limit)
        if value <= limit or not all(pairs.values()):
            return Proof(holds=True, value=min(value, limit))
    return Proof(holds=False, value=value)


def _apply(
    problem: Problem, scale: int, stage: Stage, pairs: Pairs, limit: Fraction
) -> tuple[Fraction, Pairs]:
    """What a stage proves for the pairs that are left, and the pairs that could still beat the limit."""
    pricing = Pricing(problem, scale, stage)
    step = score_step(problem)
    faculty = FacultyWorth(pricing, pairs)
    worth: dict[ResidentId, dict[FacultyId, Fraction]] = {}
    total = Fraction(pricing.shared() + pricing.panels() + faculty.total())
    for resident in problem.residents:
        priced = pricing.resident(resident)
        row = {
            coach: pricing.pair(priced, coach) - pricing.panel(coach) + faculty.added(resident, coach)
            for coach in pairs[resident.id]
        }
        worth[resident.id] = row
        total += max(row.values(), default=0)

    def score(units: Fraction) -> Fraction:
        return down_to_step(units / pricing.unit, step)

    left = {
        who: [coach for coach, units in row.items() if score(total - max(row.values()) + units) > limit]
        for who, row in worth.items()
    }
    return score(total), left

"""What the score is made of, in exact fractions: the weights as they stand in the file, and the step they give."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, gcd, lcm

from scheduling.domain.ids import FacultyId, SessionId
from scheduling.domain.problem import Problem, Resident

There = Mapping[FacultyId, frozenset[SessionId]]


def exact(number: float | Decimal) -> Fraction:
    """The decimal that the file says, not its neighbour among binary numbers."""
    return Fraction(str(number))


def earlier_coach(resident: Resident, day: date) -> FacultyId | None:
    """The coach of a day before the last change of coach, if it is one."""
    changes = sorted((change.until, change.coach) for change in resident.earlier_coaches)
    return next((coach for until, coach in changes if day <= until), None)


def overlap_pieces(problem: Problem, resident: Resident) -> list[tuple[int, Fraction]]:
    """So many overlaps, in this order, earn this much each; the last ones, up to ``year_max``, earn nothing."""
    found: list[tuple[int, Fraction]] = []
    reached = 0
    for piece in problem.objective.overlap_pieces:
        end = resident.year_max
        if piece.share is not None:
            end = min(end, ceil(Fraction(piece.share) * resident.year_min))
        end = max(end, reached)
        found.append((end - reached, exact(piece.weight)))
        reached = end
    return [*found, (max(resident.year_max - reached, 0), Fraction(0))]


def score_weights(problem: Problem) -> list[Fraction]:
    """Every weight of which the score is a sum of whole multiples."""
    objective = problem.objective
    found = [exact(piece.weight) for piece in objective.overlap_pieces]
    found += [exact(objective.missed_window), exact(objective.changed_assignment)]
    found.append(exact(objective.team_overlap))
    found += [exact(wish.weight) for wish in problem.preferences]
    found += [exact(wish.weight) for wish in problem.affinities]
    return found


def score_step(problem: Problem) -> Fraction | None:
    """The step of which every score is a whole multiple; None if every score is 0.

    A part that cannot occur in this problem has no say: changes without a published schedule, teams where none is.
    """
    objective = problem.objective
    absent = []
    if problem.published is None:
        absent.append(exact(objective.changed_assignment))
    if not any(resident.team for resident in problem.residents):
        absent.append(exact(objective.team_overlap))
    weights = score_weights(problem)
    for weight in absent:
        weights.remove(weight)
    whole = lcm(*(weight.denominator for weight in weights))
    step = gcd(*(int(weight * whole) for weight in weights))
    return Fraction(step, whole) if step else None


def down_to_step(value: Fraction, step: Fraction | None) -> Fraction:
    """The largest score that is not above a value."""
    if step is None:
        return min(value, Fraction(0))
    return value // step * step

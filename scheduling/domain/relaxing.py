"""What a schedule that breaks some rules says about itself, held against what the checkers find."""

from collections import Counter
from collections.abc import Iterable, Iterator

from scheduling.domain.amounts import amount
from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.domain.solution import Relaxation, Relaxed, Solution

Place = tuple[object, ...]


def relaxations(problem: Problem, solution: Solution) -> tuple[Relaxation, ...]:
    """Every rule that a schedule breaks, as the checkers find it, with by how much."""
    return tuple(
        Relaxation(violation, float(amount(problem, solution, violation)))
        for violation in violations(problem, solution)
    )


def misstated(problem: Problem, relaxed: Relaxed) -> Iterator[str]:
    """One sentence for each rule that is broken and not named, named and not broken, or named with a wrong amount."""
    found = _counted(relaxations(problem, relaxed.solution))
    named = _counted(relaxed.relaxations)
    for place, times in (found - named).items():
        yield f"not named: {_said(place, times)}"
    for place, times in (named - found).items():
        yield f"named, but not so: {_said(place, times)}"


def _counted(of: Iterable[Relaxation]) -> Counter[Place]:
    """Each relaxation by what it concerns and by how much."""
    return Counter(
        (
            one.violation.rule,
            frozenset(one.violation.residents),
            frozenset(one.violation.sessions),
            frozenset(one.violation.faculty),
            frozenset(one.violation.weeks),
            one.amount,
        )
        for one in of
    )


def _said(place: Place, times: int) -> str:
    rule, *concerned, by = place
    ids = ", ".join(str(one) for group in concerned if isinstance(group, frozenset) for one in sorted(group))
    return f"{rule} ({ids}) by {by:g}" + (f", {times} times" if times > 1 else "")

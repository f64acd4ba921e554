"""The files that the stand-in hands over, computed from the small year itself."""

from dataclasses import replace
from pathlib import Path

from scheduling.domain.ids import FacultyId, ResidentId, RuleId, Status
from scheduling.domain.score import score
from scheduling.domain.solution import Outcome
from scheduling.domain.violations import Violation
from scheduling.exchange.solution_file import write_solution
from scheduling.selectors.program_year import faculty_id, resident_id
from scheduling.services.runs import frozen_problem
from tests.services.small_year import SmallYear


def write_answers(small: SmallYear, folder: Path) -> None:
    """One file for each way in which a solver can answer."""
    for name, outcome in _answers(small).items():
        (folder / f"{name}.json").write_text(write_solution(outcome))


def _answers(small: SmallYear) -> dict[str, Outcome]:
    best, fewer = _scored(small, small.outcome()), _scored(small, small.outcome(ana=(0,)))
    empty = replace(best, solution=None, objective=None, bound=None)
    assert best.objective is not None
    return {
        "optimal": best,
        "feasible": replace(fewer, status=Status.FEASIBLE, bound=best.bound),
        "illegal": _with_another_coach(small, best),
        "boasting": replace(best, objective=best.objective + 1, bound=best.objective + 1),
        "unknown": replace(empty, status=Status.UNKNOWN),
        "infeasible": replace(empty, status=Status.INFEASIBLE, conflicts=(_collision(small),)),
    }


def _scored(small: SmallYear, outcome: Outcome) -> Outcome:
    problem = frozen_problem(small.year, decide_pairing=True)
    assert outcome.solution is not None
    total = score(problem, outcome.solution).total
    return replace(outcome, problem=problem.name, objective=total, bound=total)


def _with_another_coach(small: SmallYear, outcome: Outcome) -> Outcome:
    """Kofi is taken from Ingrid, with whom he is to stay."""
    assert outcome.solution is not None
    swapped = {
        **outcome.solution.coach,
        ResidentId(resident_id(small.kofi.pk)): FacultyId(faculty_id(small.omar.pk)),
    }
    return replace(outcome, solution=replace(outcome.solution, coach=swapped))


def _collision(small: SmallYear) -> Violation:
    kofi = resident_id(small.kofi.pk)
    return Violation(
        RuleId.WEEKLY_LOAD, f"{kofi} needs 3 clinics in the week of Mon 29 Jun; 2 are held.", (kofi,)
    )

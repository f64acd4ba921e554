"""The command ``python -m scheduling.solver.verify``: a solution file checked against its problem, without any solver.

Rules, score and bound are checked in whole numbers. Exit status: 0 all holds, 1 something does not, 2 a file was refused.
"""

import argparse
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import Status
from scheduling.domain.limiting import judged
from scheduling.domain.problem import Problem
from scheduling.domain.relaxing import misstated
from scheduling.domain.rules import violations
from scheduling.domain.scope import Scope
from scheduling.domain.solution import Alternative, Outcome, Relaxed, Solution
from scheduling.domain.wording import counted
from scheduling.exchange.problem_file import read_problem
from scheduling.exchange.solution_file import read_solution
from scheduling.solver.verifying.belonging import check_conflicts, check_held
from scheduling.solver.verifying.certificate import Certificate, read_certificate
from scheduling.solver.verifying.exact import exact
from scheduling.solver.verifying.proof import prove
from scheduling.solver.verifying.scoring import exact_score

HOLDS, BROKEN, REFUSED = 0, 1, 2
AGREEMENT = Fraction(1, 10**6)  # relative; optimal means that objective and bound agree this closely
DIGITS = Fraction(1, 10**9)
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One line for people, and whether what it speaks of holds."""

    holds: bool
    line: str


def main(arguments: list[str]) -> int:
    """Check one solution; the exit status says how it ended (docs/solver.md)."""
    parser = argparse.ArgumentParser(prog="python -m scheduling.solver.verify", description=__doc__)
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json")
    parser.add_argument("solution", type=Path, metavar="SOLUTION.json")
    parser.add_argument(
        "--hold",
        type=Path,
        metavar="OTHER.json",
        help="what an infeasible limited solve held, if not as published",
    )
    options = parser.parse_args(arguments)
    place = options.problem
    try:
        problem = read_problem(place.read_bytes())
        place = options.solution
        outcome = read_solution(place.read_bytes())
        certificate = None
        if outcome.certificate is not None:
            certificate = read_certificate(problem, outcome.certificate)
        check_conflicts(problem, outcome.conflicts)
        check_held(problem, outcome, options.hold)
        findings = list(check(problem, outcome, certificate))
    except OSError as error:
        return _refuse(f"{error.filename}: {error.strerror}.")
    except ProblemError as error:
        return _refuse(f"{place}: {error}")
    sys.stdout.write("".join(f"{'holds' if f.holds else 'FALSE'}: {f.line}\n" for f in findings))
    return HOLDS if all(finding.holds for finding in findings) else BROKEN


def check(problem: Problem, outcome: Outcome, certificate: Certificate | None) -> Iterator[Finding]:
    """Everything that a solution file claims, one finding each."""
    if outcome.problem != problem.name:
        yield Finding(False, f"the solution is of '{outcome.problem}', the problem is '{problem.name}'.")
    found = outcome.solution is not None
    if found is not (outcome.status in (Status.OPTIMAL, Status.FEASIBLE)):
        schedule = "a schedule" if found else "no schedule"
        yield Finding(False, f"the status is '{outcome.status}', with {schedule} in the file.")
    if outcome.solution is not None:
        yield from _rules(problem, outcome.solution)
        yield from _score(problem, outcome)
    narrowed = judged(problem, outcome)
    if outcome.scope is not None:
        yield Finding(True, _reach(outcome.scope, found=found))
    if outcome.relaxed is not None:
        yield from _relaxed(narrowed, outcome.status, outcome.relaxed)
    yield from _status(outcome)
    yield from _spared(problem, outcome)
    yield from _conflicts(outcome)
    yield from _bound(narrowed, outcome, certificate)
    for number, one in enumerate(outcome.alternatives, 1):
        yield from _alternative(narrowed, outcome, one, number)


def _alternative(problem: Problem, outcome: Outcome, one: Alternative, number: int) -> Iterator[Finding]:
    """The rules, the score and the differences of another schedule."""
    alone = replace(outcome, solution=one.solution, objective=one.objective, alternatives=())
    for finding in (*_rules(problem, one.solution), *_score(problem, alone)):
        yield replace(finding, line=f"alternative {number}: {finding.line}")
    score = exact(one.objective)
    if outcome.bound is not None and exact(outcome.bound) < score - DIGITS * max(Fraction(1), abs(score)):
        line = f"alternative {number}: the bound {outcome.bound} is below its objective {one.objective}."
        yield Finding(False, line)
    others = [outcome.solution, *(other.solution for other in outcome.alternatives if other is not one)]
    found = [_differs(one.solution, other) for other in others if other is not None]
    stated = (one.differs, one.differs_least)
    yield Finding(
        bool(found) and stated == (found[0], min(found)),
        f"alternative {number}: it differs from the schedule in {one.differs} resident-sessions, "
        f"from the nearest in {one.differs_least}.",
    )


def _differs(one: Solution, other: Solution) -> int:
    first, second = (
        {(who, what) for who, sessions in solution.assignments.items() for what in sessions}
        for solution in (one, other)
    )
    return len(first ^ second)


def _rules(problem: Problem, solution: Solution) -> Iterator[Finding]:
    broken = list(violations(problem, solution))
    if not broken:
        yield Finding(True, "the schedule keeps every hard rule.")
    for violation in broken[:SHOWN]:
        yield Finding(False, f"rule {violation.rule}: {violation.message}")
    if len(broken) > SHOWN:
        yield Finding(False, f"{len(broken) - SHOWN} more rules are broken.")


def _score(problem: Problem, outcome: Outcome) -> Iterator[Finding]:
    solution, objective = outcome.solution, outcome.objective
    assert solution is not None
    assert objective is not None
    if any(solution.coach.get(resident.id) not in problem.faculty_by_id for resident in problem.residents):
        return  # the rules have said so; without a coach there is no score
    score = exact_score(problem, solution)
    stated = exact(objective)
    agrees = abs(score - stated) <= DIGITS * max(Fraction(1), abs(score))
    yield Finding(agrees, f"the objective is stated as {objective}, and the schedule scores {_shown(score)}.")


def _relaxed(problem: Problem, status: Status, relaxed: Relaxed) -> Iterator[Finding]:
    """The schedule of an infeasible problem breaks the rules that it names, by so much, and no other."""
    if status is not Status.INFEASIBLE:
        yield Finding(False, f"the status is '{status}', with a relaxed schedule in the file.")
    faults = list(misstated(problem, relaxed))
    if not faults and not relaxed.relaxations:
        yield Finding(False, "the relaxed schedule breaks nothing, so the problem is feasible.")
    elif not faults:
        named = counted(len(relaxed.relaxations), "relaxation")
        yield Finding(True, f"the relaxed schedule breaks what its {named} name, and nothing else.")
    for fault in faults[:SHOWN]:
        yield Finding(False, f"the relaxed schedule: {fault}.")
    if any(relaxed.solution.coach.get(one.id) not in problem.faculty_by_id for one in problem.residents):
        yield Finding(False, "the relaxed schedule leaves somebody without a coach.")
        return
    score = exact_score(problem, relaxed.solution)
    stated = exact(relaxed.objective)
    agrees = abs(score - stated) <= DIGITS * max(Fraction(1), abs(score))
    line = f"the relaxed schedule's objective is stated as {relaxed.objective}; it scores {_shown(score)}."
    yield Finding(agrees, line)


def _status(outcome: Outcome) -> Iterator[Finding]:
    if outcome.objective is not None and outcome.bound is not None:
        objective, bound = exact(outcome.objective), exact(outcome.bound)
        if bound < objective:
            yield Finding(False, f"the bound {outcome.bound} is below the objective {outcome.objective}.")
        if outcome.status is Status.OPTIMAL:
            agrees = bound - objective <= AGREEMENT * max(Fraction(1), abs(objective))
            line = f"the status is optimal; objective {outcome.objective}, bound {outcome.bound}."
            yield Finding(agrees, line)
    elif outcome.status is Status.OPTIMAL:
        yield Finding(False, "the status is optimal, and the bound is missing.")


def _spared(problem: Problem, outcome: Outcome) -> Iterator[Finding]:
    """What was given up for few changes; that the better schedule is there rests on the solver's word."""
    spared = outcome.spared
    if spared is None:
        return
    if outcome.solution is None or outcome.objective is None or problem.published is None:
        yield Finding(False, "changes were spared, and there is no schedule or nothing was published.")
        return
    counted_anew = _differs(outcome.solution, Solution({}, problem.published, {}))
    fits = counted_anew == spared.changes < spared.best_changes and outcome.objective < spared.best_objective
    within = outcome.bound is None or exact(spared.best_objective) <= exact(outcome.bound)
    yield Finding(
        fits and within,
        f"{counted_anew} resident-sessions differ from what was published, stated as {spared.changes}; the best "
        f"schedule is said to score {spared.best_objective} with {spared.best_changes}.",
    )


def _conflicts(outcome: Outcome) -> Iterator[Finding]:
    """No engine is asked here: that no schedule exists cannot be checked, only whether the file agrees with itself."""
    named = counted(len(outcome.conflicts), "conflict")
    if outcome.status is not Status.INFEASIBLE:
        if outcome.conflicts:
            yield Finding(False, f"the status is '{outcome.status}', with {named} in the file.")
    elif not outcome.conflicts:
        yield Finding(False, "the status is infeasible, and no conflict is named.")
    else:
        yield Finding(
            True, f"the status is infeasible, with {named} named; infeasibility rests on the engine's word."
        )


def _reach(scope: Scope, *, found: bool) -> str:
    """Of which schedules the status of a limited solve speaks."""
    limits = []
    if scope.weeks is not None:
        limits.append(f"weeks {scope.weeks[0]} to {scope.weeks[1]}")
    if scope.sites is not None:
        limits.append(_named(scope.sites, "site"))
    if scope.residents is not None:
        limits.append(_named(scope.residents, "resident"))
    if scope.since is not None:
        limits.append(f"days from {scope.since}")
    held = "this one" if found else "what was held"
    pairing = "open coaches may change there" if scope.pairing else "all coaches are held"
    inside = ", ".join(limits) or "nothing"
    return f"the status speaks of schedules that agree with {held} outside {inside}; {pairing}."


def _named(ids: Collection[str], kind: str) -> str:
    return f"{kind if len(ids) == 1 else kind + 's'} {', '.join(sorted(ids)) or 'none'}"


def _bound(problem: Problem, outcome: Outcome, certificate: Certificate | None) -> Iterator[Finding]:
    if certificate is None:
        if outcome.bound is not None:
            yield Finding(
                True, f"no prices certify the bound {outcome.bound}: it rests on the engine's word."
            )
        return
    if outcome.bound is None:
        yield Finding(False, "there is a certificate, and no bound.")
        return
    proof = prove(problem, certificate, exact(outcome.bound))
    for fault in proof.faults[:SHOWN]:
        yield Finding(False, f"certificate: {fault}.")
    if proof.value is not None:
        yield Finding(
            proof.holds, f"the bound is stated as {outcome.bound}; the prices prove {_shown(proof.value)}."
        )
    elif not proof.faults:
        yield Finding(False, "the certificate has no prices.")


def _shown(value: Fraction) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".")


def _refuse(message: str) -> int:
    sys.stderr.write(" ".join(message.split()) + "\n")
    return REFUSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

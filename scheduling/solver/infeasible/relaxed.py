"""The schedule that breaks least: first the lightest set of rules that must give way, then the best score with these held."""

from collections import defaultdict

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.relaxing import relaxations
from scheduling.domain.score import score
from scheduling.domain.solution import Relaxation, Relaxed
from scheduling.solver.arrays import Bools, Floats, Ints, ProblemArrays, add_up
from scheduling.solver.checked import AGREEMENT, SolverFaultError
from scheduling.solver.engines import Ending, solve_lp
from scheduling.solver.infeasible.elastic import widened
from scheduling.solver.infeasible.lightest import Lightest, lightest
from scheduling.solver.infeasible.making_whole import at_fault, made_whole, standing
from scheduling.solver.model import Matrix
from scheduling.solver.rules import add_rules
from scheduling.solver.schedule import BuiltSchedule
from scheduling.solver.schedule_model import ScheduleModel, add_score, start_model
from scheduling.solver.state import solution_of


def relaxed_schedule(arrays: ProblemArrays, coach: Ints, deadline: float, seed: int) -> Relaxed | None:
    """The schedule under a pairing that breaks least, and among those the one of the highest score; None if time ran out.

    ``coach`` has one faculty number per resident and need not keep the rule of pairing. Raises `SolverFaultError` if
    the checkers find other rules broken, or broken otherwise, than the model gave way in.
    """
    schedule = start_model(arrays, arrays.coach_there(coach), lean=False)
    add_rules(schedule)
    rules = schedule.model.matrix()
    given = lightest(schedule, rules, deadline, seed)
    if given is None:
        return None
    score_rows = add_score(schedule, arrays.coach_there(coach))
    whole = schedule.model.matrix()
    above, below = (np.pad(side, (0, schedule.model.rows - len(side))) for side in (given.above, given.below))
    above[score_rows.overlap_rows] = _beyond_the_year(schedule, above)
    minima = schedule.model.rows_of(RuleId.OPEN_SESSION)
    built = BuiltSchedule(arrays, coach, schedule, score_rows, widened(whole, above, below), minima)
    values = _best_score(built, given, deadline, seed)
    return None if values is None else _checked(built, rules, values)


def _beyond_the_year(schedule: ScheduleModel, above: Floats) -> Floats:
    """Each resident's sessions beyond the yearly maximum: the score has no place for overlaps in them."""
    block = next(one for one in schedule.model.blocks if one.rule is RuleId.YEARLY_LOAD)
    return above[block.first : block.first + block.count]


def _best_score(built: BuiltSchedule, given: Lightest, deadline: float, seed: int) -> Floats | None:
    """The best score with the rules let off by what was given; where the relaxation is not whole, a good one."""
    schedule, matrix = built.model, built.matrix
    relaxed = solve_lp(matrix, deadline, seed)
    if relaxed.ending is not Ending.OPTIMAL or relaxed.values is None:
        return None
    fault = at_fault(schedule, relaxed.values)
    if not fault.any():
        return relaxed.values
    found = made_whole(schedule, matrix, relaxed.values, deadline, seed)
    if found.values is not None:
        return found.values
    start = np.zeros(len(matrix.lower))
    start[schedule.x] = given.values[schedule.x]
    for options in (fault, np.ones_like(fault)):  # the weeks at fault as they were found, else everything
        answer = solve_lp(standing(schedule, matrix, options, start), deadline, seed)
        if answer.values is not None and not at_fault(schedule, answer.values).any():
            return answer.values
    return None


def _checked(built: BuiltSchedule, rules: Matrix, values: Floats) -> Relaxed:
    """The schedule with what the checkers find broken, which is what the model gave way in."""
    arrays, coach = built.arrays, built.coach
    attended = values[built.model.x] > 0.5
    solution = solution_of(arrays, coach, attended)
    found = relaxations(arrays.problem, solution)
    _agree(found, _given_by_rule(built, rules, attended))
    total = score(arrays.problem, solution).total
    expected = float(built.matrix.objective @ values) + arrays.pair_worth(coach) + arrays.constant
    longer_year = RuleId.YEARLY_LOAD in {
        one.violation.rule for one in found
    }  # the model knows no such overlaps
    if not longer_year and abs(total - expected) > AGREEMENT * max(1.0, abs(total)):
        raise SolverFaultError(f"the relaxed schedule scores {total}; its model says {expected}.")
    return Relaxed(total, solution, found)


def _given_by_rule(built: BuiltSchedule, rules: Matrix, attended: Bools) -> dict[RuleId, float]:
    """How much the schedule breaks each rule by the rows of the model that speak of attendance alone."""
    value = np.zeros(len(rules.lower))
    value[built.model.x] = attended
    activity = add_up(rules.row, rules.value * value[rules.column], len(rules.row_lower))
    broken = np.maximum(np.maximum(activity - rules.row_upper, rules.row_lower - activity), 0.0)
    others = np.ones(len(rules.lower), dtype=np.bool_)
    others[built.model.x] = False
    mixed = add_up(rules.row, others[rules.column].astype(np.float64), len(rules.row_lower)) > 0
    found: dict[RuleId, float] = {}
    for block in built.model.model.blocks:
        rows = slice(block.first, block.first + block.count)
        if block.rule is not None and not mixed[rows].any():
            found[block.rule] = found.get(block.rule, 0.0) + float(broken[rows].sum())
    return found


def _agree(found: tuple[Relaxation, ...], model: dict[RuleId, float]) -> None:
    """The checkers and the model say the same of every rule; two places at once are one breach or two, as one counts."""
    total: dict[RuleId, float] = defaultdict(float)
    for relaxation in found:
        total[relaxation.violation.rule] += relaxation.amount
    for rule, given in model.items():
        same = abs(total[rule] - given) <= AGREEMENT
        if rule is RuleId.ONE_PLACE:
            same = (total[rule] > 0) is (given > 0)
        if not same:
            raise SolverFaultError(
                f"the relaxed schedule breaks {rule} by {total[rule]}; its model says {given}."
            )

"""The schedule that breaks least: first the lightest set of rules that must give way, then the best score with these held.

Breaking one unit of a rule (a session, a resident, a place, a weight) weighs what stands in `WEIGHT`: loads and gaps give
way before rooms and supervision, these before what a person pinned, and last what cannot be: sessions that are not
allowed, two places at once, another past.
"""

from collections import defaultdict
from dataclasses import replace

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.relaxing import relaxations
from scheduling.domain.score import score
from scheduling.domain.solution import Relaxation, Relaxed
from scheduling.solver.arrays import Bools, Floats, Ints, ProblemArrays, add_up
from scheduling.solver.engines import Ending, solve_lp, solve_mip
from scheduling.solver.infeasible.elastic import Elastic, elastic, widened
from scheduling.solver.model import Matrix
from scheduling.solver.progress import AGREEMENT, SolverFaultError
from scheduling.solver.rules import SCHEDULE_RULES
from scheduling.solver.schedule import BuiltSchedule, ScheduleAnswer, best_schedule
from scheduling.solver.schedule_model import ScheduleModel, add_score, start_model
from scheduling.solver.state import solution_of

WEIGHT: dict[RuleId, float] = {
    RuleId.WEEKLY_LOAD: 1,
    RuleId.YEARLY_LOAD: 1,
    RuleId.GAP: 1,
    RuleId.ROOMS: 2,
    RuleId.SUPERVISION: 2,
    RuleId.OPEN_SESSION: 2,
    RuleId.PAIRING: 2,
    RuleId.FACULTY_SESSIONS: 2,
    RuleId.PINS: 3,
    RuleId.ELIGIBLE: 10,
    RuleId.ONE_PLACE: 10,
    RuleId.FROZEN: 30,
}
FINE = 0.01  # supervision gives way in such steps of weight
WHOLE = 1e-6
NODES = 2000


def relaxed_schedule(arrays: ProblemArrays, coach: Ints, deadline: float, seed: int) -> Relaxed | None:
    """The schedule under a pairing that breaks least, and among those the one of the highest score; None if time ran out.

    ``coach`` has one faculty number per resident and need not keep the rule of pairing. Raises `SolverFaultError` if
    the checkers find other rules broken, or broken otherwise, than the model gave way in.
    """
    schedule = start_model(arrays, arrays.coach_there(coach))
    _add_rules(schedule)
    rules = schedule.model.matrix()
    given = _lightest(schedule, rules, deadline, seed)
    if given is None:
        return None
    score_rows = add_score(schedule, arrays.coach_there(coach))
    whole = schedule.model.matrix()
    above, below = (np.pad(side, (0, len(whole.row_lower) - len(side))) for side in given)
    built = BuiltSchedule(arrays, coach, schedule, score_rows, widened(whole, above, below))
    answer = best_schedule(built, deadline, seed, thorough=False)
    if answer.attended is None:
        return None
    return _checked(answer, rules)


def _add_rules(schedule: ScheduleModel) -> None:
    """All rules; a gap has a row even where a week's minimum would fill it, for that minimum may give way."""
    weeks = replace(schedule.arrays.weeks, min=np.zeros_like(schedule.arrays.weeks.min))
    no_minima = replace(schedule, arrays=replace(schedule.arrays, weeks=weeks))
    for rule, add_rows in SCHEDULE_RULES.items():
        add_rows(no_minima if rule is RuleId.GAP else schedule)


def _lightest(
    schedule: ScheduleModel, rules: Matrix, deadline: float, seed: int
) -> tuple[Floats, Floats] | None:
    """How far each row is exceeded and missed where least gives way: by the relaxation if it is whole."""
    weight, step = np.zeros(schedule.model.rows), np.ones(schedule.model.rows)
    for block in schedule.model.blocks:
        rows = slice(block.first, block.first + block.count)
        weight[rows] = 0.0 if block.rule is None else WEIGHT[block.rule]
        step[rows] = FINE if block.rule is RuleId.SUPERVISION else 1.0
    stretched = elastic(rules, weight, step)
    answer = solve_lp(stretched.matrix, deadline, seed)
    if answer.ending is not Ending.OPTIMAL or answer.values is None:
        return None
    x = answer.values[schedule.x]
    if np.abs(x - x.round()).max(initial=0.0) > WHOLE:
        answer = solve_mip(replace(stretched.matrix, integer=True), deadline, seed, nodes=NODES)
    return None if answer.values is None else _without_dust(stretched, answer.values)


def _without_dust(stretched: Elastic, values: Floats) -> tuple[Floats, Floats]:
    """Amounts in whole steps, so that what was held to a rule by a rounding error is not let off."""
    above, below = stretched.given(values)
    return (above / FINE).round() * FINE, (below / FINE).round() * FINE


def _checked(answer: ScheduleAnswer, rules: Matrix) -> Relaxed:
    """The schedule with what the checkers find broken, which is what the model gave way in."""
    arrays, coach = answer.built.arrays, answer.built.coach
    assert answer.attended is not None
    assert answer.objective is not None
    solution = solution_of(arrays, coach, answer.attended)
    found = relaxations(arrays.problem, solution)
    _agree(found, _given_by_rule(answer.built, rules, answer.attended))
    total = score(arrays.problem, solution).total
    expected = answer.objective + arrays.pair_worth(coach) + arrays.constant
    if abs(total - expected) > AGREEMENT * max(1.0, abs(total)):
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

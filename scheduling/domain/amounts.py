"""By how much a schedule breaks a rule: residents, sessions, places or weight too many or too few."""

from fractions import Fraction

from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation


def amount(problem: Problem, solution: Solution, violation: Violation) -> Fraction:
    """By how much a rule is broken; 1 where it is broken or not. ``violation`` is one that a checker found."""
    match violation.rule:
        case RuleId.ONE_PLACE | RuleId.FACULTY_SESSIONS:
            return Fraction(len(violation.sessions) - _sessions_kept(problem, violation))
        case RuleId.ROOMS | RuleId.OPEN_SESSION:
            return _too_many_or_too_few(problem, solution, violation)
        case RuleId.SUPERVISION:
            return _overweight(problem, solution, violation)
        case RuleId.WEEKLY_LOAD | RuleId.YEARLY_LOAD:
            return _load_outside(problem, solution, violation)
        case RuleId.PAIRING if is_panel(problem, violation):
            member = problem.faculty_by_id[violation.faculty[0]]
            return _outside(len(violation.residents), (member.panel_min, member.panel_max))
        case _:
            return Fraction(1)


def is_panel(problem: Problem, violation: Violation) -> bool:
    """Whether a broken pairing is that of a panel's size, and not that of a resident with a wrong coach."""
    if not violation.faculty or len(violation.residents) != 1:
        return bool(violation.faculty)
    resident = problem.resident_by_id.get(violation.residents[0])
    return resident is None or violation.faculty[0] in problem.candidates_of(resident)


def _too_many_or_too_few(problem: Problem, solution: Solution, violation: Violation) -> Fraction:
    """Residents beyond the rooms of a session, or missing to its minimum, which may lie above the rooms."""
    session = problem.session_by_id[violation.sessions[0]]
    attending = sum(session.id in attended for attended in solution.assignments.values())
    if violation.rule is RuleId.ROOMS:
        return Fraction(attending - session.rooms)
    return Fraction(session.min_residents - attending)


def _sessions_kept(problem: Problem, violation: Violation) -> int:
    """How many of the sessions named need not go: those that a half-day or a date may hold."""
    if violation.rule is RuleId.FACULTY_SESSIONS:
        return 0
    half_days = {problem.session_by_id[session].half_day for session in violation.sessions}
    return 1 if len(half_days) == 1 else problem.rules.max_sessions_per_day


def _overweight(problem: Problem, solution: Solution, violation: Violation) -> Fraction:
    """By how much the residents named in a supervision violation weigh more than their faculty there may supervise."""
    session = violation.sessions[0]
    week = problem.week_of(session)
    total = Fraction(0)
    for who in violation.residents:
        weeks = problem.resident_by_id[who].weeks
        listed = (one.supervision_weight for one in weeks if one.week == week)
        total += Fraction(str(next(listed, 1)))
    program = problem.resident_by_id[violation.residents[0]].program
    there = (
        session in solution.precepting.get(member.id, ())
        for member in problem.faculty
        if member.program == program
    )
    return total - Fraction(str(problem.program_by_id[program].supervision_ratio)) * sum(there)


def _load_outside(problem: Problem, solution: Solution, violation: Violation) -> Fraction:
    """How far a resident's load of a week, or of the year, lies outside its limits."""
    resident = problem.resident_by_id[violation.residents[0]]
    attended = set(solution.assignments.get(resident.id, ())) & problem.session_by_id.keys()
    if not violation.weeks:
        return _outside(len(attended), (resident.year_min, resident.year_max))
    week = next(one for one in resident.weeks if one.week == violation.weeks[0])
    load = sum(problem.week_of(session) == week.week for session in attended)
    return _outside(load, (week.min, week.max))


def _outside(count: int, limits: tuple[int, int]) -> Fraction:
    """How far a count lies outside its limits."""
    return Fraction(max(limits[0] - count, count - limits[1], 0))

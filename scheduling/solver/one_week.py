"""One week of a problem as a problem of its own: where it has no schedule, neither has the whole."""

from dataclasses import replace

from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.problem import FacultyMember, Pins, Problem
from scheduling.solver.array_building import arrays_of
from scheduling.solver.engines import Ending, solve_mip
from scheduling.solver.rules import rules_model

NODES = 500  # of branch and bound; a week that is not decided by then is not called hopeless


def week_alone(problem: Problem, week: int) -> Problem:
    """The problem with the sessions of one week only. What spans weeks binds less: loads of the year, and gaps."""
    here = {session.id for session in problem.sessions if problem.week_of(session.id) == week}
    published = problem.published
    return replace(
        problem,
        sessions=tuple(session for session in problem.sessions if session.id in here),
        faculty=tuple(_member(member, here) for member in problem.faculty),
        residents=tuple(
            replace(resident, year_min=0, weeks=tuple(one for one in resident.weeks if one.week == week))
            for resident in problem.residents
        ),
        rules=replace(problem.rules, max_gap_weeks=problem.weeks + 1),
        pins=Pins(_of(problem.pins.attend, here), _of(problem.pins.avoid, here)),
        preferences=tuple(wish for wish in problem.preferences if wish.session in here),
        published=None
        if published is None
        else {who: _among(sessions, here) for who, sessions in published.items()},
    )


def weeks_with_minima(problem: Problem) -> list[int]:
    """The weeks in which some session asks for a minimum of residents."""
    return sorted({problem.week_of(session.id) for session in problem.sessions if session.min_residents > 1})


def is_hopeless(problem: Problem, week: int, deadline: float, seed: int) -> bool:
    """Whether a week has no schedule even if nothing else is asked."""
    model = rules_model(arrays_of(week_alone(problem, week)))
    return solve_mip(model.matrix(integer=True), deadline, seed, NODES).ending is Ending.INFEASIBLE


def _member(member: FacultyMember, here: set[SessionId]) -> FacultyMember:
    return replace(
        member,
        sessions=_among(member.sessions, here),
        present=_among(member.present, here),
        offered=_among(member.offered, here),
    )


def _among(sessions: tuple[SessionId, ...], here: set[SessionId]) -> tuple[SessionId, ...]:
    return tuple(session for session in sessions if session in here)


def _of(
    cells: frozenset[tuple[ResidentId, SessionId]], here: set[SessionId]
) -> frozenset[tuple[ResidentId, SessionId]]:
    return frozenset(cell for cell in cells if cell[1] in here)

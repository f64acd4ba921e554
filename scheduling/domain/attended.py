"""What a schedule says of each resident, read leniently: what is unknown is left to the rule ``eligible``."""

from collections.abc import Iterator
from datetime import date

from scheduling.domain.ids import SessionId
from scheduling.domain.problem import ClinicSession, Problem, Resident
from scheduling.domain.solution import Solution


def attended(problem: Problem, solution: Solution) -> Iterator[tuple[Resident, list[ClinicSession]]]:
    """Each resident of the problem with the sessions they attend, each once, in order of time."""
    known = problem.session_by_id
    for resident in problem.residents:
        ids = dict.fromkeys(solution.assignments.get(resident.id, ()))
        sessions = [known[session] for session in ids if session in known]
        yield resident, sorted(sessions, key=_time)


def _time(session: ClinicSession) -> tuple[date, int, SessionId]:
    return session.half_day.date, session.half_day.period.order, session.id

"""Other ways to make a schedule, on the same problems, each in a process of its own: ``python -m benchmarks.rivals``."""

from collections.abc import Callable

from benchmarks.rivals.attempt import Attempt
from scheduling.domain.problem import Problem

RIVALS = {
    "greedy": "by hand: seniors choose first, their coach's sessions first",
    "set-day": "the same weekly half-days all year, with the coach where it can be",
    "balance": "keeps every rule and evens out the sessions, whoever the coach",
    "cp-sat": "the whole model in CP-SAT, with the full linear relaxation",
    "scip": "the whole model in SCIP, by branch and bound",
    "glop": "the relaxation in GLOP, by simplex",
    "pdlp": "the relaxation in PDLP, a first-order method: its answer need not be whole",
    "highs": "the relaxation in HiGHS, by dual simplex: the solver's own engine, bare",
}
PAIRS_TOO = frozenset(("cp-sat",))  # the others need a pairing


def attempt_of(rival: str) -> Callable[[Problem, float], Attempt]:
    """What a rival does; only its own engine is loaded, so that memory and time are its own."""
    if rival in ("greedy", "set-day"):
        from benchmarks.rivals import greedy, template  # noqa: PLC0415

        return greedy.attempt if rival == "greedy" else template.attempt
    if rival == "balance":
        from benchmarks.rivals import balance  # noqa: PLC0415

        return balance.attempt
    if rival == "cp-sat":
        from benchmarks.rivals import cp_sat  # noqa: PLC0415

        return cp_sat.attempt
    from benchmarks.rivals.engine import engine  # noqa: PLC0415

    return engine(rival)

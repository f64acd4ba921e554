"""Rows of the page: figures by the name of their column, with its unit; and rows that say why they have none."""

from collections.abc import Callable, Sequence
from statistics import median_low

from benchmarks.measure import SOLVER, Measurement, RunFailedError, measure
from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import Status
from scheduling.domain.problem import Problem

Figure = str | int | float | bool | None
Row = dict[str, Figure]
REMARK = "remark"
REFUSED = "refused"  # a year that asks for what this version does not know


def attempted(labels: Row, measured: Callable[[], Row]) -> Row:
    """A row, or its labels and the reason why there is no more: one that fails never takes the page with it."""
    try:
        return labels | measured()
    except Exception as fault:  # noqa: BLE001  whatever it is, it belongs on the page
        return labels | {REMARK: " ".join(_reason(fault).split())}


def _reason(fault: Exception) -> str:
    if isinstance(fault, RunFailedError):
        return str(fault)
    return f"{REFUSED}: {fault}" if isinstance(fault, ProblemError) else f"{type(fault).__name__}: {fault}"


def solved(
    problem: Problem, *, limit: float | None, runs: int = 1, command: Sequence[str] = SOLVER
) -> Measurement:
    """Of so many runs the one whose wall time is in the middle. Runs of one seed that are not cut off must agree."""
    found = [measure(problem, command, limit=limit) for _ in range(runs)]
    answers = {(one.outcome.objective, one.outcome.bound) for one in found}
    if len(answers) > 1 and all(one.proven for one in found):
        raise RunFailedError(f"runs of one seed differ: {sorted(answers, key=str)}")
    middle = median_low(one.seconds for one in found)
    return next(one for one in found if one.seconds == middle)


def effort(measured: Measurement) -> Row:
    """What a run took."""
    return {
        "first legal [s]": rounded(measured.first_schedule),
        "proof [s]": rounded(measured.seconds) if measured.proven else None,
        "wall [s]": rounded(measured.seconds),
        "processor [s]": rounded(measured.processor),
        "memory [MB]": round(measured.memory),
    }


def quality(measured: Measurement) -> Row:
    """What a run reached."""
    outcome = measured.outcome
    return {
        "status": outcome.status.value,
        "broken rules": measured.broken,
        "score": rounded(outcome.objective),
        "bound": rounded(outcome.bound),
    }


def remark_of(measured: Measurement) -> Row:
    """A word on a run without a schedule."""
    if measured.outcome.status is Status.INFEASIBLE:
        return {REMARK: next((one.message for one in measured.outcome.conflicts), "infeasible")}
    return {REMARK: "no schedule"} if measured.outcome.solution is None else {}


def rounded(figure: float | None, digits: int = 3) -> float | None:
    """Fewer digits, so that files are read easily."""
    return None if figure is None else round(figure, digits)

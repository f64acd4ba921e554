"""What the solver proposes: the newest run that decided these pairings, else at once by what each pair could reach."""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scheduling.domain.ids import Status
from scheduling.exchange.solution_file import read_solution
from scheduling.models import RunState, SolveRun
from scheduling.selectors.pairing_board.limits import refusals
from scheduling.selectors.pairing_board.situation import Pair, Situation
from scheduling.selectors.program_year import key_of
from scheduling.solver.quick_pairing import NEVER, quick_pairing


@dataclass(frozen=True, slots=True)
class Proposal:
    """Coaches by resident; ``run`` is None where it was worked out at once, before rooms."""

    coach: Mapping[int, int]
    run: SolveRun | None

    @property
    def is_proven(self) -> bool:
        """Whether no better one exists, rooms and all."""
        return self.run is not None and self.run.status == Status.OPTIMAL


def proposal(situation: Situation, residents: Sequence[int], worth: Mapping[Pair, int]) -> Proposal:
    """For these residents. One query, and another for a run's answer."""
    run = _newest_run(situation)
    if run is not None and (coach := _of_run(run, situation, residents)):
        return Proposal(coach, run)
    return Proposal(_at_once(situation, residents, worth), None)


def _newest_run(situation: Situation) -> SolveRun | None:
    runs = SolveRun.objects.filter(
        year=situation.year, state=RunState.FINISHED, decide_pairing=True, objective__isnull=False
    )
    return runs.defer("problem").order_by("-number").first()


def _of_run(run: SolveRun, situation: Situation, residents: Sequence[int]) -> dict[int, int]:
    """The run's coaches of these residents; empty where it did not pair them all or they fit no longer."""
    assert run.outcome is not None
    solution = read_solution(gzip.decompress(run.outcome)).solution
    if solution is None:
        return {}
    found = {key_of(resident): key_of(coach) for resident, coach in solution.coach.items()}
    chosen = {pk: found[pk] for pk in residents if pk in found}
    unchanged = any(situation.current.get(pk) == coach for pk, coach in chosen.items())
    if len(chosen) < len(residents) or unchanged or refusals(situation, chosen):
        return {}
    return chosen


def _at_once(situation: Situation, residents: Sequence[int], worth: Mapping[Pair, int]) -> dict[int, int]:
    coaches = [pk for pk in situation.members if not situation.leaves(pk)]
    kept = {pk: len(situation.staying(pk)) for pk in coaches}
    values = np.array(
        [[_worth(situation, (resident, coach), worth) for coach in coaches] for resident in residents],
        dtype=float,
    ).reshape(len(residents), len(coaches))
    free = np.array([situation.members[pk].panel_max - kept[pk] for pk in coaches], dtype=np.int64)
    needed = np.array([situation.members[pk].panel_min - kept[pk] for pk in coaches], dtype=np.int64)
    found = quick_pairing(values, free, needed)
    return {
        resident: coaches[column]
        for resident, column in zip(residents, found, strict=True)
        if column is not None
    }


def _worth(situation: Situation, pair: Pair, worth: Mapping[Pair, int]) -> float:
    """Half-days together, and the weight of a wish; a lifted resident does not go back where they were."""
    if pair in situation.excluded or situation.current.get(pair[0]) == pair[1]:
        return NEVER
    return worth.get(pair, 0) + situation.wished.get(pair, 0)

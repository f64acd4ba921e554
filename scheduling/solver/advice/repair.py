"""Repairs: few further changes, by chains of moves, that leave nothing broken and score as high as was found.

Each step mends one thing that is broken and may break another, which the next step mends. One step is searched
completely; longer chains keep the best positions only. The search counts its trials, so that it is the same every time.
"""

from collections.abc import Iterable, Iterator
from heapq import heappush, heappushpop
from itertools import islice

from scheduling.domain.ids import RuleId, SessionId
from scheduling.solver.advice.board import Board, Position, Step
from scheduling.solver.advice.facts import Place
from scheduling.solver.advice.narrow import SHARED
from scheduling.solver.advice.remedies import Choice, hardest

TRIALS = 2400  # positions tried by one search, shared evenly by the lengths of chains
WIDTH = 16  # positions kept of each length


def best_repair(board: Board, start: Position, most: int) -> Position | None:
    """The best position found within ``most`` steps in which nothing is broken; None if none was found."""
    choice = Choice(board, start)
    best: Position | None = None
    front = [start] if start.breaches and _steps_needed(board, start) <= most else []
    for length in range(1, most + 1):
        positions = _next(choice, front, last=length == most, trials=TRIALS // most)
        whole, front = _sorted_out(board, positions, most - length)
        best = max((one for one in (best, whole) if one is not None), key=_rank, default=None)
    return best


def _sorted_out(
    board: Board, positions: Iterable[Position], left: int
) -> tuple[Position | None, list[Position]]:
    """The best position in which nothing is broken, and the best that so many steps may still mend; no other is kept."""
    whole: Position | None = None
    ends: list[tuple[tuple[int, float, int], int, Position]] = []
    for number, position in enumerate(positions):
        if not position.breaches:
            whole = position if whole is None else max(whole, position, key=_rank)
        elif _steps_needed(board, position) <= left:
            end = (_rank(position), -number, position)  # the earlier of equals
            heappush(ends, end) if len(ends) < WIDTH else heappushpop(ends, end)
    return whole, [position for _, _, position in sorted(ends, reverse=True)]


def _rank(position: Position) -> tuple[int, float, int]:
    """Fewer things broken, then a higher score, then fewer steps."""
    return -len(position.breaches), round(position.gain, 6), -len(position.steps)


def _next(choice: Choice, front: list[Position], *, last: bool, trials: int) -> Iterator[Position]:
    """The positions one step further; where it is the last step, only those in which nothing is broken."""
    seen: set[frozenset[Step]] = set()
    for position in front:
        steps = choice.steps(position, hardest(position), last=last)
        for step in islice(_distinct(steps), trials // len(front)):
            chain = frozenset((*position.steps, step))
            if chain not in seen:
                seen.add(chain)
                after = choice.board.after(position, step)
                if not last or not after.breaches:
                    yield after


def _distinct(steps: Iterable[Step]) -> Iterator[Step]:
    """Each step once, found only when it is asked for."""
    known: set[Step] = set()
    for step in steps:
        if step not in known:
            known.add(step)
            yield step


def _steps_needed(board: Board, position: Position) -> int:
    """At least so many steps are left: each concerns one resident, and fills or empties one place of a session."""
    residents = {place[1] for place in position.breaches if place[0] not in SHARED}
    places = (_places_off(board, position, *item) for item in position.breaches.items())
    return max(len(residents), max(places, default=0))


def _places_off(board: Board, position: Position, place: Place, over: int) -> int:
    """How many residents a session must lose, or get, at least; one that holds too few may also be emptied."""
    worse = over - board.tolerated.get(place, 0)
    if place[0] is RuleId.ROOMS:
        return worse
    if place[0] is RuleId.OPEN_SESSION:
        return min(worse, board.count(position, SessionId(str(place[2]))))
    return 0

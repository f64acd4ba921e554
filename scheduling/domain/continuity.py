"""How steadily a resident is taught by the same people: the standard measures of preceptor continuity.

A sequence of supervisors holds one id for every attended session, in the order of the sessions. A measure is
None where it is undefined; show the number of sessions beside it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise


def supervisor_of(there: Sequence[str], coach: str | None, team: Collection[str] = ()) -> str | None:
    """Whom a session counts for, where none of those precepting in it is recorded as this resident's.

    ``there`` is in the order of names: the coach if there, else a team member, else the first; None if nobody is.
    """
    if coach is not None and coach in there:
        return coach
    return next((person for person in there if person in team), there[0] if there else None)


def usual_provider_continuity(supervisors: Sequence[str], usual: str) -> float | None:
    """UPC: the share of the sessions with the usual supervisor, from 0 to 1. With the coach: the overlap rate."""
    if not supervisors:
        return None
    return supervisors.count(usual) / len(supervisors)


def bice_boxerman(supervisors: Sequence[str]) -> float | None:
    """COCI = (sum of n_i squared - N) / (N (N - 1)), from 0 (nobody twice) to 1; undefined under two sessions."""
    total = len(supervisors)
    if total < 2:
        return None
    squares = sum(count * count for count in Counter(supervisors).values())
    return (squares - total) / (total * (total - 1))


def sequential_continuity(supervisors: Sequence[str]) -> float | None:
    """SECON: the share of consecutive sessions with the same supervisor; undefined under two sessions."""
    if len(supervisors) < 2:
        return None
    same = sum(earlier == later for earlier, later in pairwise(supervisors))
    return same / (len(supervisors) - 1)


def longest_gap(weeks_together: Iterable[int], weeks: int) -> int:
    """The longest run of consecutive weeks, among weeks 0 to ``weeks`` - 1, without a session with the coach."""
    marks = [-1, *sorted(week for week in set(weeks_together) if 0 <= week < weeks), weeks]
    return max(later - earlier - 1 for earlier, later in pairwise(marks))

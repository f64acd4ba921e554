"""Years that have no schedule, with a shortage that is known because it was made: is it proven, how fast, is it named?"""

import re
from collections.abc import Iterator
from functools import partial

from benchmarks.instances import short_of_rooms
from benchmarks.rows import Row, attempted, effort, remark_of, solved
from scheduling.domain.violations import Violation

SIZES, QUICK_SIZES = ((60, 7), (170, 20), (700, 45)), ((24, 3), (60, 7))
LIMIT = 60.0


def shortage_rows(*, quick: bool) -> Iterator[Row]:
    """One row for each size; ``named`` says whether a single sentence states how many clinics are missing."""
    for residents, missing in QUICK_SIZES if quick else SIZES:
        yield attempted(
            {"residents": residents, "clinics missing": missing},
            partial(_explained, residents, missing),
        )


def _explained(residents: int, missing: int) -> Row:
    short = short_of_rooms(residents, 1, missing)
    one = solved(short.problem, limit=LIMIT)
    conflicts = one.outcome.conflicts
    told: Row = {
        "clinics needed": short.needed,
        "status": one.outcome.status.value,
        "sentences": len(conflicts),
    }
    took = effort(one)
    return (
        told
        | {"named": "yes" if names(conflicts, missing) else "no"}
        | {key: took[key] for key in ("wall [s]", "processor [s]", "memory [MB]")}
        | remark_of(one)
    )


def names(conflicts: tuple[Violation, ...], missing: int) -> bool:
    """Whether a sentence says that so many are short or missing."""
    said = re.compile(
        rf"\b{missing} (\w+ )?(short|missing|too few)|(short of|missing|lack(s|ing)?) {missing}\b"
    )
    return any(said.search(conflict.message) for conflict in conflicts)

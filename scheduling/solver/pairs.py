"""Every possible pair of resident and coach; `scheduling.solver.worth` values them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Bools, Floats, Ints, ProblemArrays, faculty_numbers
from scheduling.solver.resident_years import ResidentYear, resident_years


@dataclass(frozen=True, slots=True)
class PairTable:
    """Pairs, ordered by resident."""

    arrays: ProblemArrays
    years: tuple[ResidentYear, ...]
    resident: Ints
    coach: Ints
    open: Bools
    affinity: Floats
    windows: Bools  # pairs x contact windows by first week: whether the coach could be met in it

    def of(self, pairs: Ints | Bools) -> "PairTable":
        """The table of some of these pairs, in the same order."""
        return PairTable(
            arrays=self.arrays,
            years=self.years,
            resident=self.resident[pairs],
            coach=self.coach[pairs],
            open=self.open[pairs],
            affinity=self.affinity[pairs],
            windows=self.windows[pairs],
        )

    def by_resident(self) -> Iterator[tuple[ResidentYear, slice]]:
        """The year of each resident who has pairs, and where these stand."""
        ends = np.searchsorted(self.resident, np.arange(self.arrays.residents), side="right").tolist()
        start = 0
        for year, end in zip(self.years, ends, strict=True):
            if end > start:
                yield year, slice(start, end)
            start = end

    @property
    def entries(self) -> int:
        """How many copies of options a model has in which every pair has its own."""
        sizes = np.array([len(year.option) for year in self.years], dtype=np.int64)
        return int(sizes[self.resident].sum())


def pair_table(arrays: ProblemArrays) -> PairTable:
    """The table of all pairs that the rules allow."""
    problem = arrays.problem
    candidates = [faculty_numbers(problem, problem.candidates_of(resident)) for resident in problem.residents]
    counts = np.array([len(c) for c in candidates], dtype=np.int64)
    resident = np.repeat(np.arange(len(counts)), counts)
    coach = np.concatenate([np.zeros(0, dtype=np.int64), *candidates])
    is_open = np.array([problem.has_open_coach(r) for r in problem.residents], dtype=np.bool_)[resident]
    years = resident_years(arrays)
    windows = [year.windows(faculty) for year, faculty in zip(years, candidates, strict=True)]
    return PairTable(
        arrays=arrays,
        years=years,
        resident=resident,
        coach=coach,
        open=is_open,
        affinity=arrays.affinity[resident, coach],
        windows=np.concatenate(windows) if windows else np.zeros((0, 0), dtype=np.bool_),
    )

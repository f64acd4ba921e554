"""Results side by side: score, figures, overlaps of each resident, and the half-days in which they differ."""

from scheduling.selectors.run_compare.page import RunCompare, run_compare

__all__ = ["RunCompare", "run_compare"]

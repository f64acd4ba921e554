"""A run as a person watches it, and the list of runs."""

from scheduling.selectors.run_watch.lines import RunLine, RunLists, run_lines, run_lists
from scheduling.selectors.run_watch.page import RunWatch, run_watch

__all__ = ["RunLine", "RunLists", "RunWatch", "run_lines", "run_lists", "run_watch"]

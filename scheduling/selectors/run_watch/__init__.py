"""A run as a person watches it, and the list of runs."""

from scheduling.selectors.run_watch.lines import RunLine, run_lines
from scheduling.selectors.run_watch.page import RunWatch, run_watch

__all__ = ["RunLine", "RunWatch", "run_lines", "run_watch"]

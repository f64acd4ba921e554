"""The month grid of one version: residents down, half-days across."""

from scheduling.selectors.month_grid.content import Cell, MonthGrid, Window
from scheduling.selectors.month_grid.page import month_grid
from scheduling.selectors.month_grid.windows import window_of

__all__ = ["Cell", "MonthGrid", "Window", "month_grid", "window_of"]

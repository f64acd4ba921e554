"""The month grid of one version: residents down, half-days across."""

from scheduling.selectors.month_grid.content import Cell, GridUpdate, MonthGrid, Window
from scheduling.selectors.month_grid.page import grid_update, month_grid
from scheduling.selectors.month_grid.windows import window_of

__all__ = ["Cell", "GridUpdate", "MonthGrid", "Window", "grid_update", "month_grid", "window_of"]

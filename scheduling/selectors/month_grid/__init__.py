"""The month grid of one version: residents down, half-days across."""

from scheduling.selectors.month_grid.choices import Choices, Grouping, RowOrder
from scheduling.selectors.month_grid.content import Cell, GridUpdate, MonthGrid, WeekCell, Window
from scheduling.selectors.month_grid.density import year_density
from scheduling.selectors.month_grid.page import grid_update, month_grid
from scheduling.selectors.month_grid.windows import blocks_of, window_of, window_of_block

__all__ = [
    "Cell",
    "Choices",
    "GridUpdate",
    "Grouping",
    "MonthGrid",
    "RowOrder",
    "WeekCell",
    "Window",
    "blocks_of",
    "grid_update",
    "month_grid",
    "window_of",
    "window_of_block",
    "year_density",
]

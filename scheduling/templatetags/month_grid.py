"""Prints the cells of the grids."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from scheduling.selectors.month_grid import Cell, WeekCell

register = template.Library()
MOST_KEPT = 8192


@register.simple_tag
def grid_cells(cells: Iterable[Cell | WeekCell], template_name: str) -> SafeString:
    """The cells of one row. Each different cell is printed once: thousands stand on a page, few differ."""
    printed = "".join(_printed(cell, template_name) for cell in cells)
    return mark_safe(printed)  # noqa: S308 - joined from what the template printed and escaped


@lru_cache(maxsize=MOST_KEPT)
def _printed(cell: Cell | WeekCell, template_name: str) -> str:
    return render_to_string(template_name, {"cell": cell}).strip()

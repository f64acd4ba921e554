"""Prints the cells of the schedule's grids and of the block schedule."""

from collections.abc import Hashable, Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
MOST_KEPT = 8192
MOST_ROWS_KEPT = 2048


@register.simple_tag
def grid_row(row: Hashable, cell_template: str, is_to_read: object = "") -> SafeString:
    """One resident's row. Who looks again, or edits another row, finds it printed."""
    return mark_safe(printed_row(row, cell_template, is_to_read=bool(is_to_read)))  # noqa: S308 - what the template printed


@lru_cache(maxsize=MOST_ROWS_KEPT)
def printed_row(row: Hashable, cell_template: str, *, is_to_read: bool = False) -> str:
    """The row as its template prints it; rows that are equal are printed once."""
    context = {"row": row, "cell_template": cell_template, "is_to_read": is_to_read}
    return render_to_string("scheduling/grid_row.html", context).strip()


@register.simple_tag
def grid_cells(cells: Iterable[Hashable], template: str) -> SafeString:
    """The cells of one row. Each different cell is printed once: thousands stand on a page, few differ."""
    printed = "".join(_printed(cell, template) for cell in cells)
    return mark_safe(printed)  # noqa: S308 - joined from what the template printed and escaped


@lru_cache(maxsize=MOST_KEPT)
def _printed(cell: Hashable, template: str) -> str:
    return render_to_string(template, {"cell": cell}).strip()

"""Prints the parts of the schedule's grids and of the block schedule, those that are equal once."""

from collections.abc import Hashable, Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from connectedness.web.large_parts import LargeParts

register = template.Library()
ROW = "scheduling/grid_row.html"
MOST_KEPT = 8192
MOST_PARTS_KEPT = 2048


@register.simple_tag
def printed(template: str, **inputs: Hashable) -> SafeString:
    """What the template prints of these inputs alone. Who looks again, or edits another part, finds it printed."""
    return mark_safe(print_part(template, **inputs))  # noqa: S308 - what the template printed and escaped


@lru_cache(maxsize=MOST_PARTS_KEPT, typed=True)
def print_part(template: str, **inputs: Hashable) -> str:
    """The part as its template prints it; parts that are equal are printed once."""
    return render_to_string(template, inputs).strip()


@register.simple_tag
def grid_rows(
    parts: LargeParts, rows: Iterable[Hashable], cell_template: str, *, is_to_read: bool = False
) -> SafeString:
    """The rows of one group, each printed once, put into the page when it is made."""
    return parts.put(b"\n".join(printed_row(row, cell_template, is_to_read=is_to_read) for row in rows))


@lru_cache(maxsize=MOST_PARTS_KEPT)
def printed_row(row: Hashable, cell_template: str, *, is_to_read: bool) -> bytes:
    """One resident's row, as pages and the answers to edits have it."""
    inputs = {"row": row, "cell_template": cell_template, "is_to_read": is_to_read}
    return render_to_string(ROW, inputs).strip().encode()


@register.simple_tag
def grid_cells(cells: Iterable[Hashable], template: str) -> SafeString:
    """The cells of one row. Each different cell is printed once: thousands stand on a page, few differ."""
    text = "".join(_printed_cell(cell, template) for cell in cells)
    return mark_safe(text)  # noqa: S308 - joined from what the template printed and escaped


@lru_cache(maxsize=MOST_KEPT)
def _printed_cell(cell: Hashable, template: str) -> str:
    return render_to_string(template, {"cell": cell}).strip()
